using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace PluginHost.Plugins.PairStrategies;

/// <summary>
/// ESMER (Sarfraz et al., "Error sensitivity modulation based experience replay", ICLR 2023): a stable average of the model remembers how
/// large errors usually are. Incoming pairs whose error is above margin times that mean m count m / error and are not offered to memory;
/// replayed ones are held to the stable model's embeddings; it predicts.
/// </summary>
/// <remarks>The error is the task's loss of the pair under the stable model, in the batch that is learned.</remarks>
/// <param name="options">The options.</param>
[Component("esmer")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "not needed")]
[Declares("holds", "a copy of the model")]
[Declares("fits", "unlabelled pairs of sound and pictures; online")]
[Evidence("BaselineTests.A_pair_with_an_uncommon_error_counts_less_and_is_not_stored")]
[Needs<ICrossModalEmbeddings>("embeddings of pairs are compared")]
public sealed class EsmerStrategy(EsmerOptions options) : OnlineReplayStrategy(options), IStrategy, IPredictionRule, IStateful
{
    private readonly EsmerOptions _options = options;
    private readonly MovingAverage _stable = new("stable", options.Decay, options.Rate);
    private double? _mean;
    private long _steps;
    private bool[] _usual = [];

    /// <inheritdoc/>
    public override void BeforeStream(ILearningContext context)
    {
        base.BeforeStream(context);
        _stable.Begin(context);
    }

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        var context = loss.Learning;
        ModelOutput stable;
        float[] errors;
        using (no_grad())
        {
            stable = _stable.Of(context).Forward(loss.Batch, ForwardRequest.Predictions);
            errors = context.Task.RowLoss(stable, loss.Batch).to(ScalarType.Float32).cpu().data<float>().ToArray();
        }

        bool[] incoming = [.. loss.Batch.RowSources.Select(source => !source.FromMemory)];
        float[] weights = [.. Weights(errors, incoming, _mean, _options.Margin)];
        _usual = [.. weights.Select(weight => weight == 1)];
        _mean = Mean(errors, incoming, _mean, _options);
        loss.SetBase(1, (loss.RowLoss * tensor(weights, device: loss.RowLoss.device)).mean());
        if (BatchRows.FromMemory(loss.Batch, context.Device) is not { } rows) return;
        Tensor Distance(string side) => (loss.Student[side].index_select(0, rows) - stable[side].index_select(0, rows)).square().mean();
        loss.Add("consistency", _options.Weight, Distance(OutputKeys.AudioEmbedding) + Distance(AudioVisualKeys.VideoEmbedding));
    }

    /// <inheritdoc/>
    public override void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
    {
        var memory = context.OnlineMemory();
        var nothing = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (var row = 0; row < batch.Size; row++)
            if (_usual[row] && batch.Draws[row].Sources[0] is { FromMemory: false } source) memory.Add(context, source.Sample, nothing);
        _stable.Update(context, _steps++);
    }

    /// <inheritdoc/>
    public ModelOutput Predict(ILearningContext context, Batch batch) => _stable.Of(context).Forward(batch, ForwardRequest.Predictions);

    /// <inheritdoc/>
    public void SaveState(StateBag state)
    {
        state.Json["steps"] = _steps;
        state.Json["mean"] = _mean;
    }

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        _steps = (long?)state.Json["steps"] ?? throw new InvalidDataException("The saved state of ESMER has no count of steps.");
        _mean = (double?)state.Json["mean"];
    }

    /// <summary>
    /// What each row counts: 1, or the mean over the error of an incoming row whose error is above margin times the mean.
    /// </summary>
    internal static IEnumerable<float> Weights(float[] errors, bool[] incoming, double? mean, double margin) => errors.Select((error, row) =>
        mean is { } usual && incoming[row] && error > margin * usual ? (float)(usual / error) : 1f);

    /// <summary>
    /// The mean error after a step: of incoming rows that are not uncommon, averaged over steps; the first step's mean to begin with.
    /// </summary>
    internal static double? Mean(float[] errors, bool[] incoming, double? mean, EsmerOptions options)
    {
        float[] usual = [.. errors.Where((error, row) => incoming[row] && (mean is null || error <= options.Margin * mean))];
        if (usual.Length == 0) return mean;
        var now = usual.Average(error => (double)error);
        return mean is { } before ? (options.MeanDecay * before) + ((1 - options.MeanDecay) * now) : now;
    }
}

/// <summary>Options of ESMER.</summary>
public sealed class EsmerOptions : OnlineReplayOptions
{
    /// <summary>Weight of the distance to the stable model's embeddings.</summary>
    [Range(0.0, 1000.0)]
    public double Weight { get; set; } = 0.15;

    /// <summary>How many times the mean an error may be before it counts less.</summary>
    [Range(1.0, 1000.0)]
    public double Margin { get; set; } = 1;

    /// <summary>Decay of the mean error.</summary>
    [Range(0.0, 1.0)]
    public double MeanDecay { get; set; } = 0.99;

    /// <summary>Decay of the stable average.</summary>
    [Range(0.0, 1.0)]
    public double Decay { get; set; } = 0.999;

    /// <summary>Probability of an update of the stable average.</summary>
    [Range(0.0, 1.0)]
    public double Rate { get; set; } = 0.9;
}
