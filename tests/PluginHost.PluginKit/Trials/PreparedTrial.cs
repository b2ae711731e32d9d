using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Layout;
using PluginHost.Learning.Separation;
using PluginHost.Loading;
using PluginHost.Pipeline;
using PluginHost.Runs;
using PluginHost.Tensors;
using PluginHost.Tensors.Runtime;
using SkiaSharp;
using TorchSharp;

namespace PluginHost.PluginKit.Trials;

/// <summary>A job made ready by the host's own loader, to be executed several times. Disposing unloads its plugins.</summary>
internal sealed class PreparedTrial : IDisposable
{
    private PreparedTrial(LoadedJob prepared, FindingList findings) => (Prepared, Findings) = (prepared, findings);

    /// <summary>What an installation shares, of this process; everything else is a plugin's own.</summary>
    public static SharedAssemblies Shared { get; } =
        new([
            typeof(IPlugin).Assembly, typeof(IStrategy).Assembly, typeof(ISeparator).Assembly, typeof(TorchRuntime).Assembly, typeof(Safetensors).Assembly,
            typeof(torch).Assembly, typeof(SKBitmap).Assembly,
        ]);

    public LoadedJob Prepared { get; }

    public FindingList Findings { get; }

    /// <summary>Where no plugin but those of the companions' directory is built in.</summary>
    public static HostLayout Layout(string companions) => new()
    {
        HostDirectory = AppContext.BaseDirectory,
        SharedDirectory = AppContext.BaseDirectory,
        PluginsDirectory = companions,
    };

    /// <summary>Writes a job into a folder, reads it as the host does, verifies and loads its plugins, binds its options.</summary>
    public static PreparedTrial Prepare(Subject subject, JsonObject job, string folder)
    {
        var file = Path.Combine(folder, "job.json");
        File.WriteAllText(file, job.ToJsonString());
        var pipeline = new JobPipeline(Layout(subject.Companions), Shared);
        var (prepared, findings) = pipeline.Prepare(new RunRequest { Job = file, PluginDirectories = [subject.Folder] });
        return prepared is null
            ? throw new InvalidOperationException($"the trial's job cannot be read: {Text(findings)}")
            : new PreparedTrial(prepared, findings);
    }

    public static string Text(FindingList findings) => string.Join(Environment.NewLine, Lines(findings));

    public static string[] Lines(FindingList findings) =>
    [
        .. findings.All.Select(
            reported => reported.Trace is { } trace ? $"{reported.Finding}{Environment.NewLine}{trace}" : $"{reported.Finding}"),
    ];

    /// <summary>The component under test, alone among those prepared.</summary>
    public JobComponent? Entry(Subject subject) =>
        Prepared.Components.FirstOrDefault(component => component.Name == subject.ToString());

    public LoadedPlugin? Plugin(Subject subject) =>
        Prepared.Plugins.FirstOrDefault(plugin => plugin.Folder.Path == Path.TrimEndingDirectorySeparator(subject.Folder));

    public RunContext Context(string folder, bool resume)
    {
        Directory.CreateDirectory(folder);
        return RunContext.For(Prepared.Job, folder, resume, showProgress: false);
    }

    public void Dispose() => Prepared.Dispose();
}
