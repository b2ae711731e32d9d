using System.ComponentModel.DataAnnotations;
using PluginHost.Learning.Separation;

namespace PluginHost.Plugins.Plop;

/// <summary>
/// PLOP (Douillard et al., CVPR 2021): the base loss and local POD towards the model of the experience before. There are no pseudo labels, as
/// no task here has a background class.
/// </summary>
/// <param name="options">The options.</param>
[Component("plop")]
[Declares("memory", "exemplars by option")]
[Declares("boundaries", "needed")]
[Declares("holds", "a teacher")]
[Declares("fits", "class-, domain- and task-incremental")]
[Evidence("PodTests.The_term_averages_weighted_layers_and_grows_with_the_classes_seen")]
[Evidence("PodTests.A_map_becomes_the_means_over_width_and_height_of_its_tiles", Table = "comparisons/small/table-1.json")]
[Needs<IFeatureMaps>("local POD compares feature maps")]
public sealed class PlopStrategy(PlopOptions options) : IStrategy
{
    private const string Teacher = "teacher";
    private readonly PodSettings _pod = new(options.Scales, options.Square);
    private IReadOnlyList<string> _maps = [];

    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context)
    {
        if (options.MapWeight > 0) _maps = LocalPod.Maps(context.Model, options.Maps);
    }

    /// <summary>
    /// Copies the teacher after growth, so that it can be asked for new classes with the rows that the student begins
    /// with.
    /// </summary>
    /// <inheritdoc/>
    public void BeforeExperience(ILearningContext context)
    {
        if (context.Experience.Index > 0 && (options.MapWeight > 0 || options.MaskWeight > 0)) context.Freeze(Teacher);
    }

    /// <inheritdoc/>
    public ForwardRequest Request(ILearningContext context) =>
        context.Frozen(Teacher) is null ? ForwardRequest.Predictions : new() { FeatureMaps = _maps };

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        if (loss.Learning.Frozen(Teacher) is not { } teacher) return;
        var taught = teacher.PredictWithoutGradient(loss.Batch, new() { FeatureMaps = _maps });
        var layers = _maps.Select(map => new PodLayer(map, options.MapWeight));
        if (teacher is IMaskPrediction) layers = layers.Append(new(SeparationKeys.Masks, options.MaskWeight));
        if (LocalPod.Term(loss, taught, layers, _pod) is { } term) loss.Add("pod", 1, term);
    }
}

/// <summary>Options of PLOP.</summary>
public sealed class PlopOptions : ICheckedOptions
{
    /// <summary>Factor of the distance between feature maps.</summary>
    [Range(0.0, 1000.0)]
    public double MapWeight { get; set; } = 0.001;

    /// <summary>Factor of the distance between predicted masks, for models that predict masks.</summary>
    [Range(0.0, 1000.0)]
    public double MaskWeight { get; set; } = 0.00005;

    /// <summary>Numbers of tiles per axis, each from 1 to 64.</summary>
    [MinLength(1)]
    public IReadOnlyList<int> Scales { get; set; } = [1, 2, 4];

    /// <summary>Whether values are squared before they are pooled.</summary>
    public bool Square { get; set; } = true;

    /// <summary>Feature maps to compare, with or without 'map.'; none for all that the model gives.</summary>
    public IReadOnlyList<string> Maps { get; set; } = [];

    /// <summary>Whether exemplars of old classes join the training list.</summary>
    public bool UseMemory { get; set; }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (Scales.All(scale => scale is >= 1 and <= 64)) yield break;
        yield return new()
        {
            Code = "PL0001",
            Where = "scales",
            What = $"Scales are [{string.Join(", ", Scales)}]",
            Expected = "numbers from 1 to 64",
            Fix = "The original has [1, 2, 4].",
        };
    }
}
