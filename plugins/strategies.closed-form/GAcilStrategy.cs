namespace PluginHost.Plugins.ClosedForm;

/// <summary>
/// G-ACIL: ridge regression over a random expansion of frozen features, learned recursively without any gradient. Zhuang et al., "G-ACIL:
/// Analytic Learning for Exemplar-Free Generalized Class Incremental Learning", 2024. For a chunk (X, Y) of expanded features and one-hot
/// classes R &lt;- R - R X^T (I + X R X^T)^-1 X R, then W &lt;- W + R X^T (Y - X W), from R = I / gamma. Classes may come back; the result
/// is the joint ridge regression of all samples, whatever their order.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="random">Draws the expansion.</param>
[Component("g-acil")]
[Declares("memory", "none")]
[Declares("boundaries", "not needed without base training")]
[Declares("holds", "the inverse of the features' autocorrelation and a random expansion")]
[Declares("fits", "class-incremental, generalised; online")]
[Evidence("GAcilTests.Weights_and_expansion_are_counted")]
[Needs<IPenultimateFeatures>("the ridge regression is over features")]
public sealed class GAcilStrategy(GAcilOptions options, RandomSource random) : ClosedFormStrategy<RidgeHead>
{
    private RandomExpansion? _expansion;

    /// <inheritdoc/>
    public override long KeptBytes => base.KeptBytes + (_expansion is null ? 0 : TensorBytes.Of(_expansion.get_buffer("weight")!));

    /// <inheritdoc/>
    protected override bool TrainsFirst => options.BaseTraining;

    /// <inheritdoc/>
    protected override FeatureSource Source => options.Features;

    /// <inheritdoc/>
    public override void Dispose()
    {
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
            ? features
            : Expand(ref _expansion, features, options.Expansion, random.SeedFor("g-acil"), context.Device);
    }
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

    /// <summary>Whether the engine trains the model in the first experience, as ACIL does with a network that is not pre-trained.</summary>
    public bool BaseTraining { get; set; }
}
