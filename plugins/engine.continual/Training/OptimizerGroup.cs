using PluginHost.Tensors;

namespace PluginHost.Plugins.Continual;

/// <summary>One parameter group with its optimizer.</summary>
internal sealed record OptimizerGroup(
    string Name, OptimizerOptions Options, IReadOnlyList<Parameter> Parameters, FlatOptimizer Optimizer);
