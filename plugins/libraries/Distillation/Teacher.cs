namespace PluginHost.Distillation;

/// <summary>A frozen copy of the model, taken when the strategy says so; its state lets a resumed run go on bit for bit.</summary>
/// <param name="run">The run, to know whether it resumes.</param>
public sealed class Teacher(IRunContext run) : IDisposable
{
    private const string Prefix = "teacher/";
    private IModel? _blank;

    /// <summary>The copy, or <see langword="null"/> before the first one.</summary>
    public IModel? Model { get; private set; }

    /// <summary>The copy's size in bytes; 0 before the first one.</summary>
    public long Bytes => Model?.Bytes ?? 0;

    /// <summary>
    /// To be called from the hook of the same name: keeps an ungrown copy in a resumed run, as a teacher may have fewer
    /// classes.
    /// </summary>
    public void BeginStream(ILearningContext context)
    {
        if (run.Resume) _blank = CopyOf(context.Model);
    }

    /// <summary>Replaces the copy by one of the model as it is now.</summary>
    public void Copy(ILearningContext context)
    {
        Dispose();
        Model = CopyOf(context.Model);
    }

    /// <summary>Predicts without gradient, in eval mode: running statistics in batch normalisation, no dropout.</summary>
    public ModelOutput Predict(Batch batch, ForwardRequest request)
    {
        var model = Model ?? throw new InvalidOperationException("There is no teacher yet.");
        using var noGrad = no_grad();
        model.Module.eval();
        return model.Forward(batch, request);
    }

    /// <summary>Saves the copy.</summary>
    public void SaveState(StateBag state)
    {
        if (Model is not { } model) return;
        state.Json["teacherClasses"] = model.Classes;
        foreach (var (name, tensor) in model.Module.state_dict()) state.Tensors[Prefix + name] = tensor;
    }

    /// <summary>Restores the copy.</summary>
    public void LoadState(StateBag state, ILearningContext context)
    {
        Model?.Dispose();
        Model = null;
        if ((int?)state.Json["teacherClasses"] is { } classes)
        {
            var model = _blank ?? throw new InvalidDataException("A teacher can be restored only in a run that resumes.");
            _blank = null;
            if (classes > model.Classes) model.Grow(classes, seed: 0);
            ModuleTensors.MoveTo(ModuleTensors.Keep(model.Module), context.Device);
            model.Module.load_state_dict(state.Tensors.Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal))
                .ToDictionary(pair => pair.Key[Prefix.Length..], pair => pair.Value, StringComparer.Ordinal));
            Model = model;
        }

        _blank?.Dispose();
        _blank = null;
    }

    /// <summary>Copies a model within a hook: the copy outlives the hook's dispose scope.</summary>
    /// <param name="model">The model.</param>
    private static IModel CopyOf(IModel model)
    {
        var copy = model.Clone();
        ModuleTensors.Keep(copy.Module);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Model?.Dispose();
        _blank?.Dispose();
        Model = _blank = null;
    }
}
