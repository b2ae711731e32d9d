using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Pipeline;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary>Checks a job without running it, for the verbs that do: shows progress, and tells what was found to people or as JSON.</summary>
/// <param name="Good">The name of the JSON member that says whether nothing speaks against the job.</param>
/// <param name="Praise">What is said of a job that nothing speaks against.</param>
internal sealed record JobChecking(string Good, string Praise)
{
    /// <summary>Checks.</summary>
    /// <param name="environment">Where to write.</param>
    /// <param name="request">The job.</param>
    /// <param name="parts">What the engine is to check.</param>
    /// <param name="json">Whether to write JSON.</param>
    /// <param name="verbose">Whether to show stack traces and notes.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>What was found.</returns>
    public async Task<RunReport> RunAsync(
        CliEnvironment environment, RunRequest request, CheckedParts parts, bool json, bool verbose, CancellationToken cancellationToken)
    {
        RunReport report;
        ReportedTables tables;
        using (var progress = new ProgressLine(json ? TextWriter.Null : environment.Error))
        {
            tables = new(progress);
            var pipeline = JobPipeline.For(environment.Layout, environment.Shared, request);
            report = await pipeline.ValidateAsync(request, parts, tables, cancellationToken);
        }

        var good = report.ExitCode == ExitCodes.Done;
        if (json)
        {
            environment.WriteJson(new JsonObject { [Good] = good, ["findings"] = report.Findings.ToJson(), ["tables"] = tables.ToJson() });
            return report;
        }

        tables.Write(environment.Output);

        new FindingPrinter(environment.Error, verbose).PrintNew(report.Findings);
        if (good) await environment.Output.WriteLineAsync($"{request.Job}: {Praise}");
        return report;
    }
}
