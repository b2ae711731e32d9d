using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Comparisons.Tables;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>plugins list</c>.</summary>
internal static class PluginsListCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host plugins list",
        "dotnet host plugins list --all",
        "dotnet host plugins list --plugins ~/my-plugins --json",
    ];

    private const string Description =
        "Lists the plugins that are found, each in its highest version, with its state after verification; --all lists every version "
        + "and copy with where it comes from and why it is in its state. Nothing of a plugin is executed.";

    public static Command Create(CliEnvironment environment)
    {
        var all = new Option<bool>("--all") { Description = "Every version and shadowed copy, with origin and reason" };
        var plugins = CommonOptions.Plugins();
        var project = CommonOptions.Project();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("list", Description) { all, plugins, project, json, verbose };
        command.SetAction(parsed =>
        {
            var folder = CommonOptions.ProjectOf(parsed, project);
            var named = CommonOptions.PluginDirectories(parsed, plugins);
            var findings = new FindingList();
            var catalog = PluginDiscovery.Discover(environment.Layout, named, folder);
            findings.AddRange(catalog.Findings);
            findings.Take(environment.Verification(folder)).VerifyAll(catalog);
            var shown = parsed.GetValue(all) ? InOrder(catalog.All.Concat(catalog.Shadowed)) : Highest(catalog);
            string Origin(PluginFolder plugin) => environment.Layout.OriginOf(plugin.Path, folder);
            if (parsed.GetValue(json)) environment.WriteJson(new JsonArray([.. shown.Select(plugin => ToJson(plugin, Origin(plugin)))]));
            else if (catalog.All.Count == 0)
                environment.Output.WriteLine($"No plugin was found in {string.Join(", ", named.Concat(environment.Layout.Stores(folder)))}.");
            else if (parsed.GetValue(all)) PrintAll(environment.Output, shown, Origin);
            else Print(environment.Output, shown);
            var printer = new FindingPrinter(environment.Error, parsed.GetValue(verbose));
            printer.PrintNew(findings);
            if (!parsed.GetValue(json)) foreach (var plugin in catalog.All) printer.PrintNew(plugin.Findings);
            if (catalog.Findings.HasErrors) return ExitCodes.Of(catalog.Findings);
            var bad = findings.HasErrors || catalog.All.Any(plugin => plugin.State == PluginState.Faulted);
            return bad ? ExitCodes.BadPlugin : ExitCodes.Done;
        });
        return command;
    }

    private static PluginFolder[] InOrder(IEnumerable<PluginFolder> plugins) =>
        [.. plugins.OrderBy(plugin => plugin.Id, StringComparer.Ordinal).ThenByDescending(plugin => plugin.Manifest?.Version)];

    private static PluginFolder[] Highest(PluginCatalog catalog) =>
    [
        .. catalog.All.Where(
            plugin => plugin.Manifest is null || catalog.Versions(plugin.Id).First().Folder == plugin),
    ];

    private static void Print(TextWriter writer, IReadOnlyList<PluginFolder> plugins)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var plugin in plugins)
        {
            var (version, state, path) = (Version(plugin), State(plugin), LocatedJson.DisplayName(plugin.Path));
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

        TextTable.Write(writer, ["plugin", "version", "component", "state", "path", "description"], rows);
    }

    private static void PrintAll(TextWriter writer, IReadOnlyList<PluginFolder> plugins, Func<PluginFolder, string> origin) =>
        TextTable.Write(
            writer,
            ["plugin", "version", "state", "origin", "path", "reason"],
            [
                .. plugins.Select(plugin => (IReadOnlyList<string>)
                    [plugin.Id, Version(plugin), State(plugin), origin(plugin), LocatedJson.DisplayName(plugin.Path), Reason(plugin)]),
            ]);

    private static string Version(PluginFolder plugin) => plugin.Manifest?.Version.ToString() ?? "?";

    private static string State(PluginFolder plugin) =>
        plugin.ShadowedBy is null ? plugin.State.ToString().ToLowerInvariant() : "shadowed";

    private static string Reason(PluginFolder plugin) =>
        plugin.ShadowedBy is { } first ? $"the copy in {LocatedJson.DisplayName(first)} is searched first" : plugin.Reason;

    private static JsonNode ToJson(PluginFolder plugin, string origin) => new JsonObject
    {
        ["id"] = plugin.Id,
        ["version"] = plugin.Manifest?.Version.ToString(),
        ["description"] = plugin.Manifest?.Description,
        ["state"] = State(plugin),
        ["reason"] = Reason(plugin),
        ["origin"] = origin,
        ["path"] = plugin.Path,
        ["components"] = new JsonArray([.. (plugin.Manifest?.Provides ?? []).Select(component =>
            (JsonNode)new JsonObject { ["kind"] = component.Kind, ["name"] = component.Name, ["description"] = component.Description })]),
        ["findings"] = plugin.Findings.ToJson(),
    };
}
