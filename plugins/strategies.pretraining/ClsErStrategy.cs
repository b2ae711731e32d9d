using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace PluginHost.Plugins.PairStrategies;

/// <summary>
/// CLS-ER (Arani et al., "Learning fast, learning slow", ICLR 2022): two averages of the model, a plastic one that is updated often and a
/// stable one that is updated seldom. On replayed pairs the student is held to the embeddings of the more confident of the two; the stable
/// one predicts.
/// </summary>
/// <remarks>Confidence in a pair is the cosine of its two embeddings (ours; in classification it is the score of the true class).</remarks>
/// <param name="options">The options.</param>
[Component("cls-er")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "not needed")]
[Declares("holds", "two copies of the model")]
[Declares("fits", "unlabelled pairs of sound and pictures; online")]
[Evidence("BaselineTests.The_student_is_held_to_the_average_that_is_surer_of_a_pair")]
[Needs<ICrossModalEmbeddings>("embeddings of pairs are compared")]
public sealed class ClsErStrategy(ClsErOptions options) : OnlineReplayStrategy(options), IStrategy, IPredictionRule, IStateful
{
    private readonly double _weight = options.Weight;
    private readonly MovingAverage _plastic = new("plastic", options.PlasticDecay, options.PlasticRate);
    private readonly MovingAverage _stable = new("stable", options.StableDecay, options.StableRate);
    private long _steps;

    /// <inheritdoc/>
    public override void BeforeStream(ILearningContext context)
    {
        base.BeforeStream(context);
        _plastic.Begin(context);
        _stable.Begin(context);
    }

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        var context = loss.Learning;
        if (BatchRows.FromMemory(loss.Batch, context.Device) is not { } rows) return;
        var wanted = Surer(_plastic.Of(context), _stable.Of(context), loss.Batch, rows);
        Tensor Distance(string side, Tensor target) => (loss.Student[side].index_select(0, rows) - target).square().mean();
        loss.Add("consistency", _weight,
            Distance(OutputKeys.AudioEmbedding, wanted.Audio) + Distance(AudioVisualKeys.VideoEmbedding, wanted.Video));
    }

    /// <inheritdoc/>
    public override void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
    {
        base.AfterStep(context, step, batch, output);
        _plastic.Update(context, _steps);
        _stable.Update(context, _steps);
        _steps++;
    }

    /// <inheritdoc/>
    public ModelOutput Predict(ILearningContext context, Batch batch) => _stable.Of(context).Forward(batch, ForwardRequest.Predictions);

    /// <inheritdoc/>
    public void SaveState(StateBag state) => state.Json["steps"] = _steps;

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context) =>
        _steps = (long?)state.Json["steps"] ?? throw new InvalidDataException("The saved state of CLS-ER has no count of steps.");

    /// <summary>The embeddings of the model that is surer of each pair.</summary>
    internal static PairTokens Surer(IModel plastic, IModel stable, Batch batch, Tensor rows)
    {
        using var quiet = no_grad();
        var (first, second) = (Embeddings(plastic), Embeddings(stable));
        var better = (Confidence(first) > Confidence(second)).unsqueeze(1);
        return new(where(better, first.Audio, second.Audio), where(better, first.Video, second.Video));

        PairTokens Embeddings(IModel model)
        {
            var output = model.Forward(batch, ForwardRequest.Predictions);
            return new(output[OutputKeys.AudioEmbedding].index_select(0, rows), output[AudioVisualKeys.VideoEmbedding].index_select(0, rows));
        }

        static Tensor Confidence(PairTokens pair) =>
            (nn.functional.normalize(pair.Audio, 2, 1) * nn.functional.normalize(pair.Video, 2, 1)).sum(1);
    }
}

/// <summary>Options of CLS-ER.</summary>
public sealed class ClsErOptions : OnlineReplayOptions
{
    /// <summary>Weight of the distance to the surer average.</summary>
    [Range(0.0, 1000.0)]
    public double Weight { get; set; } = 0.1;

    /// <summary>Decay of the plastic average.</summary>
    [Range(0.0, 1.0)]
    public double PlasticDecay { get; set; } = 0.999;

    /// <summary>Probability of an update of the plastic average.</summary>
    [Range(0.0, 1.0)]
    public double PlasticRate { get; set; } = 0.9;

    /// <summary>Decay of the stable average.</summary>
    [Range(0.0, 1.0)]
    public double StableDecay { get; set; } = 0.999;

    /// <summary>Probability of an update of the stable average.</summary>
    [Range(0.0, 1.0)]
    public double StableRate { get; set; } = 0.7;
}
