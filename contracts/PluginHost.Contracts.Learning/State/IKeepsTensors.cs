namespace PluginHost.Contracts.Learning;

/// <summary>
/// Capability: a strategy that carries models or tensors from one increment into the next (a teacher, importances, stored outputs) says how
/// much it holds, so that methods are compared at equal memory. Exemplars are the memory's and do not count here.
/// </summary>
public interface IKeepsTensors
{
    /// <summary>
    /// The size of everything kept at the moment, in bytes: whole models (see <see cref="IModel.Bytes"/>) and further tensors.
    /// </summary>
    long KeptBytes { get; }
}
