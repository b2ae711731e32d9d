namespace PluginHost.Plugins.ClosedForm;

/// <summary>
/// Streaming linear discriminant analysis (SLDA): running class means and one shared covariance of frozen features. Hayes and Kanan,
/// "Lifelong Machine Learning with Deep Streaming Linear Discriminant Analysis", CVPR Workshops 2020: Lambda = ((1 - e) Sigma + e I)^-1,
/// scores mu_c^T Lambda x - 1/2 mu_c^T Lambda mu_c. Kept as sums, so that it equals the batch formula for any order.
/// </summary>
/// <param name="options">The options.</param>
[Component("slda")]
[Declares("memory", "none")]
[Declares("boundaries", "not needed without base training")]
[Declares("holds", "class means and one covariance")]
[Declares("fits", "class-incremental with a frozen backbone; online")]
[Evidence(
    "DiscriminantTests.Streaming_LDA_of_a_task_free_stream_equals_the_batch_formula",
    Table = "comparisons/classification/mnist.json")]
[Needs<IPenultimateFeatures>("the discriminant analysis is over features")]
public sealed class SldaStrategy(SldaOptions options) : ClosedFormStrategy<DiscriminantHead>
{
    /// <inheritdoc/>
    protected override bool TrainsFirst => options.BaseTraining;

    /// <inheritdoc/>
    protected override FeatureSource Source => options.Features;

    /// <inheritdoc/>
    protected override DiscriminantHead CreateHead(int width, Device device) => new(width, new() { Shrinkage = options.Shrinkage }, device);
}

/// <summary>Options of streaming LDA.</summary>
public sealed class SldaOptions
{
    /// <summary>What is classified: the model's penultimate features, or the input itself.</summary>
    public FeatureSource Features { get; set; }

    /// <summary>The share e of the identity in the covariance; 1e-4 in the paper.</summary>
    [Range(0.0, 1.0)]
    public double Shrinkage { get; set; } = 1e-4;

    /// <summary>Whether the engine trains the model in the first experience, for a network that is not pre-trained.</summary>
    public bool BaseTraining { get; set; }
}
