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

    /// <summary>Adds a metric.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Its options, as texts of the form <c>path=value</c>.</param>
    /// <param name="findings">Takes what is wrong.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was added; <see langword="null"/> after a finding.</returns>
    public async Task<TableReported?> AddAsync(
        string name, IReadOnlyList<string> options, FindingList findings, CancellationToken cancellationToken)
    {
        if (ReadJob(findings) is not { } job) return null;
        using var claim = Claim(findings);
        if (claim is null) return null;
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
            var found = new FindingList();
            var table = await Task.Run(() => AddAsync(request, name, found, cancellationToken), cancellationToken);
            findings.AddRange(found.All.Select(each => each.Finding with { Where = Placed(each.Finding.Where, temporary, name, place) }));
            return table;
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private async Task<TableReported?> AddAsync(RunRequest request, string name, FindingList findings, CancellationToken cancellationToken)
    {
        var (prepared, preparing) = JobPipeline.For(environment.Layout, environment.Shared, request).Prepare(request);
        findings.AddRange(preparing);
        using (prepared)
        {
            if (prepared is null || findings.HasErrors) return null;
            var context = RunContext.For(prepared.Job, folder, resume: false, showProgress: false);
            var (composed, composing) = JobPipeline.Compose(prepared, context, new RunEventDispatcher((_, _) => { }));
            findings.AddRange(composing);
            await using (composed)
            {
                if (findings.HasErrors) return null;
                var metric = composed.Components.First(component => component.Kind == Kind && component.Use == name);
                if (composed.Engine is IRecordedResults engine)
                {
                    using var scope = metric.Plugin!.Context.EnterContextualReflection();
                    var plugin = metric.Plugin.Manifest;
                    return await Ask(engine, new(name, plugin.Id, plugin.Version.ToNormalizedString()), findings, cancellationToken);
                }

                var where = LocatedJson.DisplayName(folder);
                findings.Error(FindingCodes.NoRecords, where, "the run's engine keeps no predictions", "an engine with records, such as continual");
                return null;
            }
        }
    }

    private static async Task<TableReported?> Ask(
        IRecordedResults engine, AddedMetric metric, FindingList findings, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.AddMetricAsync(metric, cancellationToken);
        }
        catch (JobException exception)
        {
            findings.AddRange(exception.Findings);
        }
        catch (RunFailedException exception)
        {
            findings.Error(FindingCodes.NoRecords, Kind, exception.Message);
        }

        return null;
    }

    private JsonObject? ReadJob(FindingList findings)
    {
        var file = Path.Combine(folder, "job.json");
        if (File.Exists(file) && RunState.Read(folder) is not null)
            return LocatedJson.Read(file, findings, FindingCodes.NoResults, FindingCodes.NoResults)?.Root.DeepClone().AsObject();
        var where = LocatedJson.DisplayName(folder);
        findings.Error(FindingCodes.NoResults, where, "there are no results of a run", "a run's folder with job.json and run.json");
        return null;
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

    private FileStream? Claim(FindingList findings)
    {
        try
        {
            return new FileStream(
                Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Error(
                FindingCodes.RunBusy, LocatedJson.DisplayName(folder), "the run is in use by another process, or its folder cannot be written",
                fix: "Wait for it, or allow writing.");
            return null;
        }
    }
}
