using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginHost.Comparisons.Protocols;

/// <summary>
/// Comparison at equal bytes (Zhou et al., "Deep Class-Incremental Learning: A Survey", 2023): a budget holds 4 bytes for each of a method's
/// parameters, and what is left holds exemplars, floor((budget - 4 P) / bytes of an exemplar) of them. 1 MB is 2^20 bytes, as in the survey's budgets.
/// </summary>
internal sealed record MemoryBudget
{
    public const double Megabyte = 1 << 20;
    private const long ParameterBytes = 4;

    /// <summary>The axis whose values are the budgets.</summary>
    public required string Axis { get; init; }

    /// <summary>The axis whose values have parameters.</summary>
    public required string Of { get; init; }

    /// <summary>The path of the job at which the number of exemplars is set.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes of an exemplar as stored: 3072 for a CIFAR picture.</summary>
    public required long ExemplarBytes { get; init; }

    /// <summary>Parameters at the end of learning, by the name of a value of <see cref="Of"/>.</summary>
    public required IReadOnlyDictionary<string, long> Parameters { get; init; }

    /// <summary>Bytes by the name of a value of <see cref="Axis"/>.</summary>
    public required IReadOnlyDictionary<string, double> Bytes { get; init; }

    /// <summary>Where it is written, for findings.</summary>
    public required string Place { get; init; }

    /// <summary>How many exemplars a budget leaves; below zero where the parameters alone are more.</summary>
    public static long Exemplars(double budget, long parameters, long exemplarBytes) =>
        (long)Math.Floor((budget - (ParameterBytes * (double)parameters)) / exemplarBytes);

    /// <summary>The bytes of a model and its exemplars.</summary>
    public static double Total(long parameters, long exemplars, long exemplarBytes) =>
        (ParameterBytes * (double)parameters) + (exemplars * (double)exemplarBytes);

    /// <summary>How many exemplars a cell has.</summary>
    public long ExemplarsOf(IReadOnlyDictionary<string, string> values) => Exemplars(Bytes[values[Axis]], Parameters[values[Of]], ExemplarBytes);

    /// <summary>What a cell's budget changes in its job.</summary>
    public JobChange Change(IReadOnlyDictionary<string, string> values) => new(Path, JsonValue.Create(ExemplarsOf(values)), Place);

    /// <summary>What is wrong with a cell's budget; <see langword="null"/> if an exemplar fits.</summary>
    public string? Fault(IReadOnlyDictionary<string, string> values)
    {
        if (ExemplarsOf(values) >= 1) return null;
        var model = ParameterBytes * Parameters[values[Of]] / Megabyte;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the budget '{values[Axis]}' of {Bytes[values[Axis]] / Megabyte:0.##} MB holds no exemplar of '{values[Of]}', whose parameters take "
                + $"{model:0.##} MB");
    }
}
