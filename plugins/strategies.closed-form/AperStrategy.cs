namespace PluginHost.Plugins.ClosedForm;

/// <summary>How APER adapts the model.</summary>
public enum AdaptedBy
{
    /// <summary>All weights.</summary>
    Full,

    /// <summary>Factor and summand after each operation, near the identity at first (Lian et al., 2022).</summary>
    Ssf,

    /// <summary>A bottleneck beside each block's MLP (Chen et al., 2022).</summary>
    Adapter,

    /// <summary>Factor and summand per feature map, the identity at first.</summary>
    Film,

    /// <summary>Learned tokens at every block (Jia et al., 2022).</summary>
    Prompt,
}

/// <summary>
/// APER, also called ADAM: the first experience tunes a copy of the pre-trained model, and class means of [pre-trained ; adapted] features
/// are the rows of a cosine classifier. Zhou et al., "Revisiting Class-Incremental Learning with Pre-Trained Models: Generalizability and
/// Adaptivity are All You Need", IJCV 2024.
/// </summary>
/// <param name="options">The options.</param>
[Component("aper")]
[Declares("memory", "none")]
[Declares("boundaries", "needed")]
[Declares("holds", "class means and the model before adaptation")]
[Declares("fits", "class-incremental with a pre-trained backbone")]
[Evidence(
    "AperTests.Rows_are_class_means_of_the_features_before_and_after_tuning_side_by_side",
    Table = "comparisons/classification/pictures.json")]
[Needs<IPenultimateFeatures>("class means are means of features")]
[Needs<ITunable>("the first experience tunes the model")]
public sealed class AperStrategy(AperOptions options) : ClosedFormStrategy<NearestMeanHead>
{
    private const string Pretrained = "pretrained";

    /// <inheritdoc/>
    protected override bool TrainsFirst => true;

    /// <inheritdoc/>
    protected override string Tuning => options.Tuning switch
    {
        AdaptedBy.Full => "full",
        AdaptedBy.Ssf => "ssf",
        AdaptedBy.Adapter => "adapter",
        AdaptedBy.Film => "film",
        _ => "prompt",
    };

    /// <inheritdoc/>
    public override void BeforeStream(ILearningContext context)
    {
        context.Freeze(Pretrained);
        base.BeforeStream(context);
    }

    /// <inheritdoc/>
    protected override NearestMeanHead CreateHead(int width, Device device) => new(width, MeanDistance.Cosine, device: device);

    /// <inheritdoc/>
    protected override int Width(ILearningContext context) => 2 * base.Width(context);

    /// <inheritdoc/>
    protected override Tensor Features(ILearningContext context, Batch batch, ModelOutput? output)
    {
        var before = context.Frozen(Pretrained)!.Forward(batch, new() { Features = true });
        return cat([before[OutputKeys.Features], output![OutputKeys.Features]], 1);
    }
}

/// <summary>Options of APER.</summary>
public sealed class AperOptions
{
    /// <summary>What the first experience tunes: full, ssf, adapter, film or prompt. The model must offer it.</summary>
    public AdaptedBy Tuning { get; set; }
}
