using System.ComponentModel;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetClassification.Sources;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetClassification.Letters;

/// <summary>26 letters described by 16 numbers: exact tests of ridge and discriminant methods without a network. Thread-safe.</summary>
[Component("letters")]
public sealed class LettersDataset(LettersOptions options, IRunContext run, IRunEvents events) : IDataset, ISelfCheck
{
    private readonly Installation _installation = Installed.Set(
        run.ResolvePath(options.Folder), "letters", "the letter data", ["letter-recognition.data"]);

    private LetterTable? _table;

    /// <inheritdoc/>
    public DatasetInfo Info { get; private set; } = new() { Name = "letters", Classes = LetterTable.Classes };

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() =>
        string.Equals(options.Source, "installed", StringComparison.Ordinal) && _installation.Missing() is { } missing ? [missing] : [];

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        var embedded = _installation.UseEmbedded(options.Source, $"{LetterFile.EmbeddedRows:N0} embedded samples", events);
        var rows = embedded
            ? LetterFile.Read(DataFile.Embedded(typeof(LettersDataset).Assembly, "letters.data"), LetterFile.EmbeddedRows)
            : LetterFile.Read(_installation.Files[0], LetterFile.WholeRows);
        _table = new LetterTable(rows, options);
        Info = Info with
        {
            Name = $"letters, {(embedded ? "embedded " : "")}{rows.Count:N0} samples{(options.Standardise ? ", standardised" : "")}",
        };
        SplitReport.Publish("letters", _table.Lists, "splitSeed", events);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> Samples(Split split) => _table!.Lists.Of(split);

    /// <inheritdoc/>
    public Sample Load(SampleInfo sample) => new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
    {
        [SampleKeys.Features] = tensor(_table!.Features(sample)),
    });
}

/// <summary>Options of the data set <c>letters</c>.</summary>
public sealed class LettersOptions : SourceOptions
{
    [Description("Shift and scale each number to mean 0 and standard deviation 1 over the training split of all classes")]
    public bool Standardise { get; set; } = true;
}
