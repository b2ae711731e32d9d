namespace PluginHost.Spectra;

/// <summary>
/// The short-time Fourier transform and its inverse (Griffin and Lim, 1984): periodic Hann window as long as the transform, centred frames,
/// reflection at the ends. It computes on the CPU and is safe to use from several threads.
/// </summary>
public sealed class Spectrograms
{
    private readonly int _size;
    private readonly int _hop;
    // Made when first needed: composing and checking a job load no libtorch.
    private readonly Lazy<Tensor> _window;

    /// <summary>Creates the transform.</summary>
    /// <param name="size">Length of transform and window in samples.</param>
    /// <param name="hop">Samples from frame to frame, at most half of <paramref name="size"/>, so that every sample can be brought back.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 2, or the hop below 1.</exception>
    public Spectrograms(int size, int hop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(hop, 1);
        _size = size;
        _hop = hop;
        _window = new(() => hann_window(size).DetachFromDisposeScope());
    }

    /// <summary>Transforms waveforms.</summary>
    /// <param name="waveforms">Waveforms, float32 (N, samples), with more than size/2 samples each.</param>
    /// <returns>Spectrograms, complex64 (N, size/2 + 1, 1 + samples/hop).</returns>
    public Tensor Analyse(Tensor waveforms) => stft(
        waveforms, _size, _hop, _size, _window.Value, center: true, pad_mode: PaddingModes.Reflect, onesided: true, return_complex: true);

    /// <summary>Transforms back, dividing by the overlapped squared windows.</summary>
    /// <param name="spectrograms">Spectrograms, complex64 (N, size/2 + 1, T).</param>
    /// <returns>Waveforms, float32 (N, hop·(T - 1)), within [-1, 1].</returns>
    public Tensor Synthesise(Tensor spectrograms) =>
        istft(spectrograms, _size, _hop, _size, _window.Value, center: true, onesided: true).clamp(-1, 1);
}
