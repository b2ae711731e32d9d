using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Ewf;

/// <summary>
/// Endpoints Weight Fusion (Xiao et al., CVPR 2023): after each experience the weights before and after it are averaged. The fused model is
/// tested and is where the next experience begins.
/// </summary>
/// <param name="options">The options.</param>
[Component("ewf")]
[Declares("memory", "exemplars by option")]
[Declares("boundaries", "needed")]
[Declares("holds", "a teacher")]
[Declares("fits", "class-, domain- and task-incremental")]
[Evidence("EwfTests.What_was_there_before_is_fused_and_new_rows_and_counters_are_kept", Table = "comparisons/small/table-1.json")]
public sealed class EwfStrategy(EwfOptions options) : IStrategy
{
    private const string Before = "before";
    private IReadOnlyList<string> _maps = [];

    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;

    private bool Distils => options is { Pod: true, PodWeight: > 0 };

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context)
    {
        if (Distils) _maps = LocalPod.Maps(context.Model, []);
    }

    /// <inheritdoc/>
    public void BeforeGrowth(ILearningContext context) => context.Freeze(Before);

    /// <inheritdoc/>
    public ForwardRequest Request(ILearningContext context) =>
        Distils && context.Frozen(Before) is not null ? new() { FeatureMaps = _maps } : ForwardRequest.Predictions;

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        if (!Distils || loss.Learning.Frozen(Before) is not { } before) return;
        // Feature maps are those of items or of rows and do not depend on the class, so all rows are asked, for a class known to all.
        int[] rows = [.. Enumerable.Range(0, loss.Batch.Rows)];
        var taught = before.PredictWithoutGradient(loss.Batch, new() { Rows = rows, Classes = new int[rows.Length], FeatureMaps = _maps });
        var layers = _maps.Select(map => new PodLayer(map, options.PodWeight));
        if (LocalPod.Term(loss, taught, layers, PodSettings.Original) is { } term) loss.Add("pod", 1, term);
    }

    /// <inheritdoc/>
    public void AfterExperience(ILearningContext context)
    {
        if (context.Frozen(Before) is not { } before) return;
        var alpha = options.Alpha ?? WeightFusion.Alpha(context.SeenLabels - context.FirstNewLabel, context.FirstNewLabel);
        WeightFusion.Fuse(context.Model.Module, before.Module.state_dict(), alpha);
    }
}

/// <summary>Options of EWF.</summary>
public sealed class EwfOptions
{
    /// <summary>Share of the weights after the experience; none for sqrt(new classes / classes seen), 1 for no fusion.</summary>
    [Range(0.0, 1.0)]
    public double? Alpha { get; set; }

    /// <summary>Whether local POD distils feature maps in training, as when EWF is put on top of PLOP.</summary>
    public bool Pod { get; set; }

    /// <summary>Factor of feature maps in local POD, if pod is true.</summary>
    [Range(0.0, 1000.0)]
    public double PodWeight { get; set; } = 0.01;

    /// <summary>Whether exemplars of old classes join the training list.</summary>
    public bool UseMemory { get; set; }
}
