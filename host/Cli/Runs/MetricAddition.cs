using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Pipeline;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary>Composes the job of a complete run with one more metric, and lets its engine compute it from what the run kept.</summary>
internal sealed class MetricAddition(CliEnvironment environment, string folder, IReadOnlyList<string> directories)
{
    private const string Kind = "metric";

    /// <summary>Adds a metric; without a value there are findings.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Its options, as texts of the form <c>path=value</c>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<TableReported?>> AddAsync(string name, IReadOnlyList<string> options, CancellationToken cancellationToken)
    {
        var run = new FinishedRun(environment, folder);
        var (job, findings) = run.ReadJob();
        if (job is null) return new(null, findings);
        using var claim = findings.Take(Claim());
        if (claim is null) return new(null, findings);
        var place = Add(job, name);
        var request = new RunRequest
        {
            Job = folder,
            Overrides = [.. options.Select(option => $"{Kind}[{place}].options.{option}")],
            PluginDirectories = directories,
        };
        var question = new EngineQuestion<IRecordedResults, TableReported>
        {
            Ask = (composed, engine, token) => engine.AddMetricAsync(Added(composed, name), token),
            Without = new()
            {
                Code = FindingCodes.NoRecords, What = "the run's engine keeps no predictions", Expected = "an engine with records, such as continual",
            },
            Failed = FindingCodes.NoRecords,
            Where = $"--add {name}",
            Expected = "a metric of the run's task, over what the run kept",
        };
        var (table, found) = await run.AskAsync(job, request, question, cancellationToken);
        // Nobody knows the place that the metric got in the job.
        findings.AddRange(found.All.Select(each => each.Finding with
        {
            Where = each.Finding.Where.Contains($"{Kind}[{place}]", StringComparison.Ordinal) ? $"--add {name}" : each.Finding.Where,
        }));
        return new(table, findings);
    }

    private static AddedMetric Added(ComposedJob composed, string name)
    {
        var plugin = composed.Components.First(component => component.Kind == Kind && component.Use == name).Plugin!.Manifest;
        return new(name, plugin.Id, plugin.Version.ToNormalizedString());
    }

    // A metric that was added before is computed anew, with the options of now.
    private static int Add(JsonObject job, string name)
    {
        var there = job[Kind] switch
        {
            JsonArray many => many.Select(item => item!.DeepClone()).ToList(),
            null => [],
            var one => [one.DeepClone()],
        };
        there.RemoveAll(item => (item is JsonObject named ? named["use"] : item)?.ToString() == name);
        there.Add(new JsonObject { ["use"] = name });
        job[Kind] = new JsonArray([.. there]);
        return there.Count - 1;
    }

    private Result<RunFolder?> Claim()
    {
        var findings = new FindingList();
        var held = default(RunFolder);
        try
        {
            held = RunFolder.TryHold(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Told below, as a folder that another process has.
        }

        if (held is null)
        {
            var what = "the run is in use by another process, or its folder cannot be written";
            findings.Error(FindingCodes.RunBusy, LocatedJson.DisplayName(folder), what, fix: "Wait for it, or allow writing.");
        }

        return new(held, findings);
    }
}
