namespace PluginHost.Plugins.Separation.Spectra;

/// <summary>Brings spectrograms onto the frequency scale of the network and masks back. Safe to use from several threads.</summary>
internal interface IFrequencyWarp
{
    /// <summary>Warps magnitudes.</summary>
    /// <param name="magnitudes">Magnitudes, float32 (N, F, T).</param>
    /// <returns>Magnitudes on the network's scale, (N, 1, F', T).</returns>
    Tensor Apply(Tensor magnitudes);

    /// <summary>Brings masks back to the linear scale.</summary>
    /// <param name="masks">Masks, float32 (N, 1, F', T).</param>
    /// <returns>Masks for the linear spectrogram, (N, F, T).</returns>
    Tensor Undo(Tensor masks);
}
