using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Pipeline;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Loading;
using PluginHost.Manifests;
using PluginHost.Runs;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.Cli;

/// <summary><c>plugins inspect ID</c>.</summary>
internal static class PluginsInspectCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host plugins inspect strategy.contav-sep",
        "dotnet host plugins inspect strategy.contav-sep --json",
    ];

    private const string Description =
        "Shows one plugin: its components with their options, ranges and defaults, what they need and offer, the "
        + "contracts and plugins it requires, and findings. The plugin is loaded so that it can register, but no "
        + "component is built.";

    public static Command Create(CliEnvironment environment)
    {
        var id = new Argument<string>("id") { Description = "The plugin's id, ID@version, or a component as kind.name" };
        Completions.AddPluginsAndComponents(id, environment);
        var plugins = CommonOptions.Plugins();
        var project = CommonOptions.Project();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("inspect", Description) { id, plugins, project, json, verbose };
        command.SetAction(async (parsed, _) =>
        {
            var pipeline = new JobPipeline(environment.Layout, environment.Shared);
            var place = CommonOptions.ProjectOf(parsed, project);
            var catalog = pipeline.Discover(CommonOptions.PluginDirectories(parsed, plugins), place);
            var printer = new FindingPrinter(environment.Error, parsed.GetValue(verbose));
            if (catalog.Findings.HasErrors || Find(catalog, parsed.GetValue(id)!) is not { } folder)
            {
                printer.PrintNew(catalog.Findings);
                if (catalog.Findings.HasErrors) return ExitCodes.Of(catalog.Findings);
                var ids = catalog.All.Select(plugin => plugin.Id).ToArray();
                var missing = new FindingList();
                var text = parsed.GetValue(id)!;
                missing.Error(
                    FindingCodes.UnknownComponent,
                    "plugins inspect",
                    $"there is no plugin '{text}'",
                    NearestName.OneOf(ids),
                    NearestName.Suggest(text, ids));
                printer.PrintNew(missing);
                return ExitCodes.BadJob;
            }

            return await Task.Run(() => Inspect(environment, pipeline, catalog, folder, place, parsed.GetValue(json), printer));
        });
        return command;
    }

    private static PluginFolder? Find(PluginCatalog catalog, string id) =>
        (PluginReference.Parse(id) is { } reference
            ? catalog.Versions(reference.Id).FirstOrDefault(found => reference.Range.Satisfies(found.Manifest.Version)).Folder
            : null)
        ?? catalog.Usable.FirstOrDefault(plugin => plugin.Manifest.Provides.Any(component => component.ToString() == id)).Folder
        ?? catalog.All.FirstOrDefault(plugin => plugin.Id == id);

    private static int Inspect(
        CliEnvironment environment,
        JobPipeline pipeline,
        PluginCatalog catalog,
        PluginFolder folder,
        string project,
        bool json,
        FindingPrinter printer)
    {
        var (verification, findings) = environment.Verification(project);
        findings.AddRange(catalog.Findings);
        verification.VerifyAll(catalog);
        findings.AddRange(folder.Findings);
        var components = new List<InspectedComponent>();
        var (state, reason) = (folder.State, folder.Reason);
        if (state == PluginState.Verified)
            components.AddRange(findings.Take(PluginProbe.Look(pipeline, folder, catalog, InspectedComponent.Of)));

        // Loaded and unloaded by now; what is said is what verification and loading found.
        if (findings.HasErrors && state == PluginState.Verified) (state, reason) = (PluginState.Faulted, FirstError(findings));
        var isReadable = ReadabilityVerifier.Faults(folder.Path).Count == 0;
        var facts = new InspectedFiles(
            state.ToString().ToLowerInvariant(),
            reason,
            isReadable ? ContentHash.Of(folder.Path) : "unknown, as files cannot be read",
            folder.Manifest?.Files is not null,
            isReadable ? NativeFiles.In(folder.Path) : []);
        if (json) environment.WriteJson(ToJson(folder, facts, components, findings));
        else PluginSheet.Write(environment.Output, folder, facts, components);
        if (!json) printer.PrintNew(findings);
        return findings.HasErrors ? ExitCodes.BadPlugin : ExitCodes.Done;
    }

    private static string FirstError(FindingList findings) =>
        findings.All.First(reported => reported.Finding.Severity == FindingSeverity.Error).Finding.What;

    private static JsonObject ToJson(PluginFolder folder, InspectedFiles facts, List<InspectedComponent> components, FindingList findings)
    {
        var manifest = folder.Manifest;
        return new JsonObject
        {
            ["id"] = folder.Id,
            ["version"] = manifest?.Version.ToString(),
            ["name"] = manifest?.Name,
            ["description"] = manifest?.Description,
            ["license"] = manifest?.License,
            ["path"] = folder.Path,
            ["state"] = facts.State,
            ["reason"] = facts.Reason,
            ["sha256"] = facts.ContentHash,
            ["hashed"] = facts.IsHashed,
            ["natives"] = new JsonArray([.. facts.Natives.Select(native => JsonValue.Create(native))]),
            ["targetFramework"] = manifest?.TargetFramework,
            ["contracts"] = new JsonObject(
                manifest?.Contracts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.ToNormalizedString())) ?? []),
            ["requires"] = new JsonObject(
                manifest?.Requires.Select(wish => KeyValuePair.Create(wish.Id, (JsonNode?)wish.Range.ToNormalizedString())) ?? []),
            ["capabilities"] = new JsonObject(
                manifest?.Capabilities.Select(pair => KeyValuePair.Create(pair.Key, JsonNode.Parse(pair.Value))) ?? []),
            ["components"] = new JsonArray([.. components.Select(component => component.ToJson())]),
            ["findings"] = findings.ToJson(),
        };
    }
}
