using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetClassification.Sources;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetClassification.Pictures;

/// <summary>Pictures in class folders, brought to one size. Thread-safe once prepared.</summary>
[Component("pictures")]
public sealed class PicturesDataset(PicturesOptions options, IRunContext run, IRunEvents events) : IDataset, IFileReader, ISelfCheck, IDisposable
{
    /// <summary>More files are not read, hashed and fitted within a few seconds.</summary>
    internal const int FewFiles = 2000;

    /// <summary>What is looked for in class folders.</summary>
    internal static readonly FolderContent Content = new(
        "picture", "PNG and JPEG", [".png", ".jpg", ".jpeg"], [".svg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".avif"]);

    private readonly Installation _installed = Installed.Set(
        run.ResolvePath(Installed.Folder), options.Set,
        options.Set == "emoji" ? "the set of emoji" : "the set of Tux Paint stamps", []);

    private PackedSet? _set;
    private SampleLists? _lists;

    /// <inheritdoc/>
    public DatasetInfo Info { get; private set; } = new() { Name = "pictures", Classes = options.Classes };

    /// <inheritdoc/>
    public bool PreparesQuickly => Installation.HasFew(Root, FewFiles);

    private string Root => options.Folder.Length > 0 ? run.ResolvePath(options.Folder) : _installed.Folder;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() => _installed.Check(options.Folder, Root);

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var missing = Check().ToArray();
        if (missing.Length > 0) throw new JobException(missing);
        var folders = ClassFolders.List(Root, Content, new(options.Classes, options.LeastPictures, "leastPictures"));
        var name = $"pictures of {Path.GetFileName(Root.TrimEnd(Path.DirectorySeparatorChar))}";
        foreach (var leftOut in folders.LeftOut)
            events.Publish(new MessageReported { Severity = FindingSeverity.Warning, Text = $"{name}: {leftOut}." });
        var cache = run.ResolvePath(options.CacheDirectory);
        _set = await Task.Run(
            () => PackedSet.Open(folders.Files, PictureFitting.Of(options), cache, run.Threads, cancellationToken), cancellationToken)
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
    public Sample Load(SampleInfo sample) => new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
    {
        [SampleKeys.Image] = PictureFitting.Image(_set!.Read(_lists!.Place(sample).Item), options),
    });

    /// <inheritdoc/>
    public IReadOnlyList<string> Endings => Content.Endings;

    /// <inheritdoc/>
    public Sample ReadFile(string file, SampleInfo sample) => PictureSample.Read(file, sample, options);

    /// <inheritdoc/>
    public void Dispose() => _set?.Dispose();
}
