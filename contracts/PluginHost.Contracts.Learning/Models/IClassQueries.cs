using TorchSharp.Modules;

namespace PluginHost.Contracts.Learning;

/// <summary>Capability: holds one learnable row per class (a query embedding, a classifier row) in a parameter. A classifier's biases grow with it.</summary>
public interface IClassQueries
{
    /// <summary>The parameter, (classes, size). Replaced when the model grows.</summary>
    Parameter Queries { get; }
}
