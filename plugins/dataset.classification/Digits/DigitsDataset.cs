using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Media.Pictures;
using PluginHost.Plugins.DatasetClassification.Pictures;
using PluginHost.Plugins.DatasetClassification.Sources;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetClassification.Digits;

/// <summary>Grey pictures of ten digits from one of three sources, as they are or changed by domain. Thread-safe once prepared.</summary>
[Component("digits")]
public sealed class DigitsDataset(DigitsOptions options, IRunContext run, IRunEvents events) : IDataset, IFileReader, ISelfCheck
{
    private readonly DigitSource _source = DigitSource.Of(options.Variant, run.ResolvePath(options.Folder));

    private DigitSet? _set;
    private SampleLists? _lists;
    private PictureDomain[] _domains = [];

    /// <inheritdoc/>
    public DatasetInfo Info { get; private set; } = new()
    {
        Name = $"{options.Variant} digits",
        Classes = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")],
    };

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() =>
        string.Equals(options.Source, "installed", StringComparison.Ordinal) && _source.Installation.Missing() is { } missing
            ? [missing]
            : [];

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        var embedded = _source.Installation.UseEmbedded(options.Source, $"{DigitSource.EmbeddedPictures} embedded pictures", events);
        _set = embedded ? _source.ReadEmbedded() : _source.ReadInstalled();
        var names = options.Domains.Select(domain => domain.Title).ToArray();
        _domains = [.. options.Domains.Select(domain => new PictureDomain(domain, _set.Side))];
        _lists = new SampleLists(_set.Items(options.Variant), Info.Classes, names, options);
        Info = Info with
        {
            Domains = names,
            Name = $"{options.Variant} digits, {(embedded ? "embedded " : "")}{_set.Pictures.Count:N0} samples of {_set.Side} x {_set.Side}"
                + (names.Length == 0 ? "" : $", in each of {names.Length} domains: {string.Join(", ", names)}"),
        };
        SplitReport.Publish($"{options.Variant} digits", _lists, "splitSeed", events);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> Samples(Split split) => _lists!.Of(split);

    /// <inheritdoc/>
    public Sample Load(SampleInfo sample)
    {
        var (domain, item) = _lists!.Place(sample);
        var values = _set!.Values(item);
        if (_domains.Length > 0) values = _domains[domain].Apply(values);
        return new Sample(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Image] = tensor(values, [1, _set.Side, _set.Side]),
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Endings => PicturesDataset.Content.Endings;

    /// <inheritdoc/>
    /// <remarks>A picture of one light digit on a dark ground, as the set's are, brought to their size.</remarks>
    public Sample ReadFile(string file, SampleInfo sample)
    {
        var fitting = new Fitting(_set!.Side, "pad", Colour: false, Background: 0);
        var levels = PictureFitting.Fit(PictureFile.Read(file, 0), fitting);
        return new Sample(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Image] = tensor(Array.ConvertAll(levels, level => level / 255f), [1, _set.Side, _set.Side]),
        });
    }
}
