using PluginHost.Tensors;

namespace PluginHost.Plugins.Continual;

/// <summary>
/// Looks after the tensors that the model registered. TorchSharp lets one vanish without a word when the dispose scope that it was made in
/// ends, and training would go on with less; so whoever does that is named at once.
/// </summary>
internal sealed class ModelWatch(IModel model, Device device)
{
    private IReadOnlySet<string>? _names;
    private Tensor[] _tensors = [];

    /// <summary>Moves a model that was just built or grown to the job's device and remembers its tensors.</summary>
    /// <param name="moment">What was done, such as "Build".</param>
    /// <exception cref="RunFailedException">A tensor died, or one that was there before is gone.</exception>
    public void Settle(string moment)
    {
        var all = ModuleTensors.All(model.Module).ToArray();
        if (Array.TrueForAll(all, entry => !entry.Tensor.IsInvalid)) ModuleTensors.MoveTo(model.Module, device);
        Inspect(moment);
        _names = ModuleTensors.Snapshot(model.Module);
        _tensors = [.. ModuleTensors.All(model.Module).Select(entry => entry.Tensor)];
    }

    /// <summary>Looks at every tensor after a hook that may have replaced some.</summary>
    /// <param name="moment">The hook.</param>
    /// <exception cref="RunFailedException">A tensor died, is gone, or lies on another device.</exception>
    public void Inspect(string moment)
    {
        var problems = ModuleTensors.Check(model.Module, device, _names);
        if (problems.Count == 0) return;
        const int most = 5;
        var more = problems.Count > most ? $"; and {problems.Count - most} more" : "";
        throw new RunFailedException(
            $"After {moment}, the model has a tensor that training cannot use: {string.Join("; ", problems.Take(most))}{more}.");
    }

    /// <summary>Asks after a hook within a step whether all tensors live; looks closer only where one does not.</summary>
    /// <param name="moment">The hook.</param>
    /// <exception cref="RunFailedException">A tensor died.</exception>
    public void Glance(string moment)
    {
        if (Array.Exists(_tensors, tensor => tensor.IsInvalid)) Inspect(moment);
    }
}
