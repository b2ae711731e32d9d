using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Layout;
using PluginHost.Learning.AudioVisual;
using PluginHost.Learning.Separation;
using PluginHost.Loading;
using PluginHost.Pipeline;
using PluginHost.Runs;
using PluginHost.Tensors;
using PluginHost.Tensors.Runtime;
using SkiaSharp;
using TorchSharp;

namespace PluginHost.PluginKit.Trials;

/// <summary>
/// A job made ready by the host's own loader, to be executed several times. Other jobs of the same session can be made ready beside it with the
/// plugins that are loaded for it: a plugin is loaded once, as compiling its code is most of what a tiny job takes. Disposing unloads them all.
/// </summary>
internal sealed class PreparedTrial : IDisposable
{
    private readonly Subject _subject;
    private readonly JobPipeline _pipeline;

    private PreparedTrial(Subject subject, JobPipeline pipeline, LoadedJob prepared, FindingList findings) =>
        (_subject, _pipeline, Prepared, Findings, Loaded) = (subject, pipeline, prepared, findings, prepared.Plugins);

    /// <summary>What an installation shares, of this process; everything else is a plugin's own.</summary>
    public static SharedAssemblies Shared { get; } =
        new([
            typeof(IPlugin).Assembly, typeof(IStrategy).Assembly, typeof(ISeparator).Assembly, typeof(AudioVisualKeys).Assembly,
            typeof(TorchRuntime).Assembly, typeof(Safetensors).Assembly, typeof(torch).Assembly, typeof(SKBitmap).Assembly,
        ]);

    public LoadedJob Prepared { get; }

    public FindingList Findings { get; }

    /// <summary>Every plugin of the session that is in memory; the trial that was prepared first owns them.</summary>
    public IReadOnlyList<LoadedPlugin> Loaded { get; private set; }

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
        var pipeline = new JobPipeline(Layout(subject.Companions), Shared);
        var (prepared, findings) = pipeline.Prepare(Request(subject, job, folder));
        return prepared is null ? throw Unreadable(findings) : new PreparedTrial(subject, pipeline, prepared, findings);
    }

    /// <summary>Makes another job ready with the plugins of this one, and loads those that it needs besides.</summary>
    /// <returns>The trial; this one unloads its plugins.</returns>
    public PreparedTrial Another(JsonObject job, string folder)
    {
        var (read, findings) = JobPipeline.Read(Request(_subject, job, folder));
        if (read is null) throw Unreadable(findings);
        var (selected, selecting) = _pipeline.Select(read, Prepared.Catalog);
        findings.AddRange(selecting);
        var absent = selected with { Plugins = [.. selected.Plugins.Except(Loaded.Select(plugin => plugin.Folder))] };
        findings.AddRange(_pipeline.Verify(absent));
        var (loaded, loading) = LoadStage.Load(selected, Shared, collectible: true, Loaded);
        findings.AddRange(loading);
        Loaded = loaded.Plugins;
        var (bound, binding) = JobPipeline.Bind(loaded);
        findings.AddRange(binding);
        return new PreparedTrial(_subject, _pipeline, bound, findings);
    }

    public static string Text(FindingList findings) => string.Join(Environment.NewLine, Lines(findings));

    public static string[] Lines(FindingList findings) =>
    [
        .. findings.All.Where(reported => reported.Finding.Severity != FindingSeverity.Note).Select(
            reported => reported.Trace is { } trace ? $"{reported.Finding}{Environment.NewLine}{trace}" : $"{reported.Finding}"),
    ];

    public static string[] Notes(FindingList findings) =>
        [.. findings.All.Where(reported => reported.Finding.Severity == FindingSeverity.Note).Select(reported => $"{reported.Finding}")];

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

    public void Dispose() => (Prepared with { Plugins = Loaded }).Dispose();

    private static RunRequest Request(Subject subject, JsonObject job, string folder)
    {
        var file = Path.Combine(folder, "job.json");
        File.WriteAllText(file, job.ToJsonString());
        return new RunRequest { Job = file, PluginDirectories = [subject.Folder] };
    }

    private static InvalidOperationException Unreadable(FindingList findings) =>
        new($"the trial's job cannot be read: {Text(findings)}");
}
