using System.ComponentModel;

namespace PluginHost.Plugins.SiSdr;

/// <summary>SI-SDR of separated sources, of the mixture, and the improvement.</summary>
/// <remarks>
/// Scale-invariant SDR (Le Roux, Wisdom, Erdogan and Hershey, "SDR - half-baked or well done?", ICASSP 2019): the reference s
/// is scaled by a = &lt;e, s&gt; / |s|², and the figure is 10 log10(|a s|² / |a s - e|²) for an estimate e. Unlike BSS-eval's SDR it
/// forgives a gain only, no filter. A mixture with a silent reference or estimate is skipped, as in BSS-eval.
/// </remarks>
/// <param name="options">Its options.</param>
[Component("si-sdr")]
public sealed class SiSdrMetric(SiSdrOptions options) : IRowMetric
{
    private const double LeastSum = 1e-5;

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Figures { get; } =
    [
        new() { Name = "SI-SDR", Unit = "dB", Baseline = "SI-SDR_mix" },
        new() { Name = "SI-SDR_mix", Unit = "dB", DescribesInput = true },
        new() { Name = "SI-SDRi", Unit = "dB" },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<double[]?> Measure(Prediction prediction)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var items = prediction.Draws.Count;
        var references = prediction[SeparationKeys.References].to_type(ScalarType.Float64);
        var estimates = prediction[SeparationKeys.Estimates].to_type(ScalarType.Float64);
        var rows = (int)references.shape[0];
        var mixtures = prediction[SeparationKeys.Mixtures].to_type(ScalarType.Float64).repeat(rows / items, 1);
        var heard = Loud(references).Zip(Loud(estimates), (truth, guess) => truth && guess).ToArray();
        var ratios = Ratios(references, estimates);
        var unseparated = Ratios(references, mixtures);
        // A sound that is constant has nothing left without its mean.
        return [.. Enumerable.Range(0, rows).Select(row => MixtureHeard(row) && !double.IsNaN(ratios[row]) && !double.IsNaN(unseparated[row])
            ? new[] { ratios[row], unseparated[row], Improvement(ratios[row], unseparated[row]) }
            : null)];

        bool MixtureHeard(int row)
        {
            for (var other = row % items; other < rows; other += items)
            {
                if (!heard[other]) return false;
            }

            return true;
        }
    }

    private double[] Ratios(Tensor references, Tensor estimates)
    {
        var (truth, guess) = options.ZeroMean ? (Centred(references), Centred(estimates)) : (references, estimates);
        var target = truth * ((guess * truth).sum(1, keepdim: true) / truth.square().sum(1, keepdim: true));
        return (10 * (target.square().sum(1) / (target - guess).square().sum(1)).log10()).data<double>().ToArray();
    }

    private static Tensor Centred(Tensor sound) => sound - sound.mean([1], keepdim: true);

    // False for what is not a number, too.
    private static bool[] Loud(Tensor rows) =>
        [.. rows.abs().sum(1).data<double>().ToArray().Select(sum => sum > LeastSum && double.IsFinite(sum))];

    // Two perfect ones do not differ; the difference of two infinities would be no number.
    private static double Improvement(double ratio, double unseparated) => ratio == unseparated ? 0 : ratio - unseparated;
}

/// <summary>Options of the metric.</summary>
public sealed class SiSdrOptions
{
    /// <summary>Whether means are removed.</summary>
    [Description("Whether the mean of every waveform is removed first; sound without a constant part does not need it")]
    public bool ZeroMean { get; set; }
}
