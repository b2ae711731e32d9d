using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Layout;
using PluginHost.Runs;
using PluginHost.Scaffolds;

namespace PluginHost.Cli;

/// <summary><c>plugins packages DIR</c>.</summary>
internal static class PluginsPackagesCommand
{
    public static readonly string[] Examples = ["dotnet host plugins packages packages"];

    private const string Description =
        "Writes what plugin projects compile and test against, the contracts, shared libraries and the conformance kit of this "
        + "installation, and the host itself as a .NET tool, as NuGet packages into a folder. 'plugins new' has done so for its project; after the host was updated this "
        + "renews them.";

    public static Command Create(CliEnvironment environment)
    {
        var folder = new Argument<string>("dir") { Description = "The folder; earlier packages of PluginHost in it are replaced" }.OfPaths();
        var json = CommonOptions.Json();
        var command = new Command("packages", Description) { folder, json };
        command.SetAction(parsed =>
        {
            var target = PathInput.Full(parsed.GetValue(folder)!);
            var findings = Check(environment.Layout);
            var version = findings.HasErrors ? null : findings.Take(Write(environment.Layout, target));
            if (parsed.GetValue(json))
            {
                environment.WriteJson(
                    new JsonObject { ["version"] = version, ["folder"] = target, ["findings"] = findings.ToJson() });
                return findings.HasErrors ? ExitCodes.BadJob : ExitCodes.Done;
            }

            new FindingPrinter(environment.Error, verbose: false).PrintNew(findings);
            if (findings.HasErrors) return ExitCodes.BadJob;
            environment.Output.WriteLine($"Wrote the packages of version {version} to {LocatedJson.DisplayName(target)}.");
            environment.Output.WriteLine(
                "Projects made by 'plugins new' take the version from PluginHost.props beside them: build again, and run: dotnet tool restore");
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Writes the packages, and names their version in the tool manifest of the project that they lie in.</summary>
    private static Result<string?> Write(HostLayout layout, string target)
    {
        var findings = new FindingList();
        try
        {
            var version = new LocalFeed(layout).Write(target);
            var manifest = Path.Combine(Path.GetDirectoryName(target) ?? target, ToolPackage.ManifestFile);
            if (ToolPackage.IsIn(manifest)) ToolPackage.WriteManifest(manifest, version);
            return new(version, findings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var what = $"the packages cannot be written: {exception.Message}";
            findings.Error(FindingCodes.StoreUnwritable, LocatedJson.DisplayName(target), what, cause: exception);
            return new(null, findings);
        }
    }

    /// <summary>Says so if this installation lacks what projects compile or test against.</summary>
    public static FindingList Check(HostLayout layout)
    {
        var findings = new FindingList();
        var missing = new LocalFeed(layout).Missing().Select(LocatedJson.DisplayName).ToArray();
        if (missing.Length == 0) return findings;
        findings.Error(
            FindingCodes.InstallationIncomplete,
            "installation",
            $"this installation lacks {string.Join(", ", missing)}",
            "contracts, shared libraries, Sdk and conformance kit",
            "Build the whole tree: bash host/run.sh in its repository.");
        return findings;
    }
}
