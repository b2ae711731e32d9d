namespace PluginHost.Plugins.ClosedForm;

/// <summary>
/// G-ACIL: ridge regression over a random expansion of frozen features, learned recursively without any gradient. Zhuang et al., "G-ACIL:
/// Analytic Learning for Exemplar-Free Generalized Class Incremental Learning", 2024. For a chunk (X, Y) of expanded features and one-hot
/// classes R &lt;- R - R X^T (I + X R X^T)^-1 X R, then W &lt;- W + R X^T (Y - X W), from R = I / gamma. Classes may come back; the result
/// is the joint ridge regression of all samples, whatever their order. With <c>compensation</c> it is DS-AL (Zhuang et al., AAAI 2024): a
/// second regression, over tanh in place of the rectifier, learns what the first one leaves of an experience's new classes.
/// </summary>
/// <remarks>
/// ACIL (Zhuang et al., NeurIPS 2022) is <c>baseTraining</c> with gamma 0.1 and an expansion of 8192, on a stream whose classes do not come
/// back. The residuals of DS-AL are those after the whole experience; the columns of earlier classes are 0 in them.
/// </remarks>
/// <param name="options">The options.</param>
/// <param name="random">Draws the expansion.</param>
[Component("g-acil")]
[Declares("memory", "none")]
[Declares("boundaries", "not needed without base training")]
[Declares("holds", "the inverse of the features' autocorrelation and a random expansion")]
[Declares("fits", "class-incremental, generalised; online")]
[Evidence(
    "GAcilTests.After_any_stream_the_weights_are_the_joint_ridge_of_the_random_expansion",
    Table = "comparisons/classification/mnist.json")]
[Needs<IPenultimateFeatures>("the ridge regression is over features")]
public sealed class GAcilStrategy(GAcilOptions options, RandomSource random) : ClosedFormStrategy<RidgeHead>
{
    private const string CompensationPrefix = "compensation.";
    private RandomExpansion? _expansion;

    /// <summary>The second regression of DS-AL; <see langword="null"/> without it.</summary>
    public RidgeHead? Compensation { get; private set; }

    /// <inheritdoc/>
    public override long KeptBytes =>
        base.KeptBytes + (Compensation?.Bytes ?? 0) + (_expansion is null ? 0 : TensorBytes.Of(_expansion.get_buffer("weight")!));

    /// <inheritdoc/>
    protected override bool TrainsFirst => options.BaseTraining;

    /// <inheritdoc/>
    protected override FeatureSource Source => options.Features;

    /// <inheritdoc/>
    public override void BeforeStream(ILearningContext context)
    {
        if (options.Compensation > 0 && !context.Boundaries)
        {
            throw Fault("CF0101", "strategy.options.compensation",
                "The second regression learns at the end of an experience, but the stream does not tell where that is",
                "a benchmark with boundaries", "Set the benchmark's boundaries to true, or compensation to 0.");
        }

        base.BeforeStream(context);
    }

    /// <inheritdoc/>
    public override void AfterExperience(ILearningContext context)
    {
        base.AfterExperience(context);
        if (options.Compensation == 0 || Head is null) return;
        Compensation ??= new(Head.Width, options.CompensationGamma, context.Device);
        context.Pass([.. context.Experience.Train.Where(sample => sample.Label >= 0)], new() { Features = true }, (batch, output) =>
        {
            var projected = Features(context, batch, output);
            var labels = tensor(batch.Labels().Select(label => (long)label).ToArray(), device: projected.device);
            var left = nn.functional.one_hot(labels, Head.Classes).to(ScalarType.Float64) - Learned(projected).matmul(Head.Weight);
            if (context.FirstNewLabel > 0) left.narrow(1, 0, Math.Min(context.FirstNewLabel, Head.Classes)).zero_();
            Compensation.Add(projected.tanh(), labels, left);
        });
    }

    /// <inheritdoc/>
    public override void SaveState(StateBag state)
    {
        base.SaveState(state);
        foreach (var (name, value) in Compensation?.State ?? new Dictionary<string, Tensor>()) state.Tensors[CompensationPrefix + name] = value;
    }

    /// <inheritdoc/>
    public override void LoadState(StateBag state, ILearningContext context)
    {
        base.LoadState(state, context);
        Compensation?.Dispose();
        Compensation = null;
        var saved = state.Tensors.Where(pair => pair.Key.StartsWith(CompensationPrefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[CompensationPrefix.Length..], pair => pair.Value, StringComparer.Ordinal);
        if (saved.Count == 0) return;
        Compensation = new(Head!.Width, options.CompensationGamma, context.Device);
        Compensation.Restore(saved);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Compensation?.Dispose();
        _expansion?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override RidgeHead CreateHead(int width, Device device) => new(width, options.Gamma, device);

    /// <inheritdoc/>
    protected override int Width(ILearningContext context) => options.Expansion > 0 ? options.Expansion : base.Width(context);

    /// <inheritdoc/>
    protected override Tensor Features(ILearningContext context, Batch batch, ModelOutput? output)
    {
        var features = base.Features(context, batch, output);
        return options.Expansion == 0
            ? features.to(ScalarType.Float64)
            : Expansion(ref _expansion, features, options.Expansion, random.SeedFor("g-acil"), context.Device).Project(features);
    }

    /// <inheritdoc/>
    protected override Tensor Learned(Tensor features) => options.Expansion == 0 ? features : nn.functional.relu(features);

    /// <inheritdoc/>
    protected override Tensor Scores(Tensor features) => Compensation is null
        ? base.Scores(features)
        : base.Scores(features) + (options.Compensation * Compensation.Scores(features.tanh()));
}

/// <summary>Options of G-ACIL.</summary>
public sealed class GAcilOptions
{
    /// <summary>What is expanded: the model's penultimate features, or the input itself.</summary>
    public FeatureSource Features { get; set; }

    /// <summary>Width of the random expansion, 5000 in the released code; 0 for none. Memory is 8 bytes times its square.</summary>
    [Range(0, 65_536)]
    public int Expansion { get; set; } = 5000;

    /// <summary>The ridge; 100 in G-ACIL, 0.1 in ACIL.</summary>
    [Range(1e-12, 1e12)]
    public double Gamma { get; set; } = 100;

    /// <summary>
    /// The share C of the second regression in the scores, which makes it DS-AL: 0.6 on CIFAR-100 and 1.5 on ImageNet there; 0 for none. It
    /// doubles the memory.
    /// </summary>
    [Range(0.0, 1000.0)]
    public double Compensation { get; set; }

    /// <summary>The ridge of the second regression; 0.1 in DS-AL's scripts, as that of the first.</summary>
    [Range(1e-12, 1e12)]
    public double CompensationGamma { get; set; } = 0.1;

    /// <summary>Whether the engine trains the model in the first experience, as ACIL does with a network that is not pre-trained.</summary>
    public bool BaseTraining { get; set; }
}
