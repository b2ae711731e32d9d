using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PluginHost.Plugins.TensorDiagnostics;

/// <summary>Asks a program on PATH for its version.</summary>
public static partial class MediaProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Runs the program and reads its version.</summary>
    /// <param name="name">The program.</param>
    /// <param name="argument">What makes it tell its version.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The version, or <see langword="null"/> if the program is not there.</returns>
    public static string? Version(string name, string argument, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(name, argument)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start);
            if (process is null) return null;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return "does not answer";
            }

            return FirstVersion(output.GetAwaiter().GetResult() + "\n" + error.GetAwaiter().GetResult()) ?? "installed, version unknown";
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Finds the first version number in a text.</summary>
    /// <param name="text">What a program printed.</param>
    /// <returns>The number, such as <c>5.1.9</c>, or <see langword="null"/>.</returns>
    public static string? FirstVersion(string text)
    {
        var match = VersionNumber().Match(text);
        return match.Success ? match.Value : null;
    }

    [GeneratedRegex(@"(?<![\w.])\d+(\.\d+)+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionNumber();
}
