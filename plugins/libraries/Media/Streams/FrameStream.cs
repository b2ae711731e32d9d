using System.Globalization;
using PluginHost.Contracts;
using PluginHost.Media.Pictures;

namespace PluginHost.Media.Streams;

/// <summary>
/// Pictures of any number, read one after the other at one rate and size: of a video by ffmpeg through a pipe, of a folder in the order of its
/// names, or one picture that stays. Each is the middle square of the original. For one thread at a time.
/// </summary>
public sealed class FrameStream : IDisposable
{
    private static readonly string[] s_endings = [".png", ".jpg", ".jpeg"];
    private readonly Ffmpeg? _process;
    private readonly string[] _files;
    private readonly Func<Picture, byte[]> _fit;
    private readonly string _path;
    private readonly int _size;
    private readonly int _channels;
    private int _read;
    private bool _ended;

    private FrameStream(string path, int size, int channels, string[] files, Func<Picture, byte[]> fit, Ffmpeg? process) =>
        (_path, _size, _channels, _files, _fit, _process) = (path, size, channels, files, fit, process);

    /// <summary>Opens a video, a folder of pictures or a picture.</summary>
    /// <param name="path">The absolute path.</param>
    /// <param name="rate">Frames a second wanted of a video; pictures of a folder are taken to have that rate.</param>
    /// <param name="size">Pixels wanted on a side; the middle square is taken.</param>
    /// <param name="channels">Channels wanted: 1 (grey) or 3.</param>
    /// <param name="fit">Brings a picture of a file to that: levels, channel by channel.</param>
    /// <exception cref="JobException">There are no pictures, or they cannot be decoded.</exception>
    public static FrameStream Open(string path, double rate, int size, int channels, Func<Picture, byte[]> fit)
    {
        if (Directory.Exists(path))
        {
            string[] files = [.. Directory.EnumerateFiles(path).Where(IsPicture).Order(StringComparer.Ordinal)];
            return files.Length > 0 ? new(path, size, channels, files, fit, null)
                : throw MediaFault.Of(MediaFault.Foreign, path, "is a folder without pictures", "Name a folder with PNG or JPEG files.");
        }

        if (IsPicture(path)) return new(path, size, channels, [path], fit, null);
        if (MediaInfo.Of(path).Picture is null)
            throw MediaFault.Of(MediaFault.Foreign, path, "has no picture", "Name a video, or pictures beside the sound.");
        var filter = string.Create(
            CultureInfo.InvariantCulture,
            $"fps={rate:0.######}:start_time=0,scale={size}:{size}:force_original_aspect_ratio=increase,crop={size}:{size}");
        var process = Ffmpeg.Decode(
            path, ["-map", "0:v:0", "-vf", filter, "-f", "rawvideo", "-pix_fmt", channels == 1 ? "gray" : "rgb24"]);
        return new(path, size, channels, [], fit, process);
    }

    /// <summary>Reads the next picture.</summary>
    /// <returns>Levels of 0 to 255, channel by channel; <see langword="null"/> after the last picture.</returns>
    /// <exception cref="JobException">A picture cannot be decoded, or there is none.</exception>
    public byte[]? Next()
    {
        if (_process is null) return _read < _files.Length ? _fit(PictureFile.Read(_files[_read++])) : null;
        if (_ended) return null;
        var pixels = new byte[_size * _size * _channels];
        if (_process.Output.ReadAtLeast(pixels, pixels.Length, throwOnEndOfStream: false) == pixels.Length)
        {
            _read++;
            return Planes(pixels);
        }

        _process.End();
        _ended = true;
        return _read > 0 ? null : throw MediaFault.Of(MediaFault.Damaged, _path, "has no picture that can be decoded", BadMediaException.Renew);
    }

    /// <inheritdoc/>
    public void Dispose() => _process?.Dispose();

    private static bool IsPicture(string path) => s_endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    // ffmpeg writes the channels of a pixel together.
    private byte[] Planes(byte[] pixels)
    {
        if (_channels == 1) return pixels;
        var plane = _size * _size;
        var planes = new byte[pixels.Length];
        for (var i = 0; i < pixels.Length; i++) planes[(i % _channels * plane) + (i / _channels)] = pixels[i];
        return planes;
    }
}
