namespace PluginHost.Spectra;

/// <summary>The shape of a log-mel front end.</summary>
/// <param name="Rate">Sampling rate in hertz.</param>
/// <param name="Size">Length of the transform in samples; even.</param>
/// <param name="Window">Length of the Hann window in samples, at most <paramref name="Size"/>; it lies in the middle of the transform.</param>
/// <param name="Hop">Samples from frame to frame.</param>
/// <param name="Mels">Bands.</param>
/// <param name="Lowest">Where the lowest band begins, in hertz.</param>
/// <param name="Highest">Where the highest band ends, in hertz; half the rate if 0.</param>
/// <param name="Floor">The power below which nothing is told apart.</param>
public sealed record LogMelOptions(
    int Rate = 16000, int Size = 512, int Window = 400, int Hop = 160, int Mels = 32, double Lowest = 20, double Highest = 0,
    double Floor = 1e-10);

/// <summary>
/// The logarithm of a sound's power in mel bands: power spectrum of centred frames (reflection at the ends, periodic Hann window), triangles
/// on Slaney's mel scale with equal area (M. Slaney, Auditory Toolbox, 1998; librosa's defaults), natural logarithm of max(power, floor). It
/// computes on the CPU in float64 and is safe to use from several threads. The order in which libtorch sums depends on addresses in memory, so two
/// calls may differ in a last bit: who needs the very same numbers again keeps them.
/// </summary>
public sealed class LogMel
{
    // Slaney's scale: linear below 1000 Hz, 200/3 Hz a mel; above it 27 mels for a factor of 6.4.
    private const double LinearHertz = 200.0 / 3;
    private const double Corner = 1000;
    private static readonly double s_step = Math.Log(6.4) / 27;

    private readonly LogMelOptions _options;
    // Made when first needed: composing and checking a job load no libtorch.
    private readonly Lazy<(Tensor Window, Tensor Bands)> _tensors;

    /// <summary>Creates the front end.</summary>
    /// <param name="options">Its shape.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size is below its minimum, the window longer than the transform, the bands do not lie between 0 and half the rate, or one of them
    /// lies between two bins of the transform and would always be silent.
    /// </exception>
    public LogMel(LogMelOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Rate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.Size % 2, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Hop, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Window, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Window, options.Size);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Mels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Lowest, 0);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Floor, 0);
        var highest = options.Highest > 0 ? options.Highest : options.Rate / 2.0;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(highest, options.Rate / 2.0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(options.Lowest, highest);
        _options = options with { Highest = highest };
        var bands = Bands(_options);
        if (SilentBand(bands) is { } silent)
        {
            throw new ArgumentOutOfRangeException(nameof(options),
                $"band {silent + 1} of {options.Mels} lies between two bins of the transform; take fewer bands or a longer transform");
        }

        _tensors = new(() => (
            hann_window(options.Window, dtype: float64).DetachFromDisposeScope(),
            tensor(bands).reshape(options.Mels, (options.Size / 2) + 1).to(float64).DetachFromDisposeScope()));
    }

    /// <summary>The number of frames of a sound.</summary>
    /// <param name="samples">Its samples; more than half the transform.</param>
    public int Frames(int samples) => Frames(samples, _options.Hop);

    /// <summary>The number of frames of a sound.</summary>
    /// <param name="samples">Its samples.</param>
    /// <param name="hop">Samples from frame to frame.</param>
    public static int Frames(int samples, int hop) => 1 + (samples / hop);

    /// <summary>Describes waveforms.</summary>
    /// <param name="waveforms">Waveforms, float32 (N, samples), with more than size/2 samples each.</param>
    /// <returns>float32 (N, mels, 1 + samples/hop).</returns>
    public Tensor Analyse(Tensor waveforms)
    {
        using var scope = NewDisposeScope();
        var (window, bands) = _tensors.Value;
        var spectrum = stft(waveforms.to(float64), _options.Size, _options.Hop, _options.Window, window,
            center: true, pad_mode: PaddingModes.Reflect, onesided: true, return_complex: true);
        return matmul(bands, spectrum.abs().square()).clamp(min: _options.Floor).log().to(float32).MoveToOuterDisposeScope();
    }

    /// <summary>Hertz to mels on Slaney's scale.</summary>
    /// <param name="hertz">A frequency, at least 0.</param>
    public static double Mel(double hertz) => hertz < Corner ? hertz / LinearHertz : (Corner / LinearHertz) + (Math.Log(hertz / Corner) / s_step);

    /// <summary>Mels to hertz on Slaney's scale.</summary>
    /// <param name="mel">Mels, at least 0.</param>
    public static double Hertz(double mel) =>
        mel < Corner / LinearHertz ? mel * LinearHertz : Corner * Math.Exp(s_step * (mel - (Corner / LinearHertz)));

    // Triangle k rises from edge k to k + 1 and falls to k + 2; 2 / width makes areas equal.
    private static float[] Bands(LogMelOptions options)
    {
        var bins = (options.Size / 2) + 1;
        var (low, high) = (Mel(options.Lowest), Mel(options.Highest));
        var edges = Enumerable.Range(0, options.Mels + 2).Select(k => Hertz(low + ((high - low) * k / (options.Mels + 1)))).ToArray();
        var bands = new float[options.Mels * bins];
        for (var band = 0; band < options.Mels; band++)
        {
            var (left, middle, right) = (edges[band], edges[band + 1], edges[band + 2]);
            for (var bin = 0; bin < bins; bin++)
            {
                var hertz = (double)bin * options.Rate / options.Size;
                var height = Math.Min((hertz - left) / (middle - left), (right - hertz) / (right - middle));
                bands[(band * bins) + bin] = (float)(Math.Max(0, height) * 2 / (right - left));
            }
        }

        return bands;
    }

    private int? SilentBand(float[] bands)
    {
        var bins = bands.Length / _options.Mels;
        for (var band = 0; band < _options.Mels; band++)
            if (bands.AsSpan(band * bins, bins).IndexOfAnyExcept(0f) < 0) return band;
        return null;
    }
}
