using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary>Applies the model of a complete run to files, for the verbs that do, and tells what came out.</summary>
/// <param name="environment">Where to write.</param>
/// <param name="folder">The run's folder, absolute.</param>
/// <param name="settings">Device, threads and plugin directories.</param>
internal sealed class ModelUse(CliEnvironment environment, string folder, RunRequest settings)
{
    private const string EngineKey = "engine";

    /// <summary>Applies it.</summary>
    /// <param name="request">What to apply it to.</param>
    /// <param name="json">Whether to write JSON.</param>
    /// <param name="verbose">Whether to show stack traces and notes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> ApplyAsync(ApplicationRequest request, bool json, bool verbose, CancellationToken cancellationToken)
    {
        var (result, findings) = await AskAsync(request, json, cancellationToken);
        new FindingPrinter(environment.Error, verbose).PrintNew(findings);
        if (json) environment.WriteJson(ToJson(result, findings));
        else if (result is not null) ReportedTables.Write(environment.Output, result.Table);
        return result is null ? UseOptions.CodeOf(findings) : ExitCodes.Done;
    }

    private async Task<Result<ApplicationResult?>> AskAsync(ApplicationRequest request, bool json, CancellationToken cancellationToken)
    {
        var run = new FinishedRun(environment, folder);
        var (job, findings) = run.ReadJob();
        if (job is null) return new(null, findings);
        if (UseOptions.Incomplete(folder, RunState.Read(folder)?.State) is { } incomplete)
        {
            findings.Add(incomplete);
            return new(null, findings);
        }

        // Nobody but the command line hears of this.
        job["observer"] = new JsonArray();
        using var progress = new ProgressLine(json ? TextWriter.Null : environment.Error);
        var question = new EngineQuestion<IModelApplication, ApplicationResult>
        {
            Ask = (_, engine, token) => engine.ApplyAsync(request, token),
            Without = new()
            {
                Code = FindingCodes.NoApplication, What = $"the run's {EngineKey} cannot {request.Verb}", Expected = "a run of the engine 'continual'",
            },
            Failed = FindingCodes.ApplicationFailed,
            Where = request.Verb,
            Observer = progress,
        };
        var (result, found) = await run.AskAsync(job, settings, question, cancellationToken);
        findings.AddRange(found);
        if (result is not null) findings.AddRange(result.Faults);
        return new(result, findings);
    }

    private static JsonObject ToJson(ApplicationResult? result, FindingList findings) => new()
    {
        ["rows"] = new JsonArray([.. (result?.Table.Rows ?? []).Select(row => new JsonObject(
            result!.Table.Columns.Zip(row).Select(cell => KeyValuePair.Create(cell.First, Value(cell.Second)))))]),
        ["files"] = new JsonArray([.. (result?.Files ?? []).Select(file => JsonValue.Create(file))]),
        ["findings"] = findings.ToJson(),
    };

    private static JsonNode? Value(object? cell) => cell switch
    {
        null => null,
        double number => double.IsFinite(number) ? number : null,
        int number => number,
        long number => number,
        _ => cell.ToString(),
    };
}
