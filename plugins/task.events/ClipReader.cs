namespace PluginHost.Plugins.Events;

/// <summary>Makes spectrograms and pictures of a clip's segments. Safe for several threads.</summary>
/// <param name="options">The options.</param>
internal sealed class ClipReader(EventOptions options)
{
    // A clip that ends a little before its last segment does is filled with silence.
    private const double Tolerance = 0.1;
    private const double Grain = 4096;
    private readonly Lock _gate = new();
    private (int Rate, LogMel Front)? _front;

    /// <summary>The shape of a clip's spectrograms.</summary>
    public long[] SpectrogramShape(int rate) => [options.Segments, LogMel.Frames(SamplesOf(rate), options.Hop), options.Bands];

    /// <summary>What makes a clip unusable, whatever the task.</summary>
    public IEnumerable<Finding> Faults(Sample sample, DatasetInfo dataset)
    {
        var id = sample.Info.Id;
        if (!sample.Tensors.TryGetValue(SampleKeys.Audio, out var sound))
            yield return Fault("EV0101", id, "has no sound", "sound and pictures in every sample", "Leave the sample out, or add the sound.");
        else if (dataset.AudioRate <= 0)
            yield return Fault("EV0101", id, "has sound of an unknown rate", "a data set that says its rate", "The data set is at fault: correct the plugin.");
        else if (sound.shape[0] / (double)dataset.AudioRate < options.Length * (1 - Tolerance))
        {
            yield return Fault("EV0102", id, $"has {sound.shape[0] / (double)dataset.AudioRate:0.##} seconds of sound",
                $"{options.Length:0.##} seconds for {options.Segments} segments of {options.Seconds:0.##}", "Leave the sample out, or set task.options.segments and seconds.");
        }

        if (!sample.Tensors.TryGetValue(SampleKeys.Frames, out var frames))
            yield return Fault("EV0101", id, "has no pictures", "sound and pictures in every sample", "Leave the sample out, or add the pictures.");
        else if (frames.shape[0] > 1 && frames.shape[0] < options.Segments)
        {
            yield return Fault("EV0102", id, $"has {frames.shape[0]} pictures", $"one for each of {options.Segments} segments, or a single still one",
                "Leave the sample out, or set task.options.segments.");
        }
    }

    /// <summary>Log-mel spectrograms of the segments, float32 (segments, frames, bands), standardised.</summary>
    public Tensor Spectrograms(Sample sample, int rate)
    {
        var (sound, length) = (sample[SampleKeys.Audio], SamplesOf(rate));
        var needed = (int)Math.Round((options.Segments - 1) * options.Step * rate) + length;
        if (sound.shape[0] < needed) sound = nn.functional.pad(sound, [0, needed - sound.shape[0]]);
        var segments = stack([.. Enumerable.Range(0, options.Segments).Select(segment => sound.narrow(0, (long)Math.Round(segment * options.Step * rate), length))]);
        // Two calls of the front end may differ in a last bit. A run that goes on after a stop needs the very same numbers: bits below 2^-12 go.
        return ((Front(rate).Analyse(segments).transpose(1, 2) - options.SoundMean) / options.SoundDeviation * Grain).round() / Grain;
    }

    /// <summary>The picture in the middle of each segment, float32 (segments, 3, size, size), standardised.</summary>
    public Tensor Pictures(Sample sample, double frameRate)
    {
        var frames = sample[SampleKeys.Frames];
        var chosen = frames.index_select(0, tensor(Places(frames.shape[0], frameRate))).to(ScalarType.Float32) / 255;
        if (chosen.shape[1] == 1) chosen = chosen.expand(-1, 3, -1, -1);
        if (chosen.shape[2] != options.PictureSize || chosen.shape[3] != options.PictureSize)
            chosen = nn.functional.interpolate(chosen, [options.PictureSize, options.PictureSize], mode: InterpolationMode.Bilinear, align_corners: false);
        Tensor Colours(double[] values) => tensor(values.Select(value => (float)value).ToArray()).view(3, 1, 1);
        return (chosen - Colours(options.Mean)) / Colours(options.Deviation);
    }

    /// <summary>The place of each segment's picture among a clip's.</summary>
    public long[] Places(long frames, double frameRate) =>
    [
        .. Enumerable.Range(0, options.Segments).Select(segment => frames == options.Segments ? segment
            : frames == 1 || frameRate <= 0 ? segment * frames / options.Segments
            : Math.Min(frames - 1, (long)(((segment * options.Step) + (options.Seconds / 2)) * frameRate))),
    ];

    internal static Finding Fault(string code, string id, string what, string expected, string fix) => new()
    {
        Code = code,
        Where = $"sample {id}",
        What = $"Sample '{id}' {what}.",
        Expected = expected,
        Fix = fix,
    };

    /// <summary>The front end for a rate, made once.</summary>
    /// <exception cref="JobException">The options do not fit the rate.</exception>
    public LogMel Front(int rate)
    {
        lock (_gate)
        {
            if (_front is { } made && made.Rate == rate) return made.Front;
            if (options.Transform % 2 != 0 || SamplesOf(rate) <= options.Transform / 2)
            {
                throw new JobException(new Finding
                {
                    Code = "EV0103",
                    Where = "task.options.transform",
                    What = $"a segment of {SamplesOf(rate)} samples cannot be transformed by {options.Transform}",
                    Expected = "an even number, less than twice the samples of a segment",
                });
            }

            try
            {
                var front = new LogMel(new(rate, options.Transform, options.Transform, options.Hop, options.Bands));
                _front = (rate, front);
                return front;
            }
            catch (ArgumentOutOfRangeException exception)
            {
                throw new JobException(new Finding
                {
                    Code = "EV0103",
                    Where = "task.options.bands",
                    What = $"{options.Bands} bands cannot be made of sound at {rate} hertz: {exception.Message.Split('\n')[0]}",
                    Expected = "fewer bands, or a longer transform",
                });
            }
        }
    }

    private int SamplesOf(int rate) => (int)Math.Round(options.Seconds * rate);
}
