namespace PluginHost.Plugins.ContavSep;

/// <summary>
/// ContAV-Sep (Pian et al., NeurIPS 2024; design section 4): replay, mask distillation from the model of the experience before on old
/// rows, and
/// contrastive terms that keep the similarities between modalities, at the level of instances and of classes.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="run">The run, to know whether it resumes.</param>
public sealed class ContavSepStrategy(ContavSepOptions options, IRunContext run)
    : IStrategy, IStreamHooks, IIncrementHooks, ILossTerms, IStateful, IKeepsTensors, IDisposable
{
    private Teacher? _teacher;
    private IModel? _blank;

    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;

    /// <inheritdoc/>
    public long KeptBytes => _teacher?.Model.Bytes ?? 0;

    private bool Contrasts => options.InstanceWeight > 0 || options.ClassWeight > 0;

    /// <summary>
    /// Keeps an ungrown copy of the model in a resumed run: a teacher has fewer classes than the model restored beside it.
    /// </summary>
    /// <inheritdoc/>
    public void BeginStream(ILearningContext context)
    {
        if (run.Resume) _blank = CopyOf(context.Model);
    }

    /// <inheritdoc/>
    public void BeforeGrowth(ILearningContext context)
    {
        DropBlank();
        _teacher?.Dispose();
        _teacher = new(CopyOf(context.Model), options.TeacherMode);
    }

    /// <inheritdoc/>
    public ForwardRequest Request(ILearningContext context) => new() { Embeddings = Active(context) };

    /// <inheritdoc/>
    public void AddTerms(LossContext loss)
    {
        var firstNew = loss.Learning.FirstNewLabel;
        var oldRows = loss.Batch.RowsWhere(source => source.Sample.Label < firstNew);
        var contrasts = Active(loss.Learning);
        var embedsTeacher = contrasts && options.TeacherEmbeddings;
        ModelOutput? taught = null;
        if (_teacher is { } teacher && oldRows.Length > 0 && (options.DistillationWeight > 0 || embedsTeacher))
            taught = teacher.Predict(loss.Batch, oldRows, embedsTeacher);
        if (taught is not null && options.DistillationWeight > 0)
        {
            var distances = loss.Learning.Task.RowDistillation(loss.Student, taught, loss.Batch);
            loss.Add("distillation", options.DistillationWeight, distances.mean());
        }

        if (contrasts) AddContrast(loss, oldRows, embedsTeacher ? taught : null);
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state)
    {
        if (_teacher is not { } teacher) return;
        state.Json["teacherClasses"] = teacher.Model.Classes;
        foreach (var (name, tensor) in teacher.Model.Module.state_dict()) state.Tensors[name] = tensor;
    }

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        _teacher?.Dispose();
        _teacher = null;
        if ((int?)state.Json["teacherClasses"] is { } classes)
        {
            var model = _blank ?? throw new InvalidDataException("A teacher can be restored only in a run that resumes.");
            _blank = null;
            if (classes > model.Classes) model.Grow(classes, seed: 0);
            ModuleTensors.MoveTo(ModuleTensors.Keep(model.Module), context.Device);
            model.Module.load_state_dict(state.Tensors);
            _teacher = new(model, options.TeacherMode);
        }

        DropBlank();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _teacher?.Dispose();
        DropBlank();
    }

    // It outlives the hook that makes it, and so the hook's dispose scope.
    private static IModel CopyOf(IModel model)
    {
        var copy = model.Clone();
        ModuleTensors.Keep(copy.Module);
        return copy;
    }

    private bool Active(ILearningContext context) => Contrasts && (options.ContrastiveFromStart || context.Experience > 0);

    private void AddContrast(LossContext loss, int[] oldRows, ModelOutput? taught)
    {
        var batch = loss.Batch;
        var newRows = batch.RowsWhere(source => source.Sample.Label >= loss.Learning.FirstNewLabel);
        int[] order = [.. newRows, .. oldRows];
        int[] rows = taught is null ? order : [.. order, .. oldRows];
        var embeddings = ((ICrossModalEmbeddings)loss.Learning.Model).EmbeddingKeys.Select(key =>
        {
            var student = loss.Student.Pick(key, order);
            var all = taught is null ? student : cat([student, taught.Pick(key, oldRows).detach()], 0);
            return all.to(ScalarType.Float32);
        }).ToArray();
        var device = embeddings[0].device;
        var instances = CrossModalContrast.Positives([.. rows.Select(row => batch.RowSources[row].Sample.Id)], ScalarType.Float32, device);
        var classes = CrossModalContrast.Positives([.. rows.Select(row => batch.RowSources[row].Sample.Label)], ScalarType.Float32, device);
        var values = CrossModalContrast.Losses(embeddings, [instances, classes], options.Temperature);
        loss.Add("instance", options.InstanceWeight, values[0]);
        loss.Add("class", options.ClassWeight, values[1]);
    }

    private void DropBlank()
    {
        _blank?.Dispose();
        _blank = null;
    }
}
