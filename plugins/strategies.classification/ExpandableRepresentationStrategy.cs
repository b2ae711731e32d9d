using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// DER, the dynamically expandable representation (Yan et al., CVPR 2021), without pruning: each experience adds a copy of the
/// newest backbone and freezes the others; a classifier looks at all features, an auxiliary one at the new features alone, with the new
/// classes and one output for all old ones. The base loss + weight · auxiliary loss; afterwards the rows of new classes are aligned.
/// </summary>
/// <param name="options">The options.</param>
[Component("expandable-representation")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "needed")]
[Declares("holds", "a backbone an experience, part of the model")]
[Declares("fits", "class-incremental")]
[Evidence(
    "ExpandableRepresentationTests.Features_of_old_backbones_are_the_very_same_before_and_after_an_experience_and_new_ones_are_learned",
    Table = "comparisons/classification/mnist.json")]
[Needs<IClassifierHead>("features of several backbones are joined under one linear classifier")]
public sealed class ExpandableRepresentationStrategy(ExpandableRepresentationOptions options) : IStrategy, IModelGrowth, IModelBuilder, IPhasePlan
{
    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public void Grow(ILearningContext context, long seed)
    {
        var fresh = context.SeenLabels - context.FirstNewLabel;
        if (fresh > 0) Expansion.AddPart(context, fresh + 1, seed);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Phase> Plan(ILearningContext context, Phase main) => options.Plan(context, main);

    /// <inheritdoc/>
    public ForwardRequest Request(ILearningContext context) =>
        context.Model is ExpandedClassifier ? new() { Features = true } : ForwardRequest.Predictions;

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        if (loss.Learning.Model is ExpandedClassifier expanded) options.AddAuxiliary(loss, expanded);
    }

    /// <inheritdoc/>
    public void AfterExperience(ILearningContext context) => options.Align(context);

    /// <inheritdoc/>
    public JsonObject Describe(IModel model) => Expansion.Describe(model);

    /// <inheritdoc/>
    public IModel Rebuild(ILearningContext context, JsonObject structure) => Expansion.Rebuild(context, structure);
}

/// <summary>Options of DER without pruning.</summary>
public sealed class ExpandableRepresentationOptions : GrowingPartsOptions;
