using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Runs;
using PluginHost.Runtimes;

namespace PluginHost.Cli;

/// <summary><c>setup</c>.</summary>
internal static class SetupCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host setup",
        "dotnet host setup --json",
    ];

    private const string Description =
        "Fetches what the native runtimes of this installation, such as a tensor library, miss on this machine: packages, restored "
        + "by the .NET SDK into the user's package cache from the feeds of this folder's NuGet configuration. Does nothing where "
        + "nothing is missing.";

    public static Command Create(CliEnvironment environment)
    {
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("setup", Description) { json, verbose };
        command.SetAction((parsed, cancellationToken) => StopSignals.RunAsync(
            stop => RunAsync(environment, parsed.GetValue(json), parsed.GetValue(verbose), stop),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliEnvironment environment, bool json, bool verbose, CancellationToken cancellationToken)
    {
        var (fetched, findings) = await FetchAsync(environment, json, cancellationToken);
        if (json) environment.WriteJson(ToJson(fetched, findings));
        else new FindingPrinter(environment.Error, verbose).PrintNew(findings);
        if (findings.HasErrors || json) return ExitCodes.Of(findings);
        foreach (var package in fetched)
            await environment.Output.WriteLineAsync($"Fetched {package.Package.Id} {package.Package.Version}: {package.Folder}");
        if (fetched.Count == 0) await environment.Output.WriteLineAsync("Nothing is missing.");
        return ExitCodes.Done;
    }

    private static async Task<Result<IReadOnlyList<RestoredPackage>>> FetchAsync(
        CliEnvironment environment, bool quiet, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        var runtimes = new SharedRuntimes(environment.Shared, environment.Layout.SharedDirectory).Make(ComputeThreads.Of(0));
        foreach (var runtime in runtimes) findings.AddRange(runtime.Faults);
        var missing = findings.Take(Missing(runtimes));
        if (missing.Length == 0) return new([], findings);
        if (!quiet)
            await environment.Error.WriteLineAsync($"Fetching {string.Join(", ", missing.Select(Name))}; this may take minutes.");
        var fetched = findings.Take(await new PackageRestore(Environment.CurrentDirectory).RestoreAsync(missing, cancellationToken));
        if (fetched.Count == 0) return new([], findings);
        foreach (var package in findings.Take(Missing(runtimes)))
            findings.MachineError(
                FindingCodes.RuntimePackage, "setup", $"{Name(package)} was restored, but its runtime still misses files of it");
        return new(fetched, findings);
    }

    private static Result<RuntimePackage[]> Missing(IEnumerable<SharedRuntime> runtimes)
    {
        var findings = new FindingList();
        return new([.. runtimes.SelectMany(runtime => findings.Take(runtime.Missing())).Distinct()], findings);
    }

    private static string Name(RuntimePackage package) => $"{package.Id} {package.Version}";

    private static JsonObject ToJson(IEnumerable<RestoredPackage> fetched, FindingList findings) => new()
    {
        ["fetched"] = new JsonArray(
        [
            .. fetched.Select(package => (JsonNode)new JsonObject
            {
                ["id"] = package.Package.Id, ["version"] = package.Package.Version, ["folder"] = package.Folder,
            }),
        ]),
        ["findings"] = findings.ToJson(),
    };
}
