using System.Globalization;
using System.Text;

namespace PluginHost.Plugins.BssEval;

/// <summary>
/// SDR, SIR and SAR of each separated source, the SDR that the unseparated mixture has as an estimate of it, and the improvement on that. A
/// mixture with a silent reference or estimate is skipped, and so is one of whose references another, delayed and filtered, is all but a copy:
/// what one source lets through of the other cannot be told from the source itself then.
/// </summary>
[Component("bss-eval")]
public sealed class BssEvalMetric : IRowMetric
{
    private const double LeastSum = 1e-5;

    // -60 dB: below what 16-bit copies at another level keep, far above what rounding makes of exact ones.
    private const double LeastIndependence = 1e-6;
    private readonly BssEvalOptions _options;
    private readonly FactorCache _cache;

    /// <summary>Creates the metric.</summary>
    /// <param name="options">Its options.</param>
    public BssEvalMetric(BssEvalOptions options)
    {
        _options = options;
        _cache = new(options.CacheMegabytes * 1048576L);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Figures { get; } =
    [
        new() { Name = "SDR", Unit = "dB", Baseline = "SDR_mix" },
        new() { Name = "SIR", Unit = "dB" },
        new() { Name = "SAR", Unit = "dB" },
        new() { Name = "SDR_mix", Unit = "dB", DescribesInput = true },
        new() { Name = "SDRi", Unit = "dB" },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<double[]?> Measure(Prediction prediction)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var items = prediction.Draws.Count;
        var slots = prediction.Draws[0].Sources.Count;
        var references = Slots(prediction[SeparationKeys.References], slots);
        var estimates = Slots(prediction[SeparationKeys.Estimates], slots);
        var mixtures = prediction[SeparationKeys.Mixtures].to_type(ScalarType.Float64);
        var results = new double[]?[items * slots];
        for (var item = 0; item < items; item++)
        {
            using var itemScope = NewDisposeScope();
            var (truth, guesses) = (references.select(1, item), estimates.select(1, item));
            if (Quiet(truth) || Quiet(guesses)) continue;
            if (Score(prediction.Draws[item], truth, guesses, mixtures[item]) is not { } scores) continue;
            for (var slot = 0; slot < slots; slot++) results[(slot * items) + item] = scores[slot];
        }

        return results;
    }

    private double[][]? Score(Draw draw, Tensor truth, Tensor guesses, Tensor mixture)
    {
        var slots = (int)truth.shape[0];
        var projection = new Projections(truth, _options.FilterLength, _cache, Key(draw, truth));
        if (projection.Independence < LeastIndependence) return null;
        var estimates = cat([guesses, mixture.unsqueeze(0)], 0);
        var own = _options.Permutation
            ? Assignments.Best(projection, estimates).Assignment
            : [.. Enumerable.Range(0, slots)];
        var pairs = Enumerable.Range(0, slots).SelectMany(slot => new[] { (slot, own[slot]), (slot, slots) }).ToArray();
        var scores = projection.Score(estimates, pairs);
        return [.. Enumerable.Range(0, slots).Select(slot => Values(scores[2 * slot], scores[(2 * slot) + 1].Sdr))];
    }

    // Two perfect ratios do not differ; the difference of two infinities would be no number.
    private static double[] Values(SourceScores own, double mixture) =>
        [own.Sdr, own.Sir, own.Sar, mixture, own.Sdr == mixture ? 0 : own.Sdr - mixture];

    // Rows run slot by slot: (slots, items, samples).
    private static Tensor Slots(Tensor rows, int slots) => rows.to_type(ScalarType.Float64).view(slots, -1, rows.shape[1]);

    // True for what is not a number, too.
    private static bool Quiet(Tensor sources) =>
        sources.abs().sum(1).data<double>().ToArray().Any(sum => !(sum > LeastSum && double.IsFinite(sum)));

    // Evaluation mixtures come again after every experience. The energies are in the key so that it cannot stand for other sound.
    private string? Key(Draw draw, Tensor truth)
    {
        if (draw.Training || _options.CacheMegabytes == 0) return null;
        var key = new StringBuilder();
        key.Append(CultureInfo.InvariantCulture, $"{truth.shape[1]}");
        foreach (var source in draw.Sources) key.Append('\n').Append(source.Sample.Id);
        foreach (var energy in truth.square().sum(1).data<double>().ToArray()) key.Append(CultureInfo.InvariantCulture, $"\n{energy:R}");
        return key.ToString();
    }
}
