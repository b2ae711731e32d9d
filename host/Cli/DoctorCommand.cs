using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>doctor</c>.</summary>
internal static class DoctorCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host doctor",
        "dotnet host doctor --json",
    ];

    private const string Description =
        "Tells the state of this machine and installation: host, runtime, shared assemblies and the native runtimes that they bring, "
        + "plugins, and everything that the plugins' own diagnostics look at (GPU, installed programs).";

    public static Command Create(CliEnvironment environment)
    {
        var plugins = CommonOptions.Plugins();
        var threads = CommonOptions.Threads();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("doctor", Description) { plugins, threads, json, verbose };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var directories = CommonOptions.PluginDirectories(parsed, plugins);
            var machine = new MachineReport(environment.Layout, environment.Shared, parsed.GetValue(threads) ?? 0);
            var (report, findings) = await Task.Run(() => machine.CreateAsync(directories, cancellationToken), cancellationToken);
            if (parsed.GetValue(json))
            {
                environment.WriteJson(
                    new JsonObject
                    {
                        ["report"] = new JsonArray([.. report.Select(ToJson)]),
                        ["findings"] = findings.ToJson(),
                    });
            }
            else
            {
                foreach (var line in report) Print(environment.Output, line);
                new FindingPrinter(environment.Error, parsed.GetValue(verbose)).PrintNew(findings);
            }

            if (findings.HasErrors) return ExitCodes.BadPlugin;
            return report.Any(line => line.Severity == FindingSeverity.Error) ? ExitCodes.BadJob : ExitCodes.Done;
        });
        return command;
    }

    private static void Print(TextWriter writer, Diagnosis line)
    {
        var mark = line.Severity switch { FindingSeverity.Error => "error", FindingSeverity.Warning => "warning", _ => "ok" };
        writer.WriteLine($"{mark,-8} {line.Subject,-24} {line.State}");
        if (line.Fix is not null) writer.WriteLine($"{"",33} {line.Fix}");
    }

    private static JsonNode ToJson(Diagnosis line) => new JsonObject
    {
        ["subject"] = line.Subject,
        ["state"] = line.State,
        ["severity"] = line.Severity.ToString().ToLowerInvariant(),
        ["fix"] = line.Fix,
    };
}
