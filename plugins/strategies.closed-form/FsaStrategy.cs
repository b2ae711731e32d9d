namespace PluginHost.Plugins.ClosedForm;

/// <summary>How the body is trained in the first session.</summary>
public enum BodyTuning
{
    /// <summary>All weights: FSA.</summary>
    Full,

    /// <summary>A factor and a summand per feature map: FSA-FiLM.</summary>
    Film,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>
/// First session adaptation (FSA): the first experience trains the body, linear discriminant analysis classifies ever after. Panos et al.,
/// "First Session Adaptation: A Strong Replay-Free Baseline for Class-Incremental Learning", ICCV 2023. With Sigma = Cov + ridge I, the
/// score of class c is mu_c^T Sigma^-1 x - 1/2 mu_c^T Sigma^-1 mu_c. Sums take the place of stored samples. The model's own head, with dropout
/// before it, is what the body is trained under; after the first experience it is not used.
/// </summary>
/// <param name="options">The options.</param>
[Component("fsa")]
[Declares("memory", "none")]
[Declares("boundaries", "not needed without base training")]
[Declares("holds", "class means and one covariance")]
[Declares("fits", "class-incremental; online without base training")]
[Evidence(
    "DiscriminantTests.FSA_gives_the_tested_letters_the_classes_that_scikit_learn_gives_them",
    Table = "comparisons/classification/mnist.json")]
[Needs<IPenultimateFeatures>("the discriminant analysis is over features")]
public sealed class FsaStrategy(FsaOptions options) : ClosedFormStrategy<DiscriminantHead>
{
    /// <inheritdoc/>
    public override void BeforeStream(ILearningContext context)
    {
        if (TrainsFirst && options.Dropout > 0 && context.Model is not IClassifierHead)
        {
            throw Fault("CF0104", "strategy.options.dropout", "The model's head cannot be applied to features alone",
                "a classifier with a head of its own, such as 'resnet', or dropout 0");
        }

        base.BeforeStream(context);
    }

    /// <inheritdoc/>
    public override ForwardRequest Request(ILearningContext context) =>
        DropsOut(context) ? new() { Features = true } : base.Request(context);

    /// <summary>Puts the loss behind dropout in the place of the base loss while the body is trained.</summary>
    /// <inheritdoc/>
    public override void AddLosses(LossContext loss)
    {
        var learning = loss.Learning;
        if (!DropsOut(learning)) return;
        var features = nn.functional.dropout(loss.Student[OutputKeys.Features], options.Dropout, training: true);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [OutputKeys.Logits] = ((IClassifierHead)learning.Model).Classify(features),
        };
        loss.SetBase(1, learning.Task.RowLoss(new(loss.Student.Rows, tensors), loss.Batch).mean());
    }

    /// <inheritdoc/>
    protected override bool TrainsFirst => options.Tuning != BodyTuning.None;

    /// <inheritdoc/>
    protected override string? Tuning => options.Tuning switch
    {
        BodyTuning.Full => "full",
        BodyTuning.Film => "film",
        _ => null,
    };

    /// <inheritdoc/>
    protected override FeatureSource Source => options.Features;

    /// <inheritdoc/>
    protected override DiscriminantHead CreateHead(int width, Device device) =>
        new(width, new() { Covariance = options.Covariance, Ridge = options.Ridge }, device);

    private bool DropsOut(ILearningContext context) => TrainsFirst && options.Dropout > 0 && context.Experience.Index == 0;
}

/// <summary>Options of FSA.</summary>
public sealed class FsaOptions : ICheckedOptions
{
    /// <summary>What the first session trains: full (all weights), film, or none.</summary>
    public BodyTuning Tuning { get; set; }

    /// <summary>What is classified: the model's penultimate features, or the input itself.</summary>
    public FeatureSource Features { get; set; }

    /// <summary>
    /// Around what samples scatter: within-class (their class's mean), or total (the mean of all, as in the released code).
    /// </summary>
    public SharedCovariance Covariance { get; set; }

    /// <summary>The multiple of the identity that is added to the covariance; 1 in the released code.</summary>
    [Range(0.0, 1e12)]
    public double Ridge { get; set; } = 1;

    /// <summary>The share of features that are dropped before the head in the first session; 0.5 in the released code.</summary>
    [Range(0.0, 0.99)]
    public double Dropout { get; set; } = 0.5;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (Features != FeatureSource.Input || Tuning == BodyTuning.None) yield break;
        yield return new()
        {
            Code = "CF0001",
            Severity = FindingSeverity.Warning,
            Where = "features",
            What = "The input itself is classified, so that training the body changes nothing",
            Expected = "tuning none, or features penultimate",
        };
    }
}
