using System.Globalization;
using System.Runtime.InteropServices;
using PluginHost.Contracts;
using PluginHost.Media.Sounds;
using PluginHost.Plugins.DatasetClassification.Sources;
using PluginHost.Spectra;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetClassification.Sounds;

/// <summary>Brings a sound to one channel, one rate and one length; kept as 16-bit numbers of full scale at its peak.</summary>
internal static class SoundFitting
{
    // Of the peak: about where a sound rises out of a recording's noise.
    private const float Onset = 0.01f;

    /// <summary>
    /// How sound files become samples: the picture, float32 (mels, frames), then the sound where the options ask for it. Both are kept, so that a
    /// sample is the same to the last bit whenever it is loaded.
    /// </summary>
    /// <param name="options">Rate, length and picture.</param>
    public static Preparation Of(SoundsOptions options)
    {
        var shape = options.FrontEnd;
        var front = new LogMel(shape);
        var settings = string.Create(
            CultureInfo.InvariantCulture, $"sounds 2 {options.Rate} {options.Samples} {shape} {options.Standardise} {options.Audio}");
        var picture = sizeof(float) * shape.Mels * front.Frames(options.Samples);
        return new(settings, picture + (options.Audio ? sizeof(short) * options.Samples : 0), entry =>
        {
            var sound = Fit(entry.Path, SoundFile.Read(entry.Path), options);
            var bytes = MemoryMarshal.AsBytes<float>(Picture(front, sound, options.Standardise));
            return options.Audio ? [.. bytes, .. MemoryMarshal.AsBytes<short>(sound)] : bytes.ToArray();
        });
    }

    /// <summary>What a level of a kept sound is in a waveform.</summary>
    public static float Level(short kept) => kept / (float)short.MaxValue;

    private static float[] Picture(LogMel front, short[] sound, bool standardise)
    {
        using var scope = NewDisposeScope();
        var picture = front.Analyse(tensor(Array.ConvertAll(sound, Level)).unsqueeze(0));
        if (standardise) picture = (picture - picture.mean()) / picture.std(unbiased: false).clamp(min: 1e-5);
        return picture.data<float>().ToArray();
    }

    /// <summary>Fits a sound.</summary>
    /// <param name="name">What to call it in a finding.</param>
    /// <param name="sound">The sound.</param>
    /// <param name="options">Rate and length.</param>
    /// <returns>As many numbers as the options say.</returns>
    /// <exception cref="JobException">It is silent, or holds values that are not finite.</exception>
    public static short[] Fit(string name, Sound sound, SoundsOptions options)
    {
        var samples = sound.Resample(options.Rate).Mono();
        var peak = 0f;
        foreach (var value in samples)
        {
            if (!float.IsFinite(value)) throw Fault($"'{name}' has values that are infinite or not a number", "Write the file again.");
            peak = Math.Max(peak, Math.Abs(value));
        }

        if (peak == 0) throw Fault($"'{name}' is silent", "Take it out of the set.");
        var start = Array.FindIndex(samples, value => Math.Abs(value) >= Onset * peak);
        var fitted = new short[options.Samples];
        for (var i = 0; i < fitted.Length && start + i < samples.Length; i++)
            fitted[i] = (short)Math.Round(samples[start + i] / peak * short.MaxValue);
        return fitted;
    }

    private static JobException Fault(string what, string fix) => new(new Finding { Code = "CD0020", What = what, Fix = fix });
}
