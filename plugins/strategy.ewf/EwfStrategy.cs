namespace PluginHost.Plugins.Ewf;

/// <summary>
/// Endpoints Weight Fusion (Xiao et al., CVPR 2023; design section 5.2): after each experience the weights before and after it are averaged.
/// The fused model is tested and is where the next experience begins.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="run">The run.</param>
public sealed class EwfStrategy(EwfOptions options, IRunContext run)
    : IStrategy, IStreamHooks, IIncrementHooks, ILossTerms, IStateful, IKeepsTensors, IDisposable
{
    private readonly PodSettings _pod = new([1, 2, 4], Square: true, options.PodWeight, MaskWeight: 0);
    private readonly Teacher _before = new(run);
    private IReadOnlyList<string> _maps = [];

    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;

    /// <inheritdoc/>
    public long KeptBytes => _before.Bytes;

    private bool Distils => options is { Pod: true, PodWeight: > 0 };

    /// <inheritdoc/>
    public void BeginStream(ILearningContext context)
    {
        if (Distils) _maps = LocalPod.Maps(context.Model, []);
        _before.BeginStream(context);
    }

    /// <inheritdoc/>
    public void BeforeGrowth(ILearningContext context) => _before.Copy(context);

    /// <inheritdoc/>
    public ForwardRequest Request(ILearningContext context) =>
        Distils && _before.Model is not null ? new() { FeatureMaps = _maps } : ForwardRequest.Predictions;

    /// <inheritdoc/>
    public void AddTerms(LossContext loss)
    {
        if (!Distils || _before.Model is null) return;
        // Feature maps are those of items or of rows and do not depend on the class, so all rows are asked, for a class known to all.
        int[] rows = [.. Enumerable.Range(0, loss.Batch.Rows)];
        var taught = _before.Predict(loss.Batch, new() { Rows = rows, Classes = new int[rows.Length], FeatureMaps = _maps });
        if (LocalPod.Term(loss, taught, _maps, _pod) is { } term) loss.Add("pod", 1, term);
    }

    /// <inheritdoc/>
    public void EndExperience(ILearningContext context)
    {
        if (_before.Model is not { } before) return;
        var alpha = options.Alpha ?? WeightFusion.Alpha(context.SeenLabels - context.FirstNewLabel, context.FirstNewLabel);
        WeightFusion.Fuse(context.Model.Module, before.Module.state_dict(), alpha);
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state) => _before.SaveState(state);

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context) => _before.LoadState(state, context);

    /// <inheritdoc/>
    public void Dispose() => _before.Dispose();
}
