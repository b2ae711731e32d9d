namespace PluginHost.Plugins.EventMetrics;

/// <summary>
/// What the routers of a mixture of adapters choose: the weight of cross-modal experts at the places of the sound and at those of the pictures, the
/// mean over places and clips in per cent, and how evenly experts are weighed (entropy over its largest value).
/// </summary>
/// <remarks>They are no figures of merit: no checkpoint is chosen by them.</remarks>
/// <param name="options">The options.</param>
[Component("router-weights")]
public sealed class RouterWeights(ClipMetricOptions options) : ClipMetric(options,
    Neutral("cross-modal weight, sound"), Neutral("cross-modal weight, pictures"), Neutral("router evenness"))
{
    /// <inheritdoc/>
    protected override string Undefined => "the model has no router, or a single expert at each place";

    /// <inheritdoc/>
    protected override IClipSums Create() => new Sums();

    private static Figure Neutral(string name) => Share(name) with { DescribesInput = true };

    private sealed class Sums : IClipSums
    {
        private static readonly (string Cross, string Own)[] s_modalities =
            [(EventKeys.AudioRouterCross, EventKeys.AudioRouterOwn), (EventKeys.VisualRouterCross, EventKeys.VisualRouterOwn)];

        private readonly double[] _cross = new double[2];
        private double _evenness;
        private int _clips;
        private bool _compares;

        public void Add(Prediction prediction, int row)
        {
            for (var modality = 0; modality < 2; modality++)
            {
                var (cross, own) = (Of(s_modalities[modality].Cross), Of(s_modalities[modality].Own));
                if (cross is null && own is null) return;
                if (cross is not null) _cross[modality] += cross.sum(1).mean().ToDouble();
                var all = cat([.. cross is null ? Array.Empty<Tensor>() : [cross], .. own is null ? Array.Empty<Tensor>() : [own]], 1);
                _compares = all.shape[1] > 1;
                if (_compares) _evenness += -(all * all.clamp(min: 1e-300).log()).sum(1).mean().ToDouble() / Math.Log(all.shape[1]) / 2;
            }

            _clips++;

            Tensor? Of(string key) => prediction.Keys.Contains(key) ? prediction[key][row].to(ScalarType.Float64) : null;
        }

        public double?[] Values() => _clips == 0 ? [null, null, null]
            : [100 * _cross[0] / _clips, 100 * _cross[1] / _clips, _compares ? 100 * _evenness / _clips : null];
    }
}
