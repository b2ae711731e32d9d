using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// MEMO, memory-efficient expandable model (Zhou et al., ICLR 2023): the network is cut into generalised stages, which all experiences share,
/// and specialised ones, of which each experience adds a copy and freezes the others. A classifier looks at all features, an auxiliary one at
/// the new features alone, with the new classes and one output for all old ones. The base loss + weight · auxiliary loss; afterwards the rows
/// of new classes are aligned.
/// </summary>
/// <param name="options">The options.</param>
[Component("memo")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "needed")]
[Declares("holds", "the last stages once an experience, part of the model")]
[Declares("fits", "class-incremental")]
[Evidence(
    "MemoTests.Old_branches_and_the_trunk_give_what_they_gave_and_the_new_branch_begins_as_the_newest_and_learns",
    Table = "comparisons/classification/mnist.json")]
[Needs<IStagedFeatures>("the network is cut into shared and specialised stages")]
[Needs<IClassifierHead>("features of several branches are joined under one linear classifier")]
public sealed class MemoStrategy(MemoOptions options) : IStrategy, IModelGrowth, IModelBuilder, IPhasePlan
{
    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context)
    {
        var stages = ((IStagedFeatures)context.Model).StageNames;
        if (options.Specialised >= stages.Count)
        {
            throw Refusal.Of(
                $"MEMO copies the last {options.Specialised} stages and shares those before, and the model has {stages.Count} in all: "
                + string.Join(", ", stages),
                "Set strategy.options.specialised to less, or choose a deeper model.");
        }
    }

    /// <inheritdoc/>
    public void Grow(ILearningContext context, long seed)
    {
        var fresh = context.SeenLabels - context.FirstNewLabel;
        if (fresh == 0) return;
        if (context.Model is BranchedClassifier branched)
        {
            branched.Expand(context.SeenLabels, fresh + 1, seed);
            return;
        }

        var head = (IClassifierHead)context.Model;
        var joined = Branched(context.Model, 2, context.SeenLabels, fresh + 1, seed);
        joined.TakeRows(head.Weight, head.Bias);
        context.ReplaceModel(joined);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Phase> Plan(ILearningContext context, Phase main) => options.Plan(context, main);

    /// <inheritdoc/>
    public ForwardRequest Request(ILearningContext context) =>
        context.Model is BranchedClassifier ? new() { Features = true } : ForwardRequest.Predictions;

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        if (loss.Learning.Model is BranchedClassifier branched) options.AddAuxiliary(loss, branched);
    }

    /// <inheritdoc/>
    public void AfterExperience(ILearningContext context) => options.Align(context);

    /// <inheritdoc/>
    public JsonObject Describe(IModel model) => model is BranchedClassifier branched
        ? new() { ["branches"] = branched.Branches, ["classes"] = branched.Classes, ["auxiliary"] = branched.AuxiliaryOutputs }
        : new() { ["classes"] = model.Classes };

    /// <inheritdoc/>
    public IModel Rebuild(ILearningContext context, JsonObject structure)
    {
        var classes = (int)structure["classes"]!;
        if (structure["branches"] is { } branches) return Branched(context.Model, (int)branches, classes, (int)structure["auxiliary"]!, seed: 0);
        var copy = context.Model.Clone();
        if (classes > copy.Classes) copy.Grow(classes, seed: 0);
        return copy;
    }

    private BranchedClassifier Branched(IModel model, int branches, int classes, int auxiliary, long seed)
    {
        var staged = (IStagedFeatures)model;
        var count = staged.StageNames.Count;
        var shared = count - options.Specialised;
        return new(
            staged.CopyStages(0, shared), [.. Enumerable.Range(0, branches).Select(_ => staged.CopyStages(shared, count))],
            staged.FeatureSize, classes, auxiliary, options.TrainShared, seed);
    }
}

/// <summary>Options of MEMO.</summary>
public sealed class MemoOptions : GrowingPartsOptions
{
    /// <summary>How many of the last stages are specialised; the original's 2 of a ResNet are its last group of blocks and the pooling.</summary>
    [Range(1, 1000)]
    public int Specialised { get; set; } = 2;

    /// <summary>Whether shared stages go on learning after the first experience, as the released configurations have it.</summary>
    public bool TrainShared { get; set; } = true;
}
