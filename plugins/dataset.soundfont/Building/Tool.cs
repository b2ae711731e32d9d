using CliWrap;
using CliWrap.Buffered;
using PluginHost.Contracts;

namespace PluginHost.Plugins.DatasetSoundfont.Building;

/// <summary>A program of this machine: found on PATH, run with arguments, killed when the run is stopped.</summary>
internal static class Tool
{
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    public static Finding? Missing(string name) => Find(name) is not null ? null : new Finding
    {
        Code = "SF0012",
        What = $"the program '{name}' is not on PATH; the set cannot be rendered without it",
        Fix = $"Install it with 'apt-get install {name}', or run install.sh of this plugin.",
    };

    /// <summary>Runs to the end.</summary>
    /// <returns>What the program wrote to standard error.</returns>
    /// <exception cref="InvalidDataException">The program failed; the message has its first words.</exception>
    public static async Task<string> RunAsync(string name, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var result = await Cli.Wrap(name)
            .WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken)
            .ConfigureAwait(false);
        return result.IsSuccess
            ? result.StandardError
            : throw new InvalidDataException($"{name} ended with code {result.ExitCode}: {FirstLine(result.StandardError)}");
    }

    private static string FirstLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "no message";
}
