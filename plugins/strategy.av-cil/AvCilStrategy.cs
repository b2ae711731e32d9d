namespace PluginHost.Plugins.AvCil;

/// <summary>
/// AV-CIL (Pian et al., ICCV 2023) adapted to separation (design section 5.3): replay, distillation of old rows, and contrasts
/// between sound and the other modalities of the student alone. Visual attention is not distilled.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="run">The run.</param>
public sealed class AvCilStrategy(AvCilOptions options, IRunContext run)
    : IStrategy, IStreamHooks, IIncrementHooks, ILossTerms, IStateful, IKeepsTensors, IDisposable
{
    private readonly Teacher _teacher = new(run);

    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;

    /// <inheritdoc/>
    public long KeptBytes => _teacher.Bytes;

    private bool Contrasts => options.InstanceWeight > 0 || options.ClassWeight > 0;

    /// <inheritdoc/>
    public void BeginStream(ILearningContext context) => _teacher.BeginStream(context);

    /// <inheritdoc/>
    public void BeforeGrowth(ILearningContext context)
    {
        if (options.DistillationWeight > 0) _teacher.Copy(context);
    }

    /// <inheritdoc/>
    public ForwardRequest Request(ILearningContext context) => new() { Embeddings = Contrasts };

    /// <inheritdoc/>
    public void AddTerms(LossContext loss)
    {
        var (batch, firstNew) = (loss.Batch, loss.Learning.FirstNewLabel);
        if (_teacher.Model is not null && batch.RowsWhere(source => source.Sample.Label < firstNew) is { Length: > 0 } rows)
        {
            var taught = _teacher.Predict(batch, new() { Rows = rows });
            loss.Add("distillation", options.DistillationWeight, loss.Learning.Task.RowDistillation(loss.Student, taught, batch).mean());
        }

        if (Contrasts) AddContrasts(loss);
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state) => _teacher.SaveState(state);

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context) => _teacher.LoadState(state, context);

    /// <inheritdoc/>
    public void Dispose() => _teacher.Dispose();

    private void AddContrasts(LossContext loss)
    {
        var keys = ((ICrossModalEmbeddings)loss.Learning.Model).EmbeddingKeys;
        var sound = keys.FirstOrDefault(key => key == OutputKeys.AudioEmbedding) ?? keys[0];
        var labels = loss.Batch.Labels();
        var (instances, classes) = (new List<Tensor>(), new List<Tensor>());
        foreach (var key in keys.Where(key => key != sound))
        {
            var log = AudioVisualContrast.LogProbabilities(Rows(sound), Rows(key), options.Temperature);
            instances.Add(AudioVisualContrast.Instances(log));
            classes.Add(AudioVisualContrast.Classes(log, labels, options.DivideByPositives));
        }

        loss.Add("instance", options.InstanceWeight, stack(instances).mean());
        loss.Add("class", options.ClassWeight, stack(classes).mean());

        Tensor Rows(string key) => loss.Student[key].to(ScalarType.Float32);
    }
}
