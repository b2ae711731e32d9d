using System.Diagnostics;

namespace AudioVisual.Data.Tests.Layouts;

/// <summary>Small videos made once by ffmpeg, which tests/run.sh installs; layouts are filled with copies of them.</summary>
public sealed class Videos : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("videos-").FullName;

    public Videos()
    {
        // The second half has another colour and another tone.
        Make("whole.mp4", Colours(5, 5), Tones(5, 5));
        Make("short.mp4", Colours(5, 1.2), Tones(5, 1.2));
        Make("mute.mp4", Colours(5, 5), []);
        Make("blind.mp4", [], Tones(5, 5));
    }

    /// <summary>Ten seconds: five of red and 500 Hz, five of blue and 800 Hz.</summary>
    public string Whole => Path.Combine(_folder, "whole.mp4");

    /// <summary>The first 6.2 seconds of it.</summary>
    public string Short => Path.Combine(_folder, "short.mp4");

    /// <summary>Without its sound.</summary>
    public string Mute => Path.Combine(_folder, "mute.mp4");

    /// <summary>Without its picture.</summary>
    public string Blind => Path.Combine(_folder, "blind.mp4");

    /// <summary>Copies a video to a place of a layout.</summary>
    public static void Put(string video, string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Copy(video, file, overwrite: true);
    }

    /// <summary>Writes its sound alone, in the coding that a file's ending names.</summary>
    public void Sound(string file, params string[] options)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Run(["-i", Whole, "-vn", .. options, file]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string[] Colours(double first, double second) =>
        [FormattableString.Invariant($"color=c=red:s=48x32:r=8:d={first}"), FormattableString.Invariant($"color=c=blue:s=48x32:r=8:d={second}")];

    private static string[] Tones(double first, double second) =>
        [FormattableString.Invariant($"sine=frequency=500:sample_rate=16000:d={first}"), FormattableString.Invariant($"sine=frequency=800:sample_rate=16000:d={second}")];

    private void Make(string name, string[] pictures, string[] sounds)
    {
        string[] sources = [.. pictures, .. sounds];
        var joined = new List<string>();
        if (pictures.Length > 0) joined.Add("[0:v][1:v]concat=n=2:v=1:a=0[v]");
        if (sounds.Length > 0) joined.Add($"[{pictures.Length}:a][{pictures.Length + 1}:a]concat=n=2:v=0:a=1[a]");
        Run(
        [
            .. sources.SelectMany(source => (string[])["-f", "lavfi", "-i", source]), "-filter_complex", string.Join(';', joined),
            .. pictures.Length > 0 ? (string[])["-map", "[v]", "-c:v", "mpeg4", "-q:v", "2"] : [],
            .. sounds.Length > 0 ? (string[])["-map", "[a]", "-c:a", "aac"] : [],
            Path.Combine(_folder, name),
        ]);
    }

    private static void Run(string[] arguments)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments]) { RedirectStandardError = true, UseShellExecute = false };
        using var ffmpeg = Process.Start(start)!;
        var errors = ffmpeg.StandardError.ReadToEnd();
        ffmpeg.WaitForExit();
        ffmpeg.ExitCode.ShouldBe(0, errors);
    }
}
