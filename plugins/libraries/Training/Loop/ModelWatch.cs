namespace PluginHost.Training;

/// <summary>
/// Looks after the tensors that the model registered. TorchSharp lets one vanish without a word when the dispose scope that it was made in
/// ends, and training would go on with less; so whoever does that is named at once.
/// </summary>
/// <param name="context">The learning context, whose model is watched, a replaced one too.</param>
public sealed class ModelWatch(LearningContext context)
{
    private nn.Module? _module;
    private IReadOnlySet<string>? _names;
    private Tensor[] _tensors = [];

    /// <summary>Moves a model that was just built or grown to the job's device, into the job's layout, and remembers its tensors.</summary>
    /// <param name="moment">What was done, such as "Build".</param>
    /// <exception cref="RunFailedException">A tensor died, or one that was there before is gone.</exception>
    public void Settle(string moment)
    {
        var module = context.Model.Module;
        if (!ReferenceEquals(module, _module)) _names = null;
        _module = module;
        var all = ModuleTensors.All(module).Select(entry => entry.Tensor).ToArray();
        // What is alive outlives the engine's own dispose scope, too.
        if (Array.TrueForAll(all, tensor => !tensor.IsInvalid))
            WeightLayout.Apply(ModuleTensors.MoveTo(ModuleTensors.Keep(module), context.Device), context.Options.MemoryFormat);
        Check(moment);
        _names = ModuleTensors.Snapshot(module);
        _tensors = all;
    }

    /// <summary>Looks at every tensor after a hook that may have replaced some, or the model.</summary>
    /// <param name="moment">The hook.</param>
    /// <exception cref="RunFailedException">A tensor died, is gone, or lies on another device.</exception>
    public void Inspect(string moment)
    {
        if (ReferenceEquals(context.Model.Module, _module)) Check(moment);
        else Settle(moment);
    }

    /// <summary>Asks after a hook within a step whether all tensors live; looks closer only where one does not.</summary>
    /// <param name="moment">The hook.</param>
    /// <exception cref="RunFailedException">A tensor died.</exception>
    public void Glance(string moment)
    {
        if (Array.Exists(_tensors, tensor => tensor.IsInvalid)) Check(moment);
    }

    /// <summary>Looks whether the model's values are finite after a hook between steps.</summary>
    /// <param name="moment">When, such as "after AfterEpoch of strategy.ewc".</param>
    /// <exception cref="RunFailedException">Some are not.</exception>
    public void CheckFinite(string moment)
    {
        if (Finite.FirstNot(context.Model.Module.state_dict()) is { } name)
            throw new RunFailedException($"The model's '{name}' is not finite {moment}, in {context.Place}. The last state on disk is finite.");
    }

    private void Check(string moment)
    {
        var problems = ModuleTensors.Check(context.Model.Module, context.Device, _names);
        if (problems.Count == 0) return;
        const int most = 5;
        var more = problems.Count > most ? $"; and {problems.Count - most} more" : "";
        throw new RunFailedException(
            $"After {moment}, the model has a tensor that training cannot use: {string.Join("; ", problems.Take(most))}{more}.");
    }
}
