using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetClassification.Pictures;
using PluginHost.Plugins.DatasetClassification.Sources;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetClassification.Layouts;

/// <summary>Options of sets of pictures in a published layout.</summary>
public class LayoutOptions : FittingOptions
{
    [Description("Folder that the set was unpacked to, relative to the job file")]
    [Required]
    [MinLength(1)]
    public string Folder { get; set; } = "";

    [Description("Training samples that are byte-identical to test samples: refuse to run, drop them, or keep them")]
    [AllowedValues("refuse", "drop", "keep")]
    public string Copies { get; set; } = "refuse";
}

/// <summary>A set as its lists describe it.</summary>
/// <param name="Classes">Class names by label.</param>
/// <param name="Files">The pictures, with their splits where the set gives them.</param>
internal sealed record Layout(IReadOnlyList<string> Classes, IReadOnlyList<FileEntry> Files);

/// <summary>Pictures in a published layout, brought to one size. Thread-safe once prepared.</summary>
/// <param name="name">The set's name.</param>
/// <param name="options">The options.</param>
/// <param name="run">Folders and threads.</param>
/// <param name="events">Takes messages.</param>
public abstract class LayoutPictures(string name, LayoutOptions options, IRunContext run, IRunEvents events)
    : IDataset, IFileReader, ISelfCheck, IDisposable
{
    private PackedSet? _set;
    private SampleLists? _lists;
    private int[] _places = [];

    /// <inheritdoc/>
    public DatasetInfo Info { get; private set; } = new() { Name = name, Classes = [] };

    /// <inheritdoc/>
    public bool PreparesQuickly => Installation.HasFew(Root, PicturesDataset.FewFiles);

    private string Root => run.ResolvePath(options.Folder);

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() => Directory.Exists(Root) ? [] : [Installation.NoFolder(Root)];

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var missing = Check().ToArray();
        if (missing.Length > 0) throw new JobException(missing);
        var layout = Read(Root);
        var cache = run.ResolvePath(options.CacheDirectory);
        _set = await Task.Run(
            () => PackedSet.Open(layout.Files, PictureFitting.Of(options), cache, run.Threads, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        _places = SplitOverlap.Resolve(_set.Items, options.Copies, name, events);
        _lists = new SampleLists([.. _places.Select(place => _set.Items[place])], layout.Classes, [], options);
        Info = Info with
        {
            Name = $"{name}, {_places.Length:N0} samples of {options.Size} x {options.Size} in {layout.Classes.Count} classes",
            Classes = layout.Classes,
        };
        SplitReport.Publish(name, _lists, "folder", events);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> Samples(Split split) => _lists!.Of(split);

    /// <inheritdoc/>
    public Sample Load(SampleInfo sample) => new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
    {
        [SampleKeys.Image] = PictureFitting.Image(_set!.Read(_places[_lists!.Place(sample).Item]), options),
    });

    /// <inheritdoc/>
    public IReadOnlyList<string> Endings => PicturesDataset.Content.Endings;

    /// <inheritdoc/>
    public Sample ReadFile(string file, SampleInfo sample) => PictureSample.Read(file, sample, options);

    /// <inheritdoc/>
    public void Dispose()
    {
        _set?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads the lists.</summary>
    /// <param name="root">The absolute folder.</param>
    /// <exception cref="JobException">They cannot be used.</exception>
    private protected abstract Layout Read(string root);

    /// <summary>A folder of the layout.</summary>
    /// <param name="root">The set's folder.</param>
    /// <param name="folder">Its name.</param>
    /// <exception cref="JobException">It is not there.</exception>
    private protected static string Part(string root, string folder)
    {
        var path = Path.Combine(root, folder);
        if (Directory.Exists(path)) return path;
        throw new JobException(new Finding
        {
            Code = "CD0030", Where = "folder", What = $"'{root}' has no sub-folder '{folder}'",
            Fix = "Name the folder that the archive was unpacked to, or unpack it again.",
        });
    }
}
