using System.CommandLine;
using System.Text.Json.Nodes;
using NuGet.Versioning;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Layout;
using PluginHost.Runs;
using PluginHost.Stores;

namespace PluginHost.Cli;

/// <summary><c>plugins remove ID[@version]</c>.</summary>
internal static class PluginsRemoveCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host plugins remove strategy.mine@1.0.0",
        "dotnet host plugins remove strategy.mine --all --project",
    ];

    private const string Description =
        "Removes an installed plugin from the user's or a project's store. Without a version, the only installed one is removed; --all "
        + "removes every version.";

    public static Command Create(CliEnvironment environment)
    {
        var id = new Argument<string>("id") { Description = "ID, ID@version or ID@range" };
        Completions.AddInstalled(id, environment);
        var all = new Option<bool>("--all") { Description = "Remove every version that fits" };
        var project = CommonOptions.Project();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("remove", Description) { id, all, project, json, verbose };
        command.SetAction(parsed =>
        {
            var findings = new FindingList();
            var store = findings.Take(CommonOptions.StoreOf(parsed, project, environment.Layout));
            var (text, every) = (parsed.GetValue(id)!, parsed.GetValue(all));
            var removed = store is null ? [] : findings.Take(Remove(store, text, every));
            var folder = CommonOptions.ProjectOf(parsed, project);
            findings.AddRange(WarnOfNeeds(environment, removed, text, folder));
            if (parsed.GetValue(json)) environment.WriteJson(ToJson(text, removed, findings));
            else new FindingPrinter(environment.Error, parsed.GetValue(verbose)).PrintNew(findings);
            if (!parsed.GetValue(json) && store is not null) Print(environment.Output, store, text, removed);
            return ExitCodes.Of(findings);
        });
        return command;
    }

    private static Result<IReadOnlyList<NuGetVersion>> Remove(PluginStore store, string text, bool all)
    {
        var findings = new FindingList();
        var where = LocatedJson.DisplayName(store.Root);
        if (PluginReference.Parse(text) is not { } reference)
        {
            findings.Error(FindingCodes.NotInstalled, where, $"'{text}' names no plugin", "ID or ID@version");
            return new([], findings);
        }

        var installed = store.VersionsOf(reference.Id);
        var fitting = installed.Where(reference.Range.Satisfies).ToArray();
        if (fitting.Length == 0)
        {
            var ids = store.Ids();
            findings.Error(
                FindingCodes.NotInstalled,
                where,
                $"{text} is not installed here",
                installed.Count > 0 ? $"one of the versions {string.Join(", ", installed)}" : NearestName.OneOf(ids),
                installed.Count > 0 ? null : NearestName.Suggest(reference.Id, ids) ?? "A project's plugins are removed with --project.");
            return new([], findings);
        }

        if (fitting.Length > 1 && !all)
        {
            findings.Error(
                FindingCodes.NotInstalled,
                where,
                $"several versions of {reference.Id} are installed: {string.Join(", ", (object[])fitting)}",
                fix: $"Name one, such as {reference.Id}@{fitting[^1]}, or remove all with --all.");
            return new([], findings);
        }

        try
        {
            foreach (var version in fitting) store.Remove(reference.Id, version);
            return new(fitting, findings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Error(FindingCodes.StoreUnwritable, where, $"cannot remove {text}: {exception.Message}", cause: exception);
            return new([], findings);
        }
    }

    private static FindingList WarnOfNeeds(CliEnvironment environment, IReadOnlyList<NuGetVersion> removed, string text, string project)
    {
        var findings = new FindingList();
        if (removed.Count == 0) return findings;
        var id = PluginReference.Parse(text)!.Id;
        var catalog = PluginDiscovery.Discover(environment.Layout, [], project);
        findings.AddRange(catalog.Findings);
        foreach (var (folder, manifest) in catalog.Usable)
        {
            foreach (var required in manifest.Requires.Where(required => required.Id == id && removed.Any(required.Range.Satisfies)))
            {
                if (catalog.Versions(id).Any(found => required.Range.Satisfies(found.Manifest.Version))) continue;
                findings.Warn(
                    FindingCodes.RequiresMissing,
                    folder.ManifestDisplay,
                    $"{folder} requires {id} {required.Range.ToNormalizedString()}, which is gone now");
            }
        }

        return findings;
    }

    private static void Print(TextWriter writer, PluginStore store, string text, IReadOnlyList<NuGetVersion> removed)
    {
        if (removed.Count == 0) return;
        var id = PluginReference.Parse(text)!.Id;
        foreach (var version in removed) writer.WriteLine($"Removed {id} {version}: {LocatedJson.DisplayName(store.Root)}");
        writer.WriteLine("Next: see what is left with: dotnet host plugins list");
    }

    private static JsonObject ToJson(string text, IReadOnlyList<NuGetVersion> removed, FindingList findings) => new()
    {
        ["removed"] = new JsonArray(
            [.. removed.Select(version => JsonValue.Create($"{text.Split('@')[0]} {version.ToNormalizedString()}"))]),
        ["findings"] = findings.ToJson(),
    };
}
