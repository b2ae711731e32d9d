using PluginHost.Contracts;
using PluginHost.Media.Content;
using PluginHost.Media.Sounds;
using PluginHost.Plugins.DatasetAudioVisual.Clips;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts.Folders;

/// <summary>Reads the window of a sound file: WAV and AIFF here, what else there is by ffmpeg. Any thread may call the functions.</summary>
internal static class SoundTrack
{
    // The resampler looks as far ahead; without it the window's end would fade.
    private const double Margin = 0.05;

    /// <summary>Whether a file is read without ffmpeg, by its name; the content decides when it is read.</summary>
    /// <param name="file">The path.</param>
    public static bool IsPlain(string file) => Path.GetExtension(file).ToLowerInvariant() is ".wav" or ".aif" or ".aiff";

    /// <summary>Decodes the beginning of a sound: of a WAV file no more is read than that.</summary>
    /// <param name="file">The absolute path.</param>
    /// <param name="seconds">How much from the start, at most.</param>
    /// <param name="rate">Samples a second wanted, in hertz.</param>
    /// <returns>The mean of the channels; fewer samples than wanted where the sound ends before.</returns>
    /// <exception cref="JobException">The file is no sound, or cannot be decoded.</exception>
    public static float[] Read(string file, double seconds, int rate)
    {
        if (!IsDecodedHere(file)) return VideoFile.Sound(file, seconds, rate);
        var start = SoundFile.ReadStart(file, seconds + Margin);
        // One channel, then the rate: of eight channels seven need not be resampled.
        var mono = new Sound(start.Rate, start.Mono()).Resample(rate).Channels[0];
        var length = (int)Math.Round(seconds * rate);
        return mono.Length > length ? mono[..length] : mono;
    }

    // ffmpeg has the other sounds and videos, and what nobody knows; of the rest SoundFile says what it is.
    private static bool IsDecodedHere(string file)
    {
        try
        {
            var read = FileContent.HeadOf(file);
            var content = FileContent.Recognise(read);
            if (content.Kind is ContentKind.Wav or ContentKind.Aiff) return true;
            return content.Kind is not (ContentKind.Mp3 or ContentKind.OggVorbis or ContentKind.OggOpus)
                && FileContents.Family(read) != FileFamily.Sound && !content.Description.StartsWith("binary data", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
