using TorchSharp.Modules;

namespace PluginHost.Contracts.Learning;

/// <summary>Parameters that are trained alike; the engine's options give each group an optimizer by its name.</summary>
/// <param name="Name">The group's name, such as <c>sound</c> or <c>transformer</c>.</param>
/// <param name="Parameters">The parameters, owned by the model.</param>
public sealed record ParameterGroup(string Name, IReadOnlyList<Parameter> Parameters);
