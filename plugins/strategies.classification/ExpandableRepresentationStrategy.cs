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
    "ExpandableRepresentationTests.Features_of_old_backbones_are_the_very_same_before_and_after_an_experience_and_new_ones_are_learned")]
[Needs<IClassifierHead>("features of several backbones are joined under one linear classifier")]
public sealed class ExpandableRepresentationStrategy(ExpandableRepresentationOptions options) : IStrategy, IModelGrowth, IModelBuilder
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
    public ForwardRequest Request(ILearningContext context) =>
        context.Model is ExpandedClassifier ? new() { Features = true } : ForwardRequest.Predictions;

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        if (loss.Learning.Model is not ExpandedClassifier expanded) return;
        // Old classes together are 0, new ones 1, 2 and so on.
        var firstNew = loss.Learning.SeenLabels - (expanded.AuxiliaryOutputs - 1);
        long[] targets = [.. loss.Batch.Labels().Select(label => (long)Math.Max(0, label - firstNew + 1))];
        var scores = expanded.ClassifyNewest(loss.Student[OutputKeys.Features]);
        loss.Add("auxiliary", options.AuxiliaryWeight, nn.functional.cross_entropy(scores, tensor(targets, device: scores.device)));
    }

    /// <inheritdoc/>
    public void AfterExperience(ILearningContext context)
    {
        if (options.Align && context.AlignsRows()) WeightAlignment.Align(((IClassifierHead)context.Model).Weight, context.FirstNewLabel);
    }

    /// <inheritdoc/>
    public JsonObject Describe(IModel model) => Expansion.Describe(model);

    /// <inheritdoc/>
    public IModel Rebuild(ILearningContext context, JsonObject structure) => Expansion.Rebuild(context, structure);
}

/// <summary>Options of DER without pruning.</summary>
public sealed class ExpandableRepresentationOptions
{
    /// <summary>Weight of the auxiliary loss; 1 in the original.</summary>
    [Range(0.0, 1000.0)]
    public double AuxiliaryWeight { get; set; } = 1;

    /// <summary>
    /// Whether the rows of new classes are aligned after the experience, as PyCIL does; the original retrains the classifier on
    /// balanced samples.
    /// </summary>
    public bool Align { get; set; } = true;
}
