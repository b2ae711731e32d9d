namespace PluginHost.Plugins.Separation.Spectra;

/// <summary>Keeps the linear frequency scale.</summary>
internal sealed class NoWarp : IFrequencyWarp
{
    /// <inheritdoc/>
    public Tensor Apply(Tensor magnitudes) => magnitudes.unsqueeze(1);

    /// <inheritdoc/>
    public Tensor Undo(Tensor masks) => masks.squeeze(1);
}
