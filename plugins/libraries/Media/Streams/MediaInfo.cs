using System.Globalization;
using System.Text.Json;
using PluginHost.Contracts;

namespace PluginHost.Media.Streams;

/// <summary>What is in a sound or video file, as ffprobe says.</summary>
/// <param name="Start">When its first stream begins, in seconds.</param>
/// <param name="Seconds">Its length; 0 if the file does not say.</param>
/// <param name="Sound">Its first sound; <see langword="null"/> if it has none.</param>
/// <param name="Picture">Its first moving picture; <see langword="null"/> if it has none.</param>
public sealed record MediaInfo(double Start, double Seconds, SoundInfo? Sound, PictureInfo? Picture)
{
    /// <summary>Asks ffprobe.</summary>
    /// <param name="file">The absolute path.</param>
    /// <returns>What is in the file.</returns>
    /// <exception cref="JobException">The file is missing or is no sound and no video, or ffprobe is not there.</exception>
    public static MediaInfo Of(string file)
    {
        if (!File.Exists(file)) throw MediaFault.Of(MediaFault.Unreadable, file, "is not there", "Correct the path.");
        if (new FileInfo(file).Length == 0) throw MediaFault.Of(MediaFault.Foreign, file, "is empty", BadMediaException.Renew);
        using var json = JsonDocument.Parse(Ffmpeg.Probe(file));
        var format = json.RootElement.TryGetProperty("format", out var whole) ? whole : default;
        SoundInfo? sound = null;
        PictureInfo? picture = null;
        if (json.RootElement.TryGetProperty("streams", out var streams))
        {
            foreach (var stream in streams.EnumerateArray())
            {
                var kind = Text(stream, "codec_type");
                if (kind == "audio") sound ??= new((int)Number(stream, "sample_rate"), (int)Number(stream, "channels"), Text(stream, "codec_name"));
                if (kind == "video" && !IsCover(stream))
                {
                    picture ??= new(
                        (int)Number(stream, "width"), (int)Number(stream, "height"), Ratio(Text(stream, "avg_frame_rate")), Text(stream, "codec_name"));
                }
            }
        }

        return new(Number(format, "start_time"), Number(format, "duration"), sound, picture);
    }

    // The cover of an album is a stream of pictures to ffprobe.
    private static bool IsCover(JsonElement stream) =>
        stream.TryGetProperty("disposition", out var disposition) && Number(disposition, "attached_pic") > 0;

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static double Number(JsonElement element, string name) =>
        double.TryParse(Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : 0;

    private static double Ratio(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2
            && double.TryParse(parts[0], CultureInfo.InvariantCulture, out var over)
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out var under) && under > 0 ? over / under : 0;
    }
}

/// <summary>A sound in a file.</summary>
/// <param name="Rate">Samples a second, in hertz.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Codec">How it is coded, in ffmpeg's word.</param>
public sealed record SoundInfo(int Rate, int Channels, string Codec);

/// <summary>A moving picture in a file.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="FrameRate">Frames a second on average; 0 if the file does not say.</param>
/// <param name="Codec">How it is coded, in ffmpeg's word.</param>
public sealed record PictureInfo(int Width, int Height, double FrameRate, string Codec);
