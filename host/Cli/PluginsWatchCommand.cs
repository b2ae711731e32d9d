using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Runs;
using PluginHost.Watching;

namespace PluginHost.Cli;

/// <summary><c>plugins watch DIR</c>.</summary>
internal static class PluginsWatchCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host plugins watch out",
        "dotnet host plugins watch artifacts/plugins/strategy.mine",
    ];

    private const string Description =
        "Verifies a plugin, or every plugin of a directory, now and after each rebuild; loads it, lets it register and unloads it "
        + "again. Says 'verified', or what is wrong. Ctrl-C ends it.";

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    public static Command Create(CliEnvironment environment)
    {
        var folder = new Argument<string>("dir") { Description = "A built plugin's folder, or a directory of plugins" }.OfPaths();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("watch", Description) { folder, json, verbose };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var directory = PathInput.Full(parsed.GetValue(folder)!);
            if (!Directory.Exists(directory))
            {
                var missing = new FindingList();
                var fix = "Build once, or make the directory.";
                missing.Error(FindingCodes.NoSuchSource, "plugins watch", $"there is no directory '{parsed.GetValue(folder)}'", fix: fix);
                new FindingPrinter(environment.Error, verbose: false).PrintNew(missing);
                return ExitCodes.BadJob;
            }

            var check = new PluginCheck(environment.Layout, environment.Shared);
            void Tell() => Print(environment, check.Run(directory), directory, parsed.GetValue(json), parsed.GetValue(verbose));
            using var signals = new StopSignals(_ => { }, "", cancellationToken);
            await environment.Error.WriteLineAsync($"Watching {LocatedJson.DisplayName(directory)}; Ctrl-C ends it.");
            await new PluginWatch(directory, Quiet, TimeProvider.System, Tell).RunAsync(signals.Stop);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliEnvironment environment, IReadOnlyList<CheckedPlugin> plugins, string directory, bool json, bool verbose)
    {
        var time = DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        if (json) environment.WriteJson(new JsonObject { ["time"] = time, ["plugins"] = new JsonArray([.. plugins.Select(ToJson)]) });
        if (json) return;
        if (plugins.Count == 0) environment.Output.WriteLine($"{time} there is no plugin in {LocatedJson.DisplayName(directory)}");
        foreach (var plugin in plugins)
        {
            var state = plugin.Findings.HasErrors ? "refused" : "verified, loaded and unloaded";
            var components = plugin.Components.Count == 0 ? "" : $": {string.Join(", ", plugin.Components)}";
            environment.Output.WriteLine($"{time} {plugin.Name} {state}{components}");
            new FindingPrinter(environment.Output, verbose).PrintNew(plugin.Findings);
        }

        environment.Output.Flush();
    }

    private static JsonNode ToJson(CheckedPlugin plugin) => new JsonObject
    {
        ["plugin"] = plugin.Name,
        ["verified"] = !plugin.Findings.HasErrors,
        ["components"] = new JsonArray([.. plugin.Components.Select(name => JsonValue.Create(name))]),
        ["findings"] = plugin.Findings.ToJson(),
    };
}
