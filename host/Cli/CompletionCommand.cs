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

/// <summary>
/// Shell scripts that ask the host itself, through System.CommandLine's suggest directive. 'dotnet host' is asked for only where the
/// words begin so; every other 'dotnet' command keeps the completion it had.
/// </summary>
internal static class CompletionScripts
{
    public static readonly IReadOnlyList<string> Shells = ["bash", "zsh", "fish"];

    private const string Bash = """
        # Completion of dotnet-host and "dotnet host". Made by: dotnet host completion bash
        _pluginhost_words() {
          local line="$1" IFS=$'\n'
          local found="$(dotnet-host "[suggest:${#line}]" "$line" 2>/dev/null || dotnet host "[suggest:${#line}]" "$line" 2>/dev/null)"
          COMPREPLY=($(compgen -W "$found" -- "$2"))
        }
        _pluginhost_complete() { _pluginhost_words "${COMP_LINE:0:COMP_POINT}" "$2"; }
        _pluginhost_complete_dotnet() {
          if [ "${COMP_WORDS[1]}" = host ] && [ "$COMP_CWORD" -gt 1 ]; then
            local line="${COMP_LINE:0:COMP_POINT}"
            _pluginhost_words "dotnet-host ${line#*host }" "$2"
          elif declare -F _dotnet_bash_complete >/dev/null; then
            _dotnet_bash_complete
          fi
        }
        complete -o default -F _pluginhost_complete dotnet-host
        complete -o default -F _pluginhost_complete_dotnet dotnet

        """;

    private const string Zsh = """
        # Completion of dotnet-host and "dotnet host". Made by: dotnet host completion zsh
        _pluginhost_complete() {
          local line="${BUFFER[1,CURSOR]}"
          line="dotnet-host ${line#*host }"
          local -a found
          found=("${(@f)$(dotnet-host "[suggest:${#line}]" "$line" 2>/dev/null || dotnet host "[suggest:${#line}]" "$line" 2>/dev/null)}")
          compadd -- $found
        }
        _pluginhost_complete_dotnet() {
          if [[ "${words[2]}" = host && $CURRENT -gt 2 ]]; then
            _pluginhost_complete
          elif (( $+functions[_dotnet_zsh_complete] )); then
            _dotnet_zsh_complete
          else
            _files
          fi
        }
        compdef _pluginhost_complete dotnet-host
        compdef _pluginhost_complete_dotnet dotnet

        """;

    private const string Fish = """
        # Completion of dotnet-host and "dotnet host". Made by: dotnet host completion fish
        function __pluginhost_complete
          set -l line "dotnet-host "(string replace -r '^.*?host ' '' -- (commandline -cp))
          set -l place "[suggest:"(string length -- $line)"]"
          dotnet-host $place $line 2>/dev/null; or dotnet host $place $line 2>/dev/null
        end
        complete -c dotnet-host -f -a '(__pluginhost_complete)'
        complete -c dotnet -n '__fish_seen_subcommand_from host' -f -a '(__pluginhost_complete)'

        """;

    public static string For(string shell) => shell switch { "bash" => Bash, "zsh" => Zsh, _ => Fish };
}
