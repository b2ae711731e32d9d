using System.Diagnostics;
using System.Text;
using PluginHost.Contracts;

namespace PluginHost.Media.Streams;

/// <summary>ffmpeg and ffprobe as child processes whose output is read while they work; no file is written.</summary>
internal sealed class Ffmpeg : IDisposable
{
    private const int LongestComplaint = 4096;
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly string _file;

    private Ffmpeg(string program, string file, IEnumerable<string> arguments)
    {
        _file = file;
        var start = new ProcessStartInfo(program) 
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw MediaFault.Of(MediaFault.NoDecoder, file, $"needs the program '{program}' to be decoded, and it is not on PATH",
                "Install it with 'apt-get install ffmpeg'.");
        }

        _process.StandardInput.Close();
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                if (line.Data is not null && _errors.Length < LongestComplaint) _errors.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>What the process writes.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Decodes a stream of a file to its output.</summary>
    /// <param name="file">The absolute path.</param>
    /// <param name="arguments">Which stream, and as what.</param>
    public static Ffmpeg Decode(string file, IEnumerable<string> arguments) =>
        new("ffmpeg", file, ["-v", "error", "-threads", "1", "-i", file, .. arguments, "-"]);

    /// <summary>Asks what is in a file.</summary>
    /// <param name="file">The absolute path.</param>
    public static string Probe(string file)
    {
        using var process = new Ffmpeg("ffprobe", file, ["-v", "error", "-of", "json", "-show_format", "-show_streams", file]);
        using var reader = new StreamReader(process.Output);
        var text = reader.ReadToEnd();
        process.End();
        return text;
    }

    /// <summary>Waits for the end, and looks whether it is a good one.</summary>
    /// <exception cref="JobException">The file cannot be decoded.</exception>
    public void End()
    {
        _process.WaitForExit();
        if (_process.ExitCode == 0) return;
        string text;
        lock (_errors) text = _errors.ToString();
        var last = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "no reason is given";
        var reason = last.StartsWith(_file, StringComparison.Ordinal) ? last[_file.Length..].TrimStart(':', ' ') : last;
        throw MediaFault.Of(MediaFault.Damaged, _file, $"cannot be decoded: {reason.TrimEnd('.')}", BadMediaException.Renew);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
