using System.CommandLine;

namespace PluginHost.Cli;

/// <summary><c>plugins</c>: commands that look at plugins.</summary>
internal static class PluginsCommand
{
    public static Command Create(CliEnvironment environment) => new("plugins", "Looks at plugins: list, inspect.")
    {
        PluginsListCommand.Create(environment),
        PluginsInspectCommand.Create(environment),
    };
}
