using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetClassification.Sources;
using PluginHost.Plugins.DatasetClassification.Splitting;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetClassification.Pictures;

/// <summary>Pictures in class folders, brought to one size. Thread-safe once prepared.</summary>
[Component("pictures")]
public sealed class PicturesDataset(PicturesOptions options, IRunContext run, IRunEvents events) : IDataset, ISelfCheck, IDisposable
{
    // More are not read, hashed and fitted within a few seconds.
    private const int FewPictures = 2000;

    private readonly Installation _stamps = new(
        run.ResolvePath(SourceOptions.InstalledFolder), "stamps", "the set of Tux Paint stamps", []);

    private static readonly EnumerationOptions s_everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    private PictureSet? _set;
    private SampleLists? _lists;

    /// <inheritdoc/>
    public DatasetInfo Info { get; private set; } = new() { Name = "pictures", Classes = options.Classes };

    /// <inheritdoc/>
    public bool PreparesQuickly => !Directory.Exists(Root)
        || Directory.EnumerateFiles(Root, "*", s_everywhere).Take(FewPictures + 1).Count() <= FewPictures;

    private string Root => options.Folder.Length > 0 ? run.ResolvePath(options.Folder) : _stamps.Folder;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (Directory.Exists(Root)) return [];
        return
        [
            options.Folder.Length == 0 ? _stamps.Missing("folder")! : new Finding
            {
                Code = "CD0010", Where = "folder", What = $"the folder '{Root}' is not there", Fix = "Correct the path.",
            },
        ];
    }

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var missing = Check().ToArray();
        if (missing.Length > 0) throw new JobException(missing);
        var folders = ClassFolders.List(Root, options);
        var name = $"pictures of {Path.GetFileName(Root.TrimEnd(Path.DirectorySeparatorChar))}";
        foreach (var leftOut in folders.LeftOut)
            events.Publish(new MessageReported { Severity = FindingSeverity.Warning, Text = $"{name}: {leftOut}." });
        var cache = run.ResolvePath(options.CacheDirectory);
        _set = await Task.Run(() => PictureSet.Open(folders, options, cache, run.Threads, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        _lists = new SampleLists(_set.Items, folders.Classes, [], options);
        Info = Info with
        {
            Name = $"{name}, {_set.Items.Count:N0} samples of {options.Size} x {options.Size} in {folders.Classes.Count} classes",
            Classes = folders.Classes,
        };
        SplitReport.Publish(name, _lists, options.Classes.Count > 0 ? "classes" : "folder", events);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> Samples(Split split) => _lists!.Of(split);

    /// <inheritdoc/>
    public Sample Load(SampleInfo sample)
    {
        var levels = _set!.Read(_lists!.Place(sample).Item);
        var values = new float[levels.Length];
        for (var i = 0; i < values.Length; i++) values[i] = levels[i] / 255f;
        return new Sample(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Image] = tensor(values, [options.Colour ? 3 : 1, options.Size, options.Size]),
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _set?.Dispose();
}
