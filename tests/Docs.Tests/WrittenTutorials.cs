namespace PluginHost.Docs.Tests;

/// <summary>
/// What a reader of all pages ends with: the projects that their <c>plugins new</c> makes, with the pages' files in them. They lie
/// outside the repository and are built in one go.
/// </summary>
public sealed class WrittenTutorials : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public WrittenTutorials()
    {
        foreach (var page in TutorialTests.Pages.Select(TutorialPage.Read))
        {
            foreach (var plugin in page.Plugins)
            {
                var made = HostRun.Execute(Folder, "plugins", "new", plugin.Kind, plugin.Name);
                made.ExitCode.ShouldBe(0, made.Output + made.Errors);
            }

            page.WriteTo(Folder);
        }

        var built = Run("dotnet", Folder, "build", _folder.File("all.proj", NewProjects.Build), "-nodeReuse:false", "-v:q", "-nologo", "-warnaserror");
        built.ExitCode.ShouldBe(0, built.Output + built.Errors);
    }

    public string Folder => _folder.Path;

    public string PathOf(string plugin) => Path.Combine(Folder, plugin);

    internal static HostRun Run(string program, string directory, params string[] arguments)
    {
        using var process = HostRun.StartProgram(program, directory, arguments);
        return HostRun.Finish(process);
    }

    public void Dispose() => _folder.Dispose();
}
