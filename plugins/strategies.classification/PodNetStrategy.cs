using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// PODNet (Douillard et al., ECCV 2020): a cosine classifier with several proxies a class and the loss of local similarities; pooled outputs
/// are distilled, sqrt(seen / new classes) · (spatial · POD of feature maps + flat · cosine distance of features); a second phase tunes on
/// as many samples of new classes as of old ones.
/// </summary>
/// <remarks>
/// The classifier is the strategy's own, the model's is not used. What it says replaces the scores in training and in prediction. All
/// classes' proxies learn in every experience. The scale stays at or above 1: the margin drives it down until samples are
/// won by the margin, and below 0 all similarities would turn round.
/// </remarks>
/// <param name="options">The options.</param>
[Component("podnet")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "needed")]
[Declares("holds", "a teacher and ten proxies a class")]
[Declares("fits", "class-incremental")]
[Evidence(
    "PodNetTests.The_loss_of_local_similarities_is_that_of_the_paper_and_its_gradient_leaves_won_samples_alone",
    Table = "comparisons/classification/mnist.json")]
[Needs<IPenultimateFeatures>("proxies are compared with features")]
[Needs<IFeatureMaps>("pooled feature maps are distilled")]
public sealed class PodNetStrategy(PodNetOptions options) : IStrategy, IPhasePlan, IPredictionRule, IStateful, IDisposable
{
    /// <summary>The name of the second phase.</summary>
    public const string TuningPhase = BalancedPhase.Name;

    private const string Group = "proxies";
    private readonly Teacher _teacher = new(temperature: 1);
    private CosineHead? _head;

