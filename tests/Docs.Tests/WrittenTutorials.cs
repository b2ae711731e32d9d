namespace PluginHost.Docs.Tests;

/// <summary>The files of every page, written to a folder outside the repository and built there, all in one build.</summary>
public sealed class WrittenTutorials : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public WrittenTutorials()
    {
        // As a reader of the pages sets it; compiler and host inherit it.
        Environment.SetEnvironmentVariable("PLUGINHOST_HOME", Path.TrimEndingDirectorySeparator(HostRun.ArtifactsRoot));
        foreach (var page in TutorialTests.Pages) TutorialPage.Read(page).WriteTo(Of(page));
        var projects = Directory.GetFiles(_folder.Path, "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(project => $"  <Project Path=\"{Path.GetRelativePath(_folder.Path, project)}\" />");
        var all = _folder.File("all.slnx", $"<Solution>\n{string.Join('\n', projects)}\n</Solution>\n");
        var built = Run("dotnet", _folder.Path, "build", all, "-c", "Release", "-nodeReuse:false", "-v:q", "-nologo");
        built.ExitCode.ShouldBe(0, built.Output + built.Errors);
    }

    public string Folder => _folder.Path;

    public string Of(string page) => Path.Combine(_folder.Path, page);

    internal static HostRun Run(string program, string directory, params string[] arguments)
    {
        using var process = HostRun.StartProgram(program, directory, arguments);
        return HostRun.Finish(process);
    }

    public void Dispose() => _folder.Dispose();
}
