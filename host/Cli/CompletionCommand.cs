using System.CommandLine;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>completion bash|zsh|fish</c>.</summary>
internal static class CompletionCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host completion bash >> ~/.bashrc",
        "dotnet host completion zsh >> ~/.zshrc",
        "dotnet host completion fish > ~/.config/fish/completions/dotnet-host.fish",
    ];

    private const string Description =
        "Prints a script that makes a shell complete verbs, options, plugin ids and component names of this command line, for "
        + "'dotnet-host' and for 'dotnet host'.";

    public static Command Create(CliEnvironment environment)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]);
        var command = new Command("completion", Description) { shell };
        command.SetAction(parsed =>
        {
            environment.Output.Write(CompletionScripts.For(parsed.GetValue(shell)!));
            return ExitCodes.Done;
        });
        return command;
    }
}
