using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CliWrap;
using PluginHost.Contracts;
using PluginHost.Instruments.Figures;
using PluginHost.Media.Streams;

namespace PluginHost.Plugins.DatasetAudioVisual.Clips;

/// <summary>Decodes sound and frames of videos by ffmpeg through pipes; no file is written. Any thread may call the functions.</summary>
internal static class VideoFile
{
    private const string Program = "ffmpeg";

    /// <summary>Endings of videos.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".mp4", ".mkv", ".webm", ".avi", ".mov", ".m4v"];

    /// <summary>Whether a file's name says that it is a video.</summary>
    /// <param name="file">The name or path.</param>
    public static bool IsNamed(string file) => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with this machine; null where ffmpeg is on PATH.</summary>
    public static Finding? Missing()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, Program)));
        return found ? null : new Finding
        {
            Code = "AVD0020", What = $"the program '{Program}' is not on PATH; videos cannot be decoded without it",
            Fix = $"Install it with 'apt-get install {Program}'.",
        };
    }

    /// <summary>Decodes the sound.</summary>
    /// <param name="file">The absolute path.</param>
    /// <param name="seconds">How much from the start, at most.</param>
    /// <param name="rate">Samples a second wanted, in hertz.</param>
    /// <returns>Mono samples; fewer than wanted where the sound ends before.</returns>
    /// <exception cref="JobException">There is no sound, or the file cannot be decoded.</exception>
    public static float[] Sound(string file, double seconds, int rate)
    {
        var bytes = Run(file, "sound",
            ["-map", "0:a:0", "-t", Text(seconds), "-af", $"aresample={rate.ToString(CultureInfo.InvariantCulture)}:{SoundStream.OneChannel}", "-f", "f32le"]);
        return MemoryMarshal.Cast<byte, float>(bytes.AsSpan()).ToArray();
    }

    /// <summary>Decodes frames.</summary>
    /// <param name="file">The absolute path.</param>
    /// <param name="count">How many from the start, at most.</param>
    /// <param name="rate">Frames a second.</param>
    /// <param name="fitting">What frames are brought to; colour.</param>
    /// <returns>(frames, 3, size, size); fewer than wanted where the picture ends before.</returns>
    /// <exception cref="JobException">There is no picture, or the file cannot be decoded.</exception>
    public static byte[] Frames(string file, int count, double rate, Fitting fitting)
    {
        var size = fitting.Size.ToString(CultureInfo.InvariantCulture);
        var grey = fitting.Background.ToString("x2", CultureInfo.InvariantCulture);
        var scale = fitting.Fit switch
        {
            "crop" => $"scale={size}:{size}:force_original_aspect_ratio=increase,crop={size}:{size}",
            "pad" => $"scale={size}:{size}:force_original_aspect_ratio=decrease,pad={size}:{size}:-1:-1:color=0x{grey}{grey}{grey}",
            _ => $"scale={size}:{size}",
        };
        var bytes = Run(file, "picture",
        [
            "-map", "0:v:0", "-vf", $"fps={Text(rate)},{scale}", "-frames:v", count.ToString(CultureInfo.InvariantCulture),
            "-f", "rawvideo", "-pix_fmt", "rgb24",
        ]);
        return FrameLayout.ToPlanes(bytes, bytes.Length / fitting.Bytes, 3);
    }

    private static byte[] Run(string file, string what, IEnumerable<string> arguments)
    {
        using var output = new MemoryStream();
        var errors = new StringBuilder();
        var result = Cli.Wrap(Program)
            .WithArguments(["-nostdin", "-v", "error", "-threads", "1", "-i", file, .. arguments, "-"])
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToStream(output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
            .ExecuteAsync().GetAwaiter().GetResult();
        var text = errors.ToString();
        if (text.Contains("matches no streams", StringComparison.Ordinal))
        {
            throw new JobException(new Finding
            {
                Code = "AVD0021", What = $"'{file}' has no {what}", Expected = "a video with sound and picture",
                Fix = "Take it out of the set, or fetch it again.",
            });
        }

        if (result.ExitCode == 0 && output.Length > 0) return output.ToArray();
        var last = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()
            ?? $"its {what} is empty";
        throw new JobException(new Finding
        {
            Code = "AVD0022", What = $"'{file}' cannot be decoded: {last.TrimEnd('.')}",
            Fix = "Take it out of the set, or fetch it again.",
        });
    }

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
