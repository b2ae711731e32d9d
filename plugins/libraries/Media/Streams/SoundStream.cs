using System.Globalization;
using System.Runtime.InteropServices;
using PluginHost.Contracts;
using PluginHost.Media.Content;
using PluginHost.Media.Sounds;

namespace PluginHost.Media.Streams;

/// <summary>
/// A sound of any length, read from its start in one channel at one rate: by this library's decoders where they know the file, else by ffmpeg
/// through a pipe. A sound that begins after the picture has silence before it. For one thread at a time.
/// </summary>
public sealed class SoundStream : IDisposable
{
    /// <summary>
    /// Options of ffmpeg's filter aresample, at its end: channels are averaged. Left to itself it adds two channels with a gain of 3 decibels where
    /// samples are floating-point numbers, and sound that was loud enough before exceeds full scale.
    /// </summary>
    public const string OneChannel = "rematrix_maxval=1,aformat=channel_layouts=mono";

    // What is longer is decoded piece by piece.
    private const long LargestWhole = 64L << 20;
    private readonly Ffmpeg? _process;
    private readonly float[] _whole;
    private int _read;

    private SoundStream(int rate, int fileRate, float[] whole, Ffmpeg? process) =>
        (Rate, FileRate, _whole, _process) = (rate, fileRate, whole, process);

    /// <summary>Samples a second that are read, in hertz.</summary>
    public int Rate { get; }

    /// <summary>Samples a second in the file, in hertz.</summary>
    public int FileRate { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="file">The absolute path of a sound or a video.</param>
    /// <param name="rate">Samples a second wanted, in hertz.</param>
    /// <exception cref="JobException">The file is missing, has no sound, or cannot be decoded.</exception>
    public static SoundStream Open(string file, int rate)
    {
        if (IsRead(file))
        {
            var sound = SoundFile.Read(file);
            return new(rate, sound.Rate, sound.Resample(rate).Mono(), null);
        }

        var found = MediaInfo.Of(file).Sound
            ?? throw MediaFault.Of(MediaFault.Foreign, file, "has no sound", "Name a file with sound.");
        var wanted = rate.ToString(CultureInfo.InvariantCulture);
        return new(rate, found.Rate, [], Ffmpeg.Decode(
            file, ["-map", "0:a:0", "-af", $"aresample={wanted}:async=1:first_pts=0:{OneChannel}", "-f", "f32le"]));
    }

    /// <summary>Reads on.</summary>
    /// <param name="samples">Is filled, but at the end of the sound.</param>
    /// <returns>How many samples were read; fewer than asked for at the end.</returns>
    /// <exception cref="JobException">The file cannot be decoded further.</exception>
    public int Read(Span<float> samples)
    {
        if (_process is null)
        {
            var count = Math.Min(samples.Length, _whole.Length - _read);
            _whole.AsSpan(_read, count).CopyTo(samples);
            _read += count;
            return count;
        }

        var bytes = MemoryMarshal.AsBytes(samples);
        var got = _process.Output.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (got < bytes.Length) _process.End();
        return got / sizeof(float);
    }

    /// <inheritdoc/>
    public void Dispose() => _process?.Dispose();

    private static bool IsRead(string file)
    {
        if (!File.Exists(file)) throw MediaFault.Of(MediaFault.Unreadable, file, "is not there", "Correct the path.");
        if (new FileInfo(file).Length > LargestWhole) return false;
        return FileContent.Recognise(FileContent.HeadOf(file), file).Kind
            is ContentKind.Wav or ContentKind.Aiff or ContentKind.Mp3 or ContentKind.OggVorbis or ContentKind.OggOpus;
    }
}
