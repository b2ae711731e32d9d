namespace PluginHost.Media.Sounds;

/// <summary>A decoded sound: samples by channel, full scale is 1.</summary>
/// <remarks>Files with floating-point samples may exceed 1; nothing is clipped when read. Not changed after it is made: any thread may
/// read it.</remarks>
public sealed class Sound
{
    /// <summary>Makes a sound from samples; the arrays are taken over, not copied.</summary>
    /// <param name="rate">Samples a second of each channel, in hertz.</param>
    /// <param name="channels">One array a channel, all of one length.</param>
    /// <exception cref="ArgumentException">No channel, unequal lengths, or a rate below 1.</exception>
    public Sound(int rate, params float[][] channels)
    {
        if (channels.Length == 0 || Array.Exists(channels, channel => channel.Length != channels[0].Length))
            throw new ArgumentException("a sound has at least one channel, and all are equally long", nameof(channels));
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, 1);
        (Rate, Channels) = (rate, channels);
    }

    /// <summary>Samples a second of each channel, in hertz.</summary>
    public int Rate { get; }

    /// <summary>Samples by channel, in the order of the file (left, right, ...).</summary>
    public IReadOnlyList<float[]> Channels { get; }

    /// <summary>Samples of each channel.</summary>
    public int Length => Channels[0].Length;

    /// <summary>Duration in seconds.</summary>
    public double Seconds => Length / (double)Rate;

    /// <summary>The mean of the channels; where there is only one, that array itself.</summary>
    public float[] Mono()
    {
        if (Channels.Count == 1) return Channels[0];
        var mono = new float[Length];
        for (var i = 0; i < mono.Length; i++)
        {
            var sum = 0.0;
            foreach (var channel in Channels) sum += channel[i];
            mono[i] = (float)(sum / Channels.Count);
        }

        return mono;
    }

    /// <summary>The sound at another rate; the sound itself where the rate is the same.</summary>
    /// <param name="rate">Samples a second wanted, in hertz.</param>
    /// <returns>As long in time, to the nearest sample; what the new rate cannot carry is filtered out.</returns>
    public Sound Resample(int rate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, 1);
        return rate == Rate ? this : new Sound(rate, [.. Channels.Select(channel => Resampler.Resample(channel, Rate, rate))]);
    }
}
