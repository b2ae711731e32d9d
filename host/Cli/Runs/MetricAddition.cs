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
        var (job, findings) = ReadJob();
        if (job is null) return new(null, findings);
        using var claim = findings.Take(Claim());
        if (claim is null) return new(null, findings);
        var place = Add(job, name);
        var temporary = Directory.CreateTempSubdirectory("pluginhost-metrics-").FullName;
        try
        {
            var file = Path.Combine(temporary, "job.json");
            JsonFile.Write(file, job);
            var request = new RunRequest
            {
                Job = file,
                Overrides = [.. options.Select(option => $"{Kind}[{place}].options.{option}")],
                PluginDirectories = directories,
                KeepsPlugins = environment.OwnsProcess,
            };
            var (table, found) = await Task.Run(() => AddAsync(request, name, cancellationToken), cancellationToken);
            findings.AddRange(found.All.Select(each => each.Finding with { Where = Placed(each.Finding.Where, temporary, name, place) }));
            return new(table, findings);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private async Task<Result<TableReported?>> AddAsync(RunRequest request, string name, CancellationToken cancellationToken)
    {
        var (prepared, findings) = JobPipeline.For(environment.Layout, environment.Shared, request).Prepare(request);
        using (prepared)
        {
            // What the metric misses in such a job is beside the point.
            if (prepared is not null && !KeepsRecords(prepared)) return new(null, WithoutRecords());
            if (prepared is null || findings.HasErrors) return new(null, findings);
            var context = RunContext.For(prepared.Job, folder, resume: false, showProgress: false);
            await using var composed = findings.Take(JobPipeline.Compose(prepared, context, new RunEventDispatcher((_, _) => { })));
            if (findings.HasErrors) return new(null, findings);
            var metric = composed.Components.First(component => component.Kind == Kind && component.Use == name);
            using var scope = metric.Plugin!.Context.EnterContextualReflection();
            var plugin = metric.Plugin.Manifest;
            return await Ask((IRecordedResults)composed.Engine!, new(name, plugin.Id, plugin.Version.ToNormalizedString()), cancellationToken);
        }
    }

    // Without an engine there are other findings.
    private static bool KeepsRecords(LoadedJob prepared) =>
        prepared.Components.FirstOrDefault(component => component.Kind == "engine") is not { Registration: { } engine }
        || engine.Implementation.IsAssignableTo(typeof(IRecordedResults));

    private FindingList WithoutRecords()
    {
        var findings = new FindingList();
        findings.Error(
            FindingCodes.NoRecords, LocatedJson.DisplayName(folder), "the run's engine keeps no predictions", "an engine with records, such as continual");
        return findings;
    }

    private static async Task<Result<TableReported?>> Ask(IRecordedResults engine, AddedMetric metric, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        try
        {
            return new(await engine.AddMetricAsync(metric, cancellationToken), findings);
        }
        catch (JobException exception)
        {
            findings.AddRange(exception.Findings);
        }
        catch (RunFailedException exception)
        {
            findings.Error(FindingCodes.NoRecords, Kind, exception.Message);
        }
        catch (ComponentFailedException exception)
        {
            findings.Error(
                FindingCodes.NoRecords, $"--add {metric.Name}", exception.Message, "a metric of the run's task, over what the run kept", cause: exception);
        }

        return new(null, findings);
    }

    private Result<JsonObject?> ReadJob()
    {
        var findings = new FindingList();
        var file = Path.Combine(folder, "job.json");
        if (File.Exists(file) && RunState.Read(folder) is not null)
        {
            var json = findings.Take(LocatedJson.Read(file, FindingCodes.NoResults, FindingCodes.NoResults));
            return new(json?.Root.DeepClone().AsObject(), findings);
        }

        var where = LocatedJson.DisplayName(folder);
        findings.Error(FindingCodes.NoResults, where, "there are no results of a run", "a run's folder with job.json and run.json");
        return new(null, findings);
    }

    // Nobody knows the file that the job was handed over in.
    private string Placed(string where, string temporary, string name, int place) => !where.Contains(temporary, StringComparison.Ordinal) ? where
        : where.Contains($"{Kind}[{place}]", StringComparison.Ordinal) ? $"--add {name}"
        : where.Replace(temporary, LocatedJson.DisplayName(folder), StringComparison.Ordinal);

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
