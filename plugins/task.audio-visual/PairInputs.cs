namespace PluginHost.Plugins.AudioVisual;

/// <summary>
/// Makes what a model takes of samples: a window of each clip as a spectrogram and as pictures. Safe for several threads.
/// </summary>
internal sealed class PairInputs
{
    // The order in which libtorch sums depends on addresses in memory; a grid this coarse hides a last bit.
    private const double Grid = 4096;
    private readonly PairOptions _options;
    private readonly DatasetInfo _dataset;
    private readonly LogMel _mel;

    public PairInputs(PairOptions options, DatasetInfo dataset)
    {
        (_options, _dataset) = (options, dataset);
        var sound = options.Sound;
        _mel = new(new(dataset.AudioRate, sound.Transform, sound.Window, sound.Hop, sound.Mels, sound.Lowest));
    }

    /// <summary>The samples of a window.</summary>
    public static int Window(PairOptions options, int rate) => (int)Math.Round(options.Seconds * rate);

    /// <summary>Where a window begins, in samples.</summary>
    /// <param name="length">Samples of the clip.</param>
    /// <param name="position">From 0 to 1; <see langword="null"/> for the middle.</param>
    public int Start(int length, double? position) => (int)Math.Floor((position ?? 0.5) * Math.Max(0, length - Window(_options, _dataset.AudioRate)));

    /// <summary>The spectrograms of windows, float32 (B, 1, frames, mels).</summary>
    public Tensor Spectrogram(IReadOnlyList<(Sample Sample, int Start)> windows)
    {
        var count = Window(_options, _dataset.AudioRate);
        var waves = stack([.. windows.Select(each => each.Sample[SampleKeys.Audio].narrow(0, each.Start, count))]);
        var logarithms = _mel.Analyse(waves).transpose(1, 2);
        var (frames, wanted) = (logarithms.shape[1], _options.Sound.Frames);
        logarithms = frames >= wanted
            ? logarithms.narrow(1, 0, wanted)
            : nn.functional.pad(logarithms, [0, 0, 0, wanted - frames], PaddingModes.Constant, Math.Log(new LogMelOptions().Floor));
        return (((logarithms - _options.Sound.Mean) / _options.Sound.Deviation * Grid).round() / Grid).unsqueeze(1);
    }

    /// <summary>The pictures of windows, float32 (B, F, 3, size, size).</summary>
    public Tensor Pictures(IReadOnlyList<(Sample Sample, int Start)> windows)
    {
        var pictures = stack([.. windows.Select(each => Scaled(Chosen(each.Sample[SampleKeys.Frames], each.Start)))]);
        Tensor Channels(double[] values) => tensor([.. values.Select(value => (float)value)], [1, 1, 3, 1, 1]);
        return (pictures - Channels(_options.Pictures.Mean)) / Channels(_options.Pictures.Deviation);
    }

    /// <summary>The frames of a window, evenly: the middle of each of F equal parts.</summary>
    /// <param name="available">Frames of the clip.</param>
    /// <param name="start">Where the window begins, in samples of the sound.</param>
    internal long[] Places(long available, int start)
    {
        var count = _options.Pictures.Count;
        var (first, length) = _dataset.FrameRate > 0
            ? (start / (double)_dataset.AudioRate * _dataset.FrameRate, _options.Seconds * _dataset.FrameRate)
            : (0, available);
        return [.. Enumerable.Range(0, count).Select(i => Math.Clamp((long)Math.Floor(first + ((i + 0.5) / count * length)), 0, available - 1))];
    }

    private Tensor Chosen(Tensor frames, int start)
    {
        var chosen = frames.index_select(0, tensor(Places(frames.shape[0], start))).to(ScalarType.Float32) / 255;
        return chosen.shape[1] == 3 ? chosen : chosen.expand(-1, 3, -1, -1);
    }

    private Tensor Scaled(Tensor frames)
    {
        var size = _options.Pictures.Size;
        return frames.shape[2] == size && frames.shape[3] == size
            ? frames
            : nn.functional.interpolate(frames, size: [size, size], mode: InterpolationMode.Bilinear, align_corners: false);
    }
}
