namespace PluginHost.Plugins.Plop;

/// <summary>
/// PLOP (Douillard et al., CVPR 2021) without pseudo labels, as separation has no background class (design sections 5 and 5.1):
/// the base loss and local POD towards the model of the experience before.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="run">The run.</param>
public sealed class PlopStrategy(PlopOptions options, IRunContext run)
    : IStrategy, IStreamHooks, IIncrementHooks, ILossTerms, IStateful, IKeepsTensors, IDisposable
{
    private readonly PodSettings _pod = new(options.Scales, options.Square, options.MapWeight, options.MaskWeight);
    private readonly Teacher _teacher = new(run);
    private IReadOnlyList<string> _maps = [];

    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;

    /// <inheritdoc/>
    public long KeptBytes => _teacher.Bytes;

    /// <inheritdoc/>
    public void BeginStream(ILearningContext context)
    {
        _maps = options.MapWeight > 0 ? LocalPod.Maps(context.Model, options.Maps) : [];
        _teacher.BeginStream(context);
    }

    /// <summary>
    /// Copies the teacher after growth, so that it can be asked for new classes with the rows that the student begins
    /// with.
    /// </summary>
    /// <inheritdoc/>
    public void BeginExperience(ILearningContext context)
    {
        if (context.Experience > 0 && (options.MapWeight > 0 || options.MaskWeight > 0)) _teacher.Copy(context);
    }

    /// <inheritdoc/>
    public ForwardRequest Request(ILearningContext context) =>
        _teacher.Model is null ? ForwardRequest.Predictions : new() { FeatureMaps = _maps };

    /// <inheritdoc/>
    public void AddTerms(LossContext loss)
    {
        if (_teacher.Model is null) return;
        var taught = _teacher.Predict(loss.Batch, new() { FeatureMaps = _maps });
        if (LocalPod.Term(loss, taught, _maps, _pod) is { } term) loss.Add("pod", 1, term);
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state) => _teacher.SaveState(state);

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context) => _teacher.LoadState(state, context);

    /// <inheritdoc/>
    public void Dispose() => _teacher.Dispose();
}
