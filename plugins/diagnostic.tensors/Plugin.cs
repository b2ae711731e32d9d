using PluginHost.Contracts;

namespace PluginHost.Plugins.TensorDiagnostics;

/// <summary>Registers the diagnostic of tensors.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IDiagnostic, TensorDiagnostic>("tensors").Describe("libtorch, BLAS, measured speed, GPU, ffmpeg and fluidsynth");
}
