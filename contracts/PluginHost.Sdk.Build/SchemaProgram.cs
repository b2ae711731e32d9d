using System.Diagnostics;
using System.Text;

namespace PluginHost.Sdk.Build;

/// <summary>
/// The program that completes a manifest with the schemas of the options. The defaults in them are what the plugin's code sets, and this step may
/// run on another runtime than the plugin's, so it is a process of its own.
/// </summary>
/// <param name="path">The program, a <c>.dll</c>.</param>
internal sealed class SchemaProgram(string path)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Returns the manifest with the schemas, or what is wrong.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="assembly">The compiled plugin.</param>
    /// <param name="entryType">The name of its entry point.</param>
    /// <param name="references">The files that it was compiled against.</param>
    public (string? Manifest, string Fault) Complete(string manifest, string assembly, string entryType, IEnumerable<string> references)
    {
        if (!File.Exists(path)) return (null, $"there is no {path}");
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } dotnet ? dotnet : "dotnet")
            {
                Arguments = $"\"{path}\" \"{assembly}\" \"{entryType}\"",
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = s_utf8,
                StandardErrorEncoding = s_utf8,
                UseShellExecute = false,
            },
        };
        process.StartInfo.EnvironmentVariables["DOTNET_TieredPGO"] = "0";
        try
        {
            process.Start();
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            Send(process.StandardInput.BaseStream, $"{string.Concat(references.Select(file => file + "\n"))}\n{manifest}");
            if (!process.WaitForExit((int)s_limit.TotalMilliseconds))
            {
                process.Kill();
                return (null, $"the plugin did not register within {s_limit.TotalSeconds:0} s");
            }

            var fault = errors.GetAwaiter().GetResult().Trim();
            return process.ExitCode == 0 ? (output.GetAwaiter().GetResult(), "") : (null, fault.Length > 0 ? fault : $"exit {process.ExitCode}");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (null, $"{process.StartInfo.FileName} cannot be started: {exception.Message}");
        }
    }

    private static void Send(Stream input, string text)
    {
        try
        {
            using (input)
            {
                var bytes = s_utf8.GetBytes(text);
                input.Write(bytes, 0, bytes.Length);
            }
        }
        catch (IOException)
        {
            // It ended before it read all: it says why.
        }
    }
}
