using System.Globalization;
using System.Runtime.InteropServices;
using PluginHost.Media.Sounds;
using PluginHost.Spectra;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetClassification.Sounds;

/// <summary>Makes samples of sound files: the log-mel picture, and the sound where it is asked for.</summary>
internal static class SoundPictures
{
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
            var sound = SoundFitting.Fit(entry.Path, SoundFile.Read(entry.Path), options.Rate, options.Samples);
            var bytes = MemoryMarshal.AsBytes<float>(Picture(front, sound, options.Standardise));
            return options.Audio ? [.. bytes, .. MemoryMarshal.AsBytes<short>(sound)] : bytes.ToArray();
        });
    }

    private static float[] Picture(LogMel front, short[] sound, bool standardise)
    {
        using var scope = NewDisposeScope();
        var picture = front.Analyse(tensor(Array.ConvertAll(sound, SoundFitting.Level)).unsqueeze(0));
        if (standardise) picture = (picture - picture.mean()) / picture.std(unbiased: false).clamp(min: 1e-5);
        return picture.data<float>().ToArray();
    }
}
