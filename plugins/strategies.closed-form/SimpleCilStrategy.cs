namespace PluginHost.Plugins.ClosedForm;

/// <summary>
/// SimpleCIL: the mean feature of each class under a frozen model is its row of a cosine classifier, and nothing is trained. Zhou et al.,
/// "Revisiting Class-Incremental Learning with Pre-Trained Models: Generalizability and Adaptivity are All You Need", IJCV 2024.
/// </summary>
[Component("simple-cil")]
[Declares("memory", "none")]
[Declares("boundaries", "not needed")]
[Declares("holds", "class means")]
[Declares("fits", "class-incremental with a frozen backbone")]
[Evidence("AperTests.The_class_of_the_largest_cosine_is_predicted", Table = "comparisons/classification/pictures.json")]
[Needs<IPenultimateFeatures>("class means are means of features")]
public sealed class SimpleCilStrategy : ClosedFormStrategy<NearestMeanHead>
{
    /// <inheritdoc/>
    protected override NearestMeanHead CreateHead(int width, Device device) => new(width, MeanDistance.Cosine, device: device);
}
