using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// BiC (Wu et al., CVPR 2019): holds samples of every class out; trains with (1 - l) base loss + l distillation on the rest; then corrects
/// the scores of the experience's new classes to alpha · z + beta, trained on the held-out samples alone.
/// </summary>
/// <remarks>Corrections of all experiences act in training, in the teacher and in prediction. The first experience has none.</remarks>
/// <param name="options">The options.</param>
[Component("bic")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "needed")]
[Declares("holds", "a teacher and two numbers an experience")]
[Declares("fits", "class-incremental")]
[Evidence(
    "BicTests.The_correction_reaches_the_minimum_of_the_cross_entropy_of_the_held_out_samples",
    Table = "comparisons/classification/mnist.json")]
[Needs<ILogitPrediction>("class scores are corrected")]
public sealed class BicStrategy(BicOptions options) : IStrategy, IPhasePlan, IPredictionRule, IStateful, IKeepsTensors, IDisposable
{
    /// <summary>The name of the second phase.</summary>
    public const string CorrectionPhase = "bias-correction";

    private const string Group = "bias-correction";
    private readonly Teacher _teacher = new(options.Temperature);
    private readonly List<BiasCorrection> _corrections = [];

    /// <summary>The corrections, in the order of experiences.</summary>
    public IReadOnlyList<BiasCorrection> Corrections => _corrections;

    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <summary>The bytes of alpha and beta of all experiences but the latest, whose bytes the engine counts.</summary>
    public long KeptBytes => _corrections.SkipLast(1).Sum(correction => TensorBytes.Of(correction.Values));

    /// <inheritdoc/>
    public void BeforeGrowth(ILearningContext context) => _teacher.Keep(context);

    /// <inheritdoc/>
    public void BeforeExperience(ILearningContext context)
    {
        if (context.FirstNewLabel > 0 && context.SeenLabels > context.FirstNewLabel)
            Add(context, new(context.FirstNewLabel, context.SeenLabels, tensor(new[] { 1f, 0f }, device: context.Device)));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Phase> Plan(ILearningContext context, Phase main)
    {
        var held = HeldOut(context).ToDictionary(sample => sample.Id, StringComparer.Ordinal);
        var first = main with { ParameterGroups = [.. context.Model.ParameterGroups.Select(group => group.Name)] };
        if (held.Count == 0) return [first];
        return
        [
            first with { Entries = [.. main.Entries.Where(entry => !held.ContainsKey(entry.Sample.Id))] },
            new()
            {
                Name = CorrectionPhase,
                Entries = [.. held.Values.Select(sample => new TrainingEntry(sample, FromMemory: sample.Label < context.FirstNewLabel))],
                Steps = options.Steps,
                ParameterGroups = [Group],
                Optimizers = new Dictionary<string, OptimizerSettings>(StringComparer.Ordinal) { ["*"] = options.Optimizer },
                Schedule = options.Optimizer.Schedule ?? new(),
                EvalMode = true,
            },
        ];
    }

    /// <inheritdoc/>
    public ModelOutput AfterForward(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) => Corrected(output);

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        if (loss.Step.Phase.Name != CorrectionPhase) _teacher.AddDistillation(loss, options, Corrected);
    }

    /// <inheritdoc/>
    public ModelOutput Predict(ILearningContext context, Batch batch) =>
        Corrected(context.Model.Forward(batch, ForwardRequest.Predictions));

    /// <inheritdoc/>
    public void SaveState(StateBag state)
    {
        var ranges = new JsonArray();
        for (var i = 0; i < _corrections.Count; i++)
        {
            ranges.Add(new JsonArray(_corrections[i].First, _corrections[i].End));
            // The latest ones are parameters in training: the engine counts and saves them.
            if (i < _corrections.Count - 1) state.Tensors[$"{i}"] = _corrections[i].Values;
        }

        state.Json["ranges"] = ranges;
    }

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        Dispose();
        var ranges = state.Json["ranges"]!.AsArray();
        for (var i = 0; i < ranges.Count; i++)
        {
            var values = state.Tensors.TryGetValue($"{i}", out var saved)
                ? saved.to(context.Device, copy: true)
                : tensor(new[] { 1f, 0f }, device: context.Device);
            Add(context, new((int)ranges[i]![0]!, (int)ranges[i]![1]!, values));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var correction in _corrections) correction.Values.Dispose();
        _corrections.Clear();
    }

    // The same seed draws the same samples whenever the plan is asked for.
    private IEnumerable<SampleInfo> HeldOut(ILearningContext context)
    {
        if (context.FirstNewLabel == 0 || context.SeenLabels == context.FirstNewLabel) return [];
        SampleInfo[] exemplars = [.. context.Memory!.Exemplars.Select(exemplar => exemplar.Sample).DistinctBy(sample => sample.Id)];
        var count = Math.Max(1, (int)Math.Floor(options.HeldOut * exemplars.Length / context.FirstNewLabel));
        return exemplars.Where(sample => sample.Label < context.FirstNewLabel).Concat(context.Experience.Train)
            .GroupBy(sample => sample.Label)
            .OrderBy(own => own.Key)
            .SelectMany(own => Draw([.. own], count, context));
    }

    private static IEnumerable<SampleInfo> Draw(SampleInfo[] own, int count, ILearningContext context)
    {
        var stream = context.Random.Stream("bic.held-out", context.Experience.Index, own[0].Label);
        // A class keeps at least one sample to learn from.
        return stream.Choose(own.Length, Math.Min(count, own.Length - 1)).Select(index => own[index]);
    }

    private ModelOutput Corrected(ModelOutput output) => _corrections.Count == 0
        ? output
        : output.WithLogits(BiasCorrection.Apply(output[OutputKeys.Logits], _corrections));

    private void Add(ILearningContext context, BiasCorrection correction)
    {
        if (_corrections.Count > 0) _corrections[^1].Values.requires_grad = false;
        _corrections.Add(correction);
        context.AddParameters(new(Group, [correction.Values]));
    }
}

/// <summary>Options of BiC.</summary>
public sealed class BicOptions : DistillationOptions
{
    /// <summary>Balanced losses, as in the original.</summary>
    public BicOptions() => Balanced = true;

    /// <summary>
    /// Share of the memory that is held out: floor(share · exemplars / old classes) samples of each class, old or new, and at least
    /// one; 0.1 in the
    /// original.
    /// </summary>
    [Range(0.0, 0.9)]
    public double HeldOut { get; set; } = 0.1;

    /// <summary>Optimizer steps of the correction; ours, the original counts epochs.</summary>
    [Range(1, 100_000_000)]
    public int Steps { get; set; } = 200;

    /// <summary>
    /// Optimizer of alpha and beta; PyCIL: sgd, rate 0.1, momentum 0.9. Without its weight decay, which would pull alpha to 0.
    /// </summary>
    public OptimizerSettings Optimizer { get; set; } = new() { Type = OptimizerType.Sgd, Rate = 0.1, Momentum = 0.9 };
}
