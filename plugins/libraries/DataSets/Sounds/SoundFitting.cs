using PluginHost.Contracts;
using PluginHost.Media.Sounds;

namespace PluginHost.DataSets.Sounds;

/// <summary>Brings a sound to one channel, one rate and one length; kept as 16-bit numbers of full scale at its peak.</summary>
public static class SoundFitting
{
    // Of the peak: about where a sound rises out of a recording's noise.
    private const float Onset = 0.01f;

    /// <summary>What a level of a kept sound is in a waveform.</summary>
    /// <param name="kept">A number that <see cref="Fit(string, Sound, int, int)"/> gave.</param>
    public static float Level(short kept) => kept / (float)short.MaxValue;

    /// <summary>Fits a sound.</summary>
    /// <param name="name">What to call it in a finding.</param>
    /// <param name="sound">The sound.</param>
    /// <param name="rate">Samples a second wanted, in hertz.</param>
    /// <param name="length">Samples wanted.</param>
    /// <returns>The sound from its onset, followed by silence where it is shorter.</returns>
    /// <exception cref="JobException">It is silent, or holds values that are not finite.</exception>
    public static short[] Fit(string name, Sound sound, int rate, int length) => Fit(name, sound, rate, length, out _);

    /// <inheritdoc cref="Fit(string, Sound, int, int)"/>
    /// <param name="name">What to call it in a finding.</param>
    /// <param name="sound">The sound.</param>
    /// <param name="rate">Samples a second wanted, in hertz.</param>
    /// <param name="length">Samples wanted.</param>
    /// <param name="found">How many samples the sound has from its onset, at the wanted rate.</param>
    public static short[] Fit(string name, Sound sound, int rate, int length, out int found)
    {
        var samples = sound.Resample(rate).Mono();
        var peak = Peak(name, samples);
        var start = Array.FindIndex(samples, value => Math.Abs(value) >= Onset * peak);
        found = samples.Length - start;
        var fitted = new short[length];
        for (var i = 0; i < fitted.Length && start + i < samples.Length; i++)
            fitted[i] = (short)Math.Round(samples[start + i] / peak * short.MaxValue);
        return fitted;
    }

    private static float Peak(string name, float[] samples)
    {
        var peak = 0f;
        foreach (var value in samples)
        {
            if (!float.IsFinite(value)) throw Fault($"'{name}' has values that are infinite or not a number", "Write the file again.");
            peak = Math.Max(peak, Math.Abs(value));
        }

        return peak > 0 ? peak : throw Fault($"'{name}' is silent", "Take it out of the set.");
    }

    private static JobException Fault(string what, string fix) => new(new Finding { Code = "DS0021", What = what, Fix = fix });
}
