namespace PluginHost.Plugins.Lwf;

/// <summary>
/// Learning without Forgetting (Li and Hoiem, 2016; design section 5): L + weight · mean distance between the predictions of the model and
/// those of the model of the experience before, on the data at hand.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="run">The run.</param>
public sealed class LwfStrategy(LwfOptions options, IRunContext run)
    : IStrategy, IStreamHooks, IIncrementHooks, ILossTerms, IStateful, IKeepsTensors, IDisposable
{
    private readonly Teacher _teacher = new(run);

    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;

    /// <inheritdoc/>
    public long KeptBytes => _teacher.Bytes;

    /// <inheritdoc/>
    public void BeginStream(ILearningContext context) => _teacher.BeginStream(context);

    /// <inheritdoc/>
    public void BeforeGrowth(ILearningContext context)
    {
        if (options is { Weight: > 0, UnseenClasses: not UnseenClasses.ExpandedCopy }) _teacher.Copy(context);
    }

    /// <inheritdoc/>
    public void BeginExperience(ILearningContext context)
    {
        if (options is { Weight: > 0, UnseenClasses: UnseenClasses.ExpandedCopy } && context.Experience > 0) _teacher.Copy(context);
    }

    /// <inheritdoc/>
    public void AddTerms(LossContext loss)
    {
        if (_teacher.Model is null || Asked(loss) is not { } request) return;
        var student = request.Classes is null ? loss.Student : loss.Learning.Model.Forward(loss.Batch, request);
        var taught = _teacher.Predict(loss.Batch, request);
        loss.Add("distillation", options.Weight, loss.Learning.Task.RowDistillation(student, taught, loss.Batch).mean());
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state) => _teacher.SaveState(state);

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context) => _teacher.LoadState(state, context);

    /// <inheritdoc/>
    public void Dispose() => _teacher.Dispose();

    private ForwardRequest? Asked(LossContext loss)
    {
        var (batch, old) = (loss.Batch, loss.Learning.FirstNewLabel);
        if (options.UnseenClasses == UnseenClasses.ExpandedCopy) return ForwardRequest.Predictions;
        if (options.UnseenClasses == UnseenClasses.OldRows)
            return batch.RowsWhere(source => source.Sample.Label < old) is { Length: > 0 } rows ? new() { Rows = rows } : null;
        return new()
        {
            Rows = [.. Enumerable.Range(0, batch.Rows * old).Select(i => i / old)],
            Classes = [.. Enumerable.Range(0, batch.Rows * old).Select(i => i % old)],
        };
    }
}