    /// <summary>The classifier; <see langword="null"/> before the first experience.</summary>
    public CosineHead? Head => _head;

    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context)
    {
        if (!context.Boundaries)
        {
            throw Refusal.Of(
                "PODNet distils the model of the experience before, and this stream tells no boundaries",
                "Set the benchmark's boundaries to true.");
        }
    }

    /// <inheritdoc/>
    public void BeforeGrowth(ILearningContext context) => _teacher.Keep(context);

    /// <inheritdoc/>
    public void BeforeExperience(ILearningContext context)
    {
        var seed = context.Random.SeedFor("podnet.proxies", context.Experience.Index);
        if (_head is null) _head = Create(context, context.SeenLabels, seed);
        else if (context.SeenLabels > _head.Classes) _head.Grow(context.SeenLabels - _head.Classes, seed);
        Add(context, _head);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Phase> Plan(ILearningContext context, Phase main) =>
        BalancedPhase.Behind(context, main, options.TuningShare, options.Tuning, "podnet.balanced");

    /// <inheritdoc/>
    public ForwardRequest Request(ILearningContext context) => new()
    {
        Features = true,
        FeatureMaps = Teacher.Of(context) is null ? [] : ((IFeatureMaps)context.Model).FeatureMapNames,
    };

    /// <inheritdoc/>
    public ModelOutput AfterForward(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) => Classified(output);

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        loss.SetBase(1, LocalSimilarity(loss.Student[OutputKeys.Logits], loss.Batch[BatchKeys.Labels], _head!.Scale, options.Margin));
        if (Teacher.Of(loss.Learning) is not { } teacher) return;
        var taught = teacher.PredictWithoutGradient(loss.Batch, Request(loss.Learning));
        var fresh = loss.Learning.SeenLabels - loss.Learning.FirstNewLabel;
        var factor = fresh > 0 ? Math.Sqrt((double)loss.Learning.SeenLabels / fresh) : 1;
        var maps = ((IFeatureMaps)loss.Learning.Model).FeatureMapNames;
        if (maps.Count > 0)
        {
            Tensor[] distances = [.. maps.Select(map => PooledDistance(loss.Student[map], taught[map]))];
            loss.Add("pod-spatial", options.Spatial * factor, stack(distances).mean());
        }

        var cosine = nn.functional.cosine_similarity(loss.Student[OutputKeys.Features], taught[OutputKeys.Features], 1, 1e-8);
        loss.Add("pod-flat", options.Flat * factor, (1 - cosine).mean());
    }

    /// <inheritdoc/>
    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) => _head!.Scale.clamp_(min: 1);

    /// <inheritdoc/>
    public ModelOutput Predict(ILearningContext context, Batch batch) =>
        Classified(context.Model.Forward(batch, new() { Features = true }));

    /// <inheritdoc/>
    public void SaveState(StateBag state) => state.Json["classes"] = _head?.Classes ?? 0;

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        Dispose();
        var classes = (int?)state.Json["classes"] ?? throw new InvalidDataException("The state does not say how many classes have proxies.");
        if (classes == 0) return;
        // The values are parameters that the engine saves and loads.
        _head = Create(context, classes, seed: 0);
        Add(context, _head);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _head?.Dispose();
        _head = null;
    }

    /// <summary>
    /// The loss of local similarities (eq. 7): the mean of max(0, -log(exp(z_y - eta · margin) / sum over other classes of exp(z_c))), z = eta
    /// times similarity.
    /// </summary>
    /// <param name="scores">Scaled similarities z, (R, classes).</param>
    /// <param name="labels">Classes, int64 (R).</param>
    /// <param name="scale">eta, a scalar.</param>
    /// <param name="margin">The margin delta.</param>
    /// <returns>A differentiable scalar; 0 where there is one class alone.</returns>
    public static Tensor LocalSimilarity(Tensor scores, Tensor labels, Tensor scale, double margin)
    {
        if (scores.size(1) < 2) return scores.sum() * 0;
        var own = nn.functional.one_hot(labels, scores.size(1)).to(ScalarType.Bool);
        var wanted = scores.gather(1, labels.unsqueeze(1)).squeeze(1) - (scale * margin);
        var others = scores.masked_fill(own, double.NegativeInfinity).logsumexp(1);
        return (others - wanted).clamp(min: 0).mean();
    }

    /// <summary>
    /// POD-spatial of one map (eq. 5): the mean over items of the Euclidean distance between both maps' squares, summed over width and over
    /// height, joined and scaled to length 1. A map without two sides is compared as it is.
    /// </summary>
    /// <param name="student">The student's map, (N, C, H, W).</param>
    /// <param name="teacher">The teacher's, of the same shape, without gradient.</param>
    /// <returns>A differentiable scalar.</returns>
    public static Tensor PooledDistance(Tensor student, Tensor teacher)
    {
        static Tensor Pooled(Tensor map)
        {
            var squares = map.to(ScalarType.Float32).square();
            var joined = map.dim() == 4 ? cat([squares.sum(3).flatten(1), squares.sum(2).flatten(1)], 1) : squares.flatten(1);
            return nn.functional.normalize(joined, 2, 1);
        }

        // The root of a distance of 0 has no gradient.
        return ((Pooled(student) - Pooled(teacher)).square().sum(1) + 1e-12).sqrt().mean();
    }

    private CosineHead Create(ILearningContext context, int classes, long seed)
    {
        var width = ((IPenultimateFeatures)context.Model).FeatureSize;
        return ModuleTensors.Keep(new CosineHead(width, classes, seed, options.Scale, learnScale: true, options.Proxies));
    }

    private static void Add(ILearningContext context, CosineHead head)
    {
        ModuleTensors.MoveTo(head, context.Device);
        context.AddParameters(new(Group, [.. head.parameters()]));
    }

    private ModelOutput Classified(ModelOutput output) => _head is null ? output : output.WithLogits(_head.call(output[OutputKeys.Features]));
}

/// <summary>Options of PODNet.</summary>
public sealed class PodNetOptions
{
    /// <summary>Proxies of a class; 10 in the original.</summary>
    [Range(1, 1000)]
    public int Proxies { get; set; } = 10;

    /// <summary>Where the learned scale of similarities begins; 1 in the original, whose runs are long enough to raise it.</summary>
    [Range(1.0, 1000.0)]
    public double Scale { get; set; } = 64;

    /// <summary>The margin delta of the loss; 0.6 in the original.</summary>
    [Range(0.0, 10.0)]
    public double Margin { get; set; } = 0.6;

    /// <summary>Weight of pooled feature maps; 5 in PyCIL and for most of the original's runs.</summary>
    [Range(0.0, 1e6)]
    public double Spatial { get; set; } = 5;

    /// <summary>Weight of features; 1 in the original.</summary>
    [Range(0.0, 1e6)]
    public double Flat { get; set; } = 1;

    /// <summary>Steps of the balanced phase per step of training; 20 of 160 epochs in the original, 0 for none.</summary>
    [Range(0.0, 100.0)]
    public double TuningShare { get; set; } = 20.0 / 160;

    /// <summary>Optimizer of the balanced phase; PyCIL: sgd, rate 0.005, momentum 0.9.</summary>
    public OptimizerSettings Tuning { get; set; } = new() { Type = OptimizerType.Sgd, Rate = 0.005, Momentum = 0.9 };
}
