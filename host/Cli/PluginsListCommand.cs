using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Discovery;
using PluginHost.Json;
using PluginHost.Runs;
using PluginHost.Verification;

namespace PluginHost.Cli;

/// <summary><c>plugins list</c>.</summary>
internal static class PluginsListCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host plugins list",
        "dotnet host plugins list --plugins ~/my-plugins --json",
    ];

    private const string Description =
        "Lists every plugin that is found, with its state after verification. Nothing of a plugin is executed.";

    public static Command Create(CliEnvironment environment)
    {
        var plugins = CommonOptions.Plugins();
        var project = CommonOptions.Project();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("list", Description) { plugins, project, json, verbose };
        command.SetAction(parsed =>
        {
            string[] directories =
            [
                .. (parsed.GetValue(plugins) ?? []).Select(Path.GetFullPath),
                .. environment.Layout.PluginPath(CommonOptions.ProjectOf(parsed, project)),
            ];
            var catalog = PluginDiscovery.Discover(directories);
            new PluginVerification(environment.Shared).VerifyAll(catalog);
            if (parsed.GetValue(json)) environment.WriteJson(new JsonArray([.. catalog.All.Select(ToJson)]));
            else Print(environment, catalog, directories, parsed.GetValue(verbose));
            return catalog.All.Any(plugin => plugin.State == PluginState.Faulted) ? ExitCodes.BadPlugin : ExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliEnvironment environment, PluginCatalog catalog, string[] directories, bool verbose)
    {
        if (catalog.All.Count == 0)
        {
            environment.Output.WriteLine($"No plugin was found in {string.Join(", ", directories)}.");
            return;
        }

        var rows = new List<IReadOnlyList<string>>();
        foreach (var plugin in catalog.All)
        {
            var (version, state, path) = (plugin.Manifest?.Version.ToString() ?? "?", State(plugin), LocatedJson.DisplayName(plugin.Path));
            var provides = plugin.Manifest?.Provides ?? [];
            if (provides.Count == 0) rows.Add([plugin.Id, version, "?", state, path, ""]);
            for (var i = 0; i < provides.Count; i++)
            {
                var text = provides[i].Description ?? (provides.Count == 1 ? plugin.Manifest!.Description : null) ?? "";
                rows.Add(
                    i == 0
                        ? [plugin.Id, version, provides[i].ToString(), state, path, text]
                        : ["", "", provides[i].ToString(), "", "", text]);
            }
        }

        TextTable.Write(environment.Output, ["plugin", "version", "component", "state", "path", "description"], rows);
        var printer = new FindingPrinter(environment.Error, verbose);
        foreach (var plugin in catalog.All) printer.PrintNew(plugin.Findings);
    }

    private static string State(PluginFolder plugin) => plugin.State.ToString().ToLowerInvariant();

    private static JsonNode ToJson(PluginFolder plugin) => new JsonObject
    {
        ["id"] = plugin.Id,
        ["version"] = plugin.Manifest?.Version.ToString(),
        ["description"] = plugin.Manifest?.Description,
        ["state"] = State(plugin),
        ["path"] = plugin.Path,
        ["components"] = new JsonArray([.. (plugin.Manifest?.Provides ?? []).Select(component =>
            (JsonNode)new JsonObject { ["kind"] = component.Kind, ["name"] = component.Name, ["description"] = component.Description })]),
        ["findings"] = FindingPrinter.ToJson(plugin.Findings),
    };
}
