using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetClassification.Sources;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetClassification.Layouts;

/// <summary>Options of CIFAR.</summary>
public sealed class CifarOptions : DivisionOptions
{
    [Description("Folder that the archive was unpacked to, relative to the job file: the binary or the python version, of CIFAR-10 or CIFAR-100")]
    [Required]
    [MinLength(1)]
    public string Folder { get; set; } = "";

    [Description("With CIFAR-100: fine (100 classes) or coarse (20)")]
    [AllowedValues("fine", "coarse")]
    public string Labels { get; set; } = "fine";

    [Description("Training samples that are byte-identical to test samples: refuse to run, drop them, or keep them")]
    [AllowedValues("refuse", "drop", "keep")]
    public string Copies { get; set; } = "refuse";
}

/// <summary>CIFAR-10 and CIFAR-100 (Krizhevsky, 2009) with the published division. Thread-safe once prepared.</summary>
/// <param name="options">The options.</param>
/// <param name="run">Where relative paths begin.</param>
/// <param name="events">Takes messages.</param>
[Component("cifar")]
public sealed class CifarDataset(CifarOptions options, IRunContext run, IRunEvents events) : IDataset, ISelfCheck
{
    private CifarSet? _set;
    private SampleLists? _lists;
    private int[] _places = [];

    /// <inheritdoc/>
    public DatasetInfo Info { get; private set; } = new() { Name = "CIFAR", Classes = [] };

    private string Root => run.ResolvePath(options.Folder);

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() => Directory.Exists(Root) ? [] : [Installation.NoFolder(Root)];

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        var missing = Check().ToArray();
        if (missing.Length > 0) throw new JobException(missing);
        _set = CifarSet.Read(Root, options.Labels == "coarse");
        LabelledItem[] items = [.. _set.Pictures.Select((picture, place) =>
            new LabelledItem(picture.Id, picture.Label, LabelledItem.Digest(_set.Pixels(place))) { Given = picture.Given })];
        _places = SplitOverlap.Resolve(items, options.Copies, _set.Name, events);
        _lists = new SampleLists([.. _places.Select(place => items[place])], _set.Classes, [], options);
        Info = Info with
        {
            Name = $"{_set.Name}, {_places.Length:N0} samples of 32 x 32 in {_set.Classes.Count} classes",
            Classes = _set.Classes,
        };
        SplitReport.Publish(_set.Name, _lists, "folder", events);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> Samples(Split split) => _lists!.Of(split);

    /// <inheritdoc/>
    public Sample Load(SampleInfo sample)
    {
        var levels = _set!.Pixels(_places[_lists!.Place(sample).Item]);
        var values = new float[levels.Length];
        for (var i = 0; i < values.Length; i++) values[i] = levels[i] / 255f;
        return new Sample(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Image] = tensor(values, [3, CifarSet.Side, CifarSet.Side]),
        });
    }
}
