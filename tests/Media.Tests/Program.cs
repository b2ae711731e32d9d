using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PluginHost.Media.Tests;

/// <summary>Programs that the readers are compared with; tests/run.sh installs them.</summary>
internal static class Program
{
    /// <summary>Runs ffmpeg.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public static byte[] Ffmpeg(params string[] arguments) => Run("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments]);

    /// <summary>A sound as ffmpeg decodes it, by channel.</summary>
    /// <param name="file">The file.</param>
    /// <param name="channels">How many it has.</param>
    /// <param name="options">Options of the input, such as the decoder.</param>
    public static float[][] Decode(string file, int channels, params string[] options)
    {
        var together = MemoryMarshal.Cast<byte, float>(Ffmpeg([.. options, "-i", file, "-f", "f32le", "-"])).ToArray();
        return [.. Enumerable.Range(0, channels).Select(channel => together.Where((_, i) => i % channels == channel).ToArray())];
    }

    /// <summary>Writes a known tone, glides in two channels of unequal loudness, in any of ffmpeg's codings.</summary>
    public static void Encode(string file, int rate, int channels, params string[] options)
    {
        string[] glides = ["0.5*sin(2*PI*(200*t+300*t*t))", "0.25*sin(2*PI*(700*t-200*t*t))", "0.1*sin(2*PI*50*t)"];
        Ffmpeg(["-f", "lavfi", "-i", $"aevalsrc={string.Join('|', glides[..channels])}:s={rate}", "-t", "0.1", .. options, file]);
    }

    public static byte[] Run(string name, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(name, arguments)
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{name}: {errors.Result}");
        return output.ToArray();
    }
}
