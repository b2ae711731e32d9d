using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Packages;
using PluginHost.Runs;
using PluginHost.Stores;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.Cli;

/// <summary><c>plugins verify PATH</c>.</summary>
internal static class PluginsVerifyCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host plugins verify strategy.mine.1.0.0.nupkg",
        "dotnet host plugins verify artifacts/plugins/strategy.mine --json",
    ];

    private const string Description =
        "Checks everything about a plugin that can be checked without executing any of it: manifest, hashes, contract and "
        + "framework versions, references, links, options schemas, entry type, required plugins; of a package also that it is safe "
        + "to unpack.";

    public static Command Create(CliEnvironment environment)
    {
        var path = new Argument<string>("path") { Description = "A .nupkg or a built plugin's folder" }.OfPaths();
        var project = CommonOptions.Project();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("verify", Description) { path, project, json, verbose };
        command.SetAction(parsed =>
        {
            var (plugin, findings) = TryVerify(environment, parsed.GetValue(path)!, CommonOptions.ProjectOf(parsed, project));
            if (parsed.GetValue(json)) environment.WriteJson(ToJson(plugin, findings));
            else new FindingPrinter(environment.Error, parsed.GetValue(verbose)).PrintNew(findings);
            if (findings.HasErrors) return ExitCodes.Of(findings);
            if (!parsed.GetValue(json)) Print(environment.Output, plugin!, parsed.GetValue(path)!);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Result<VerifiedPlugin?> TryVerify(CliEnvironment environment, string path, string project)
    {
        try
        {
            return Verify(environment, path, project);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var findings = new FindingList();
            findings.Error(FindingCodes.PackageUnreadable, path, $"the plugin cannot be read: {exception.Message}", cause: exception);
            return new(null, findings);
        }
    }

    private static Result<VerifiedPlugin?> Verify(CliEnvironment environment, string path, string project)
    {
        if (Directory.Exists(path)) return Verify(environment, PluginDiscovery.Read(PathInput.Full(path)), path, project);
        var findings = new FindingList();
        if (!File.Exists(path))
        {
            findings.Error(FindingCodes.NoSuchSource, path, "there is no such file or folder", "a .nupkg or a built plugin's folder");
            return new(null, findings);
        }

        var temporary = Directory.CreateTempSubdirectory("pluginhost-verify-").FullName;
        try
        {
            var content = Path.Combine(temporary, "content");
            var plugin = findings.Take(StagedPlugin.Unpack(path, content, path, wanted: null, ArchiveLimits.Default));
            return new(plugin is null ? null : findings.Take(Verify(environment, plugin, path, project)), findings);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static Result<VerifiedPlugin?> Verify(CliEnvironment environment, PluginFolder plugin, string display, string project)
    {
        var (verification, findings) = environment.Verification(project);
        verification.Verify(plugin);
        if (plugin.Manifest is not null) CheckRequirements(environment, plugin, project);
        findings.AddRange(StagedPlugin.Report(plugin, display));
        var verified = plugin.Manifest is { } manifest
            ? new VerifiedPlugin(manifest, PluginFiles.In(plugin.Path).Count, ContentHash.Of(plugin.Path))
            : null;
        return new(verified, findings);
    }

    /// <summary>What is not installed here can be installed before the plugin is used; a circle of requirements cannot be mended.</summary>
    private static void CheckRequirements(CliEnvironment environment, PluginFolder plugin, string project)
    {
        var catalog = PluginDiscovery.Discover(environment.Layout, [plugin.Path], project);
        plugin.Findings.AddRange(catalog.Findings);
        foreach (var finding in RequirementCheck.Check(plugin, plugin.Manifest!, catalog))
            plugin.Findings.Add(finding.Code == FindingCodes.RequiresCycle ? finding : finding with { Severity = FindingSeverity.Warning });
    }

    private static void Print(TextWriter writer, VerifiedPlugin plugin, string path)
    {
        var hashes = plugin.Manifest.Files is null ? "no hashes in the manifest" : "all hashes match";
        writer.WriteLine($"Verified {plugin.Manifest.Id} {plugin.Manifest.Version}: {path}. Nothing of it was executed.");
        writer.WriteLine($"  {plugin.FileCount} files, {hashes}; content sha256 {plugin.ContentHash}");
        writer.WriteLine($"Next: dotnet host plugins {(plugin.Manifest.Files is null ? "pack" : "install")} {path}");
    }

    private static JsonObject ToJson(VerifiedPlugin? plugin, FindingList findings) => new()
    {
        ["id"] = plugin?.Manifest.Id,
        ["version"] = plugin?.Manifest.Version.ToNormalizedString(),
        ["valid"] = !findings.HasErrors,
        ["hashed"] = plugin?.Manifest.Files is not null,
        ["sha256"] = plugin?.ContentHash,
        ["findings"] = findings.ToJson(),
    };

    private sealed record VerifiedPlugin(Manifests.PluginManifest Manifest, int FileCount, string ContentHash);
}
