using System.CommandLine;
using System.Text.Json.Nodes;
using NuGet.Versioning;
using PluginHost.Discovery;
using PluginHost.Feeds;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Packages;
using PluginHost.Runs;
using PluginHost.Stores;

namespace PluginHost.Cli;

/// <summary><c>plugins install SOURCE</c>.</summary>
internal static class PluginsInstallCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host plugins install strategy.mine.1.0.0.nupkg",
        "dotnet host plugins install build/strategy.mine --project",
        "dotnet host plugins install strategy.mine@[1.0,2.0) --source https://packages.example.org/v3/index.json",
    ];

    private const string Description =
        "Installs a plugin, version beside version, for this user or for one project: from a package, a built plugin's folder, or by "
        + "id from a NuGet feed, then with the plugins it requires. Every check comes first and nothing of a plugin is executed; a "
        + "plugin is there whole or not at all.";

    public static Command Create(CliEnvironment environment)
    {
        var source = new Argument<string>("source") { Description = "A .nupkg, a built plugin's folder, or ID[@version or range]" };
        var feed = new Option<string?>("--source")
        {
            Description = "Where to look for an ID: a folder of packages, the address of a NuGet feed's index.json (version 3), or the name of "
                + "a source in nuget.config; default is every source there",
            HelpName = "feed",
        };
        var force = new Option<bool>("--force") { Description = "Replace an installed plugin of the same version" };
        var project = CommonOptions.Project();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("install", Description) { source, feed, project, force, json, verbose };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var findings = new FindingList();
            var folder = CommonOptions.ProjectOf(parsed, project);
            var (text, from) = (parsed.GetValue(source)!, parsed.GetValue(feed));
            PluginCatalog Catalog() => PluginDiscovery.Discover(environment.Layout, [], folder);
            IReadOnlyList<InstalledPlugin> installed = [];
            if (findings.Take(CommonOptions.StoreOf(parsed, project, environment.Layout)) is { } store)
            {
                var verification = findings.Take(environment.Verification(folder));
                var installer = new PluginInstaller(store, verification, ArchiveLimits.Default) { Force = parsed.GetValue(force) };
                installed = File.Exists(text) || Directory.Exists(text)
                    ? findings.Take(InstallPath(installer, text))
                    : findings.Take(await InstallIdAsync(installer, text, from, folder, Catalog(), cancellationToken));
            }

            if (parsed.GetValue(json)) environment.WriteJson(ToJson(installed, findings));
            else new FindingPrinter(environment.Error, parsed.GetValue(verbose)).PrintNew(findings);
            if (!parsed.GetValue(json)) Print(environment.Output, installed, Catalog(), from);
            return ExitCodes.Of(findings);
        });
        return command;
    }

    private static Result<IReadOnlyList<InstalledPlugin>> InstallPath(PluginInstaller installer, string path)
    {
        var findings = new FindingList();
        var full = PathInput.Full(path);
        if (!File.Exists(full)
            && (!File.Exists(Path.Combine(full, Manifests.ManifestReader.FileName)) || ProjectBuild.ProjectOf(full) is not null))
        {
            findings.Error(
                FindingCodes.NoSuchSource,
                path,
                "the folder is no built plugin",
                "a folder with plugin.json and the plugin's dll",
                $"Build and pack a project first: dotnet host plugins pack {path}");
            return new([], findings);
        }

        var installed = findings.Take(File.Exists(full) ? installer.InstallPackage(full) : installer.InstallFolder(full));
        return new(installed is null ? [] : [installed], findings);
    }

    private static async Task<Result<IReadOnlyList<InstalledPlugin>>> InstallIdAsync(
        PluginInstaller installer, string text, string? from, string folder, PluginCatalog catalog, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        var reference = PluginReference.Parse(text);
        if (reference is null || text.EndsWith(".nupkg", StringComparison.OrdinalIgnoreCase))
        {
            var expected = "a .nupkg, a built plugin's folder, or ID[@version]";
            findings.Error(FindingCodes.NoSuchSource, text, "there is no such file or folder", expected);
            return new([], findings);
        }

        using var feed = findings.Take(PackageFeed.Open(from, folder, ArchiveLimits.Default));
        if (feed is null) return new([], findings);
        bool IsThere(string id, VersionRange range) => catalog.Versions(id).Any(found => range.Satisfies(found.Manifest.Version));
        var installation = new FeedInstallation(feed, installer);
        return new(findings.Take(await installation.InstallAsync(reference.Id, reference.Range, IsThere, cancellationToken)), findings);
    }

    private static void Print(TextWriter writer, IReadOnlyList<InstalledPlugin> installed, PluginCatalog catalog, string? from)
    {
        foreach (var plugin in installed)
        {
            writer.WriteLine($"{(plugin.WasThere ? "Already installed" : "Installed")} {plugin}: {LocatedJson.DisplayName(plugin.Folder)}");
            writer.WriteLine($"  content sha256 {plugin.ContentHash}");
            foreach (var required in plugin.Manifest.Requires)
            {
                if (catalog.Versions(required.Id).Any(found => required.Range.Satisfies(found.Manifest.Version))) continue;
                var range = required.Range.ToNormalizedString();
                writer.WriteLine($"  requires {required.Id} {range}, which is not installed");
                writer.WriteLine($"Next: dotnet host plugins install \"{required.Id}@{range}\" --source {from ?? "FEED"}");
            }
        }

        if (installed.Count == 0 || installed[0].Manifest.Provides.Count == 0) return;
        var component = installed[0].Manifest.Provides[0];
        writer.WriteLine($"Next: see its options with: dotnet host plugins inspect {installed[0].Manifest.Id}");
        writer.WriteLine($"      use it in a job with: dotnet host run --set {component.Kind}={component.Name}");
    }

    private static JsonObject ToJson(IReadOnlyList<InstalledPlugin> installed, FindingList findings) => new()
    {
        ["installed"] = new JsonArray([.. installed.Select(plugin => (JsonNode)new JsonObject
        {
            ["id"] = plugin.Manifest.Id,
            ["version"] = plugin.Manifest.Version.ToNormalizedString(),
            ["path"] = plugin.Folder,
            ["sha256"] = plugin.ContentHash,
            ["new"] = !plugin.WasThere,
        })]),
        ["findings"] = findings.ToJson(),
    };
}
