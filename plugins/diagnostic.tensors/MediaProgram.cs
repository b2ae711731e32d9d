using System.ComponentModel;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

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
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var command = Cli.Wrap(name).WithArguments([argument]).WithValidation(CommandResultValidation.None);
            var result = command.ExecuteBufferedAsync(patience.Token).GetAwaiter().GetResult();
            return FirstVersion(result.StandardOutput + "\n" + result.StandardError) ?? "installed, version unknown";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "does not answer";
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
