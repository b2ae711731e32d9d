namespace PluginHost.Plugins.EventMetrics;

/// <summary>
/// Mean Jaccard index over pictures and F-score of masks (AVS, Zhou et al., ECCV 2022), in per cent. F = 1.3 P R / (0.3 P + R), its mean over
/// pictures in which something sounds, at the best of 255 thresholds.
/// </summary>
/// <remarks>
/// The Jaccard index takes pixels of a probability above one half. In a picture where nothing sounds it is the share of pixels that are left out,
/// as in the released code.
/// </remarks>
/// <param name="options">The options.</param>
[Component("mask-scores")]
public sealed class MaskScores(ClipMetricOptions options) : ClipMetric(options, Share("mean Jaccard"), Share("mask F"))
{
    private const int Thresholds = 255;
    private const double BetaSquared = 0.3;

    /// <inheritdoc/>
    protected override string Undefined => "nothing sounds in any picture of this test";

    /// <inheritdoc/>
    protected override IClipSums Create() => new Sums();

    private sealed class Sums : IClipSums
    {
        private readonly double[] _scores = new double[Thresholds];
        private double _jaccard;
        private int _pictures;
        private int _sounding;

        public void Add(Prediction prediction, int row)
        {
            var (guesses, truths) = (prediction[EventKeys.MaskProbabilities][row], prediction[AudioVisualKeys.Masks][row]);
            for (var picture = 0L; picture < guesses.shape[0]; picture++) Add(guesses[picture].flatten(), truths[picture].flatten() > 0.5);
        }

        public double?[] Values() =>
            [_pictures == 0 ? null : 100 * _jaccard / _pictures, _sounding == 0 ? null : 100 * _scores.Max() / _sounding];

        private void Add(Tensor guess, Tensor truth)
        {
            var (taken, sounding) = (guess > 0.5, truth.sum().ToInt64());
            _pictures++;
            if (sounding == 0)
            {
                _jaccard += taken.logical_not().sum().ToInt64() / (double)taken.numel();
                return;
            }

            _jaccard += taken.logical_and(truth).sum().ToInt64() / (double)taken.logical_or(truth).sum().ToInt64();
            _sounding++;
            // From 0 to almost 1, both among them.
            var steps = arange(Thresholds, dtype: ScalarType.Float64) / (Thresholds - 1) * (1 - 1e-10);
            var above = guess.to(ScalarType.Float64).unsqueeze(0) >= steps.unsqueeze(1);
            var hits = above.logical_and(truth.unsqueeze(0)).sum(1).data<long>().ToArray();
            var all = above.sum(1).data<long>().ToArray();
            for (var step = 0; step < Thresholds; step++)
            {
                if (hits[step] == 0) continue;
                var (precision, recall) = (hits[step] / (double)all[step], hits[step] / (double)sounding);
                _scores[step] += (1 + BetaSquared) * precision * recall / ((BetaSquared * precision) + recall);
            }
        }
    }
}
