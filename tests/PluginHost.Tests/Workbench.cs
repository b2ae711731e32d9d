using System.Reflection;
using PluginHost.Cli;
using PluginHost.Layout;

namespace PluginHost.Tests;

/// <summary>A temporary folder with job files, and the command line run in this process over the fixture plugins.</summary>
internal sealed class Workbench : IDisposable
{
    public static readonly string Fixtures = typeof(Workbench).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "FixturesRoot").Value!;

    public static readonly string Plugins = Path.Combine(Fixtures, "plugins");

    /// <summary>The version of the host's own contracts.</summary>
    public static readonly string ContractsVersion = typeof(PluginHost.Contracts.IPlugin).Assembly.GetName().Version!.ToString(3);

    public string Folder { get; } = System.IO.Directory.CreateTempSubdirectory("pluginhost-tests-").FullName;

    public string JobFile => Path.Combine(Folder, "job.json");

    public string RunFolder => Path.Combine(Folder, "runs", "trial");

    public HostLayout Layout { get; init; } = new()
    {
        HostDirectory = AppContext.BaseDirectory,
        SharedDirectory = Path.Combine(Fixtures, "shared"),
        PluginsDirectory = Plugins,
    };

    /// <summary>A layout without built-in plugins.</summary>
    public static HostLayout Bare =>
        new()
        {
            HostDirectory = AppContext.BaseDirectory,
            SharedDirectory = Path.Combine(Fixtures, "shared"),
            PluginsDirectory = "/nowhere",
        };

    /// <summary>Writes the job file; <paramref name="components"/> are its members besides the name.</summary>
    public Workbench Job(string components)
    {
        File.WriteAllText(JobFile, $"{{ \"name\": \"trial\",\n{components} }}");
        return this;
    }

    public Task<CliResult> Run(params string[] more) => Cli(["run", JobFile, .. more]);

    public Task<CliResult> Validate(params string[] more) => Cli(["validate", JobFile, .. more]);

    public async Task<CliResult> Cli(string[] arguments, CancellationToken cancellationToken = default)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await HostCli.RunAsync(arguments, Layout, output, error, cancellationToken);
        return new CliResult(code, output.ToString(), error.ToString());
    }

    public string[] Result(string run = "trial") => File.ReadAllLines(Path.Combine(Folder, "runs", run, "result.txt"));

    public string RunFile(string name, string run = "trial") => File.ReadAllText(Path.Combine(Folder, "runs", run, name));

    /// <summary>Copies a fixture plugin into a folder of this workbench and lets its manifest be edited.</summary>
    public string CopyPlugin(string id, string folder, params (string Old, string New)[] edits)
    {
        var target = Path.Combine(Folder, folder);
        var source = Path.Combine(Plugins, id);
        foreach (var file in System.IO.Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var manifest = Path.Combine(target, "plugin.json");
        var text = File.ReadAllText(manifest);
        foreach (var (old, replacement) in edits)
        {
            text.ShouldContain(old);
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }

        File.WriteAllText(manifest, text);
        return target;
    }

    public void Dispose()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                System.IO.Directory.Delete(Folder, recursive: true);
                return;
            }
            catch (IOException) when (tries < 100)
            {
                // A run whose starter was killed still writes its end.
                Thread.Sleep(50);
            }
        }
    }
}
