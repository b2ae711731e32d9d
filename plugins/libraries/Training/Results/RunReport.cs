using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>Collects the results of a run, writes <c>metrics.json</c> and publishes tables.</summary>
internal sealed class RunReport(JobParts parts, StreamLayout layout, IStreamTests tests)
{
    private readonly IReadOnlyList<Figure> _figures = tests.Figures;
    private readonly List<ExperienceResult> _experiences = [];

    private StreamSummary Summary => new(_figures, parts.StreamMetrics, _experiences) { Between = tests.Between, Calls = parts.Calls };

    /// <summary>The results so far, for a saved state.</summary>
    public JsonNode Save() => JsonSerializer.SerializeToNode(_experiences, ResultsJson.Default.ListExperienceResult)!;

    /// <summary>Restores what <see cref="Save"/> gave.</summary>
    public void Restore(JsonNode results)
    {
        _experiences.Clear();
        _experiences.AddRange(results.Deserialize(ResultsJson.Default.ListExperienceResult)!);
    }

    /// <summary>Takes in the results of an experience.</summary>
    public void EndExperience(ExperienceResult result)
    {
        _experiences.Add(result);
        Write(complete: false);
        parts.Events.Publish(new ResultTables(_figures, Summary, _experiences, tests.Caption).AfterExperience(layout.Stream.Experiences.Count));
    }

    /// <summary>Seconds of training of all experiences so far.</summary>
    public double TrainingSeconds => _experiences.Sum(experience => experience.TrainingSeconds);

    /// <summary>Ends the run.</summary>
    public void EndRun()
    {
        Write(complete: true);
        foreach (var table in new ResultTables(_figures, Summary, _experiences, tests.Caption).OfRun()) parts.Events.Publish(table);
    }

    private void Write(bool complete)
    {
        var summary = Summary;
        var training = TrainingSeconds;
        var document = new MetricsDocument
        {
            Run = parts.Run.Name,
            Dataset = parts.Dataset.Info.Name,
            Device = parts.Run.Device,
            Threads = parts.Run.Threads,
            Seed = parts.Run.Seed,
            Complete = complete,
            Classes = layout.Stream.ClassNames,
            SkippedSamples =
            [
                .. layout.Skipped.Select(each => new SkippedSample
                {
                    Id = each.Sample.Id,
                    Split = each.Sample.Split,
                    Why = string.Join(" ", each.Findings.Select(finding => finding.What)),
                }),
            ],
            Proxies = parts.Dataset.Info.Proxies,
            Figures = _figures,
            Experiences = _experiences,
            Matrix = [],
            ClassMatrix = [],
            Between = tests.Between,
            Summary = [],
            Seconds = training + _experiences.Sum(experience => experience.TestSeconds),
            ProcessorSeconds = _experiences.Sum(experience => experience.ProcessorSeconds),
            StepsPerSecond = _experiences.Sum(experience => experience.Steps) / Math.Max(training, 1e-9),
        };
        AtomicFile.Write(
            Path.Combine(parts.Run.Directory, "metrics.json"),
            JsonSerializer.Serialize(document.Summarised(summary), ResultsJson.Default.MetricsDocument));
    }
}
