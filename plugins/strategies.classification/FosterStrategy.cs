using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// FOSTER (Wang et al., ECCV 2022), feature boosting and compression. Boosting: a new backbone beside the frozen old one learns
/// the cross-entropy of
/// scores divided by class weights, that of a classifier over its own features, and distillation of old scores. Compression: a
/// copy of the old
/// model learns the boosted model's scores, balanced by class weights, and takes its place.
/// </summary>
/// <param name="options">The options.</param>
[Component("foster")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "needed")]
[Declares("holds", "a second model while it learns")]
[Declares("fits", "class-incremental")]
[Evidence(
    "FosterTests.Boosting_has_the_terms_of_the_paper_and_compression_leaves_a_model_of_the_old_size",
    Table = "comparisons/classification/mnist.json")]
[Needs<IClassifierHead>("features of two backbones are joined under one linear classifier")]
public sealed class FosterStrategy(FosterOptions options) : IStrategy, IModelGrowth, IModelBuilder, IPhasePlan
{
    /// <summary>The name of the second phase.</summary>
    public const string CompressionPhase = "compression";

    private const string Boosted = "boosted";
    private readonly Teacher _teacher = new(options.Temperature);

    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public void BeforeGrowth(ILearningContext context)
    {
        if (context.SeenLabels > context.FirstNewLabel) _teacher.Keep(context);
    }

    /// <inheritdoc/>
    public void Grow(ILearningContext context, long seed)
    {
        if (context.SeenLabels > context.FirstNewLabel) Expansion.AddPart(context, context.SeenLabels, seed);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Phase> Plan(ILearningContext context, Phase main)
    {
        if (context.FirstNewLabel == 0 || context.SeenLabels == context.FirstNewLabel) return [main];
        return
        [
            main,
            main with
            {
                Name = CompressionPhase,
                Steps = Math.Max(1, (int)Math.Round(main.Steps * options.CompressionShare)),
                BaseLoss = BalancedDistillation,
            },
        ];
    }

    /// <inheritdoc/>
    public ForwardRequest Request(ILearningContext context) =>
        context.Model is ExpandedClassifier ? new() { Features = true } : ForwardRequest.Predictions;

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        if (loss.Learning.Model is not ExpandedClassifier boosted) return;
        var student = loss.Student;
        var weights = Weights(loss, options.BoostingBeta);
        loss.SetBase(1, loss.Learning.Task.RowLoss(student.WithLogits(student[OutputKeys.Logits] / weights), loss.Batch).mean());
        var enhanced = student.WithLogits(boosted.ClassifyNewest(student[OutputKeys.Features]));
        loss.Add("enhancement", 1, loss.Learning.Task.RowLoss(enhanced, loss.Batch).mean());
        if (_teacher.Distance(loss) is { } distance) loss.Add("distillation", options.DistillationWeight, distance);
    }

    /// <inheritdoc/>
    public void AfterPhase(ILearningContext context, Phase phase)
    {
        if (phase.Name == CompressionPhase || context.Model is not ExpandedClassifier boosted || Teacher.Of(context) is not { } old) return;
        context.Freeze(Boosted);
        var compressed = old.Clone();
        compressed.Grow(context.SeenLabels, context.Random.SeedFor("foster.compressed", context.Experience.Index));
        compressed.Module.train();
        foreach (var parameter in compressed.ParameterGroups.SelectMany(group => group.Parameters)) parameter.requires_grad = true;
        context.ReplaceModel(compressed);
        boosted.Dispose();
        Teacher.Release(context);
    }

    /// <inheritdoc/>
    public void AfterExperience(ILearningContext context) => context.Release(Boosted);

    /// <inheritdoc/>
    public JsonObject Describe(IModel model) => Expansion.Describe(model);

    /// <inheritdoc/>
    public IModel Rebuild(ILearningContext context, JsonObject structure) => Expansion.Rebuild(context, structure);

    // The mean over rows of -sum_c q_c log softmax(z / T)_c, where q is softmax(boosted / T) times the class weights, scaled to sum 1.
    private Tensor BalancedDistillation(LossContext loss)
    {
        var boosted = loss.Learning.Frozen(Boosted)
            ?? throw new RunFailedException("FOSTER's boosted model is gone before its compression.");
        var taught = boosted.PredictWithoutGradient(loss.Batch, ForwardRequest.Predictions)[OutputKeys.Logits].to(ScalarType.Float32);
        return ClassWeights.BalancedDistillation(
            loss.Student[OutputKeys.Logits].to(ScalarType.Float32), taught, Weights(loss, options.CompressionBeta), options.Temperature);
    }

    private static Tensor Weights(LossContext loss, double beta)
    {
        var context = loss.Learning;
        var counts = new int[context.SeenLabels];
        var samples = context.Memory!.Exemplars.Select(exemplar => exemplar.Sample).Concat(context.Experience.Train);
        foreach (var label in samples.Select(sample => sample.Label).Where(label => label >= 0)) counts[label]++;
        return tensor([.. ClassWeights.Of(counts, beta).Select(weight => (float)weight)], device: context.Device);
    }
}

/// <summary>Options of FOSTER.</summary>
public sealed class FosterOptions
{
    /// <summary>Softens scores before they are compared; 2 in the original.</summary>
    [Range(1e-3, 1000.0)]
    public double Temperature { get; set; } = 2;

    /// <summary>Weight of distillation from the old model while boosting; 1 in the original.</summary>
    [Range(0.0, 1000.0)]
    public double DistillationWeight { get; set; } = 1;

    /// <summary>The beta of class weights while boosting; 0.96 in the original.</summary>
    [Range(0.0, 0.999999)]
    public double BoostingBeta { get; set; } = 0.96;

    /// <summary>The beta of class weights while compressing; 0.97 in the original.</summary>
    [Range(0.0, 0.999999)]
    public double CompressionBeta { get; set; } = 0.97;

    /// <summary>Steps of compression as a share of those of boosting; 130 of 170 epochs in the original.</summary>
    [Range(0.001, 100.0)]
    public double CompressionShare { get; set; } = 130.0 / 170;
}
