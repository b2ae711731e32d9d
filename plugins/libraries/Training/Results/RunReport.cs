using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>
/// Collects the results of a run, writes <c>metrics.json</c> and publishes tables. Of earlier experiences it holds numbers alone; their results
/// are on the disk.
/// </summary>
internal sealed class RunReport(JobParts parts, StreamLayout layout, IStreamTests tests)
{
    // metrics.json holds every test so far. Up to here it is written after each experience, then at distances that grow with it, so that all
    // its writings together stay a few times the last one.
    private const int WrittenEach = 32;
    private const int Share = 8;

    private readonly IReadOnlyList<Figure> _figures = tests.Figures;
    private readonly ResultShelf _results = new(Path.Combine(parts.Run.Directory, "checkpoints"));
    private readonly List<ExperienceResult> _heads = [];
    private readonly List<TestedExperience> _tested = [];
    private int _written;

    /// <summary>Seconds of training of all experiences so far.</summary>
    public double TrainingSeconds => _heads.Sum(experience => experience.TrainingSeconds);

    private StreamSummary Summary => new(_figures, parts.StreamMetrics, _tested) { Between = tests.Between, Calls = parts.Calls };

    /// <summary>The results so far, for a saved state: it names the files that have them.</summary>
    public JsonNode Save() => _results.Save();

    /// <summary>Restores what <see cref="Save"/> gave.</summary>
    public void Restore(JsonNode results)
    {
        _results.Restore(results);
        _heads.Clear();
        _tested.Clear();
        foreach (var result in _results) Note(result);
        _written = Math.Min(_written, _heads.Count);
    }

    /// <summary>Takes in the results of an experience.</summary>
    public void EndExperience(ExperienceResult result)
    {
        _results.Add(result);
        Note(result);
        if (_heads.Count <= WrittenEach || _heads.Count - _written >= _heads.Count / Share) Write(complete: false);
        parts.Events.Publish(Tables().AfterExperience(result, layout.Stream.Experiences.Count));
    }

    /// <summary>Ends the run.</summary>
    public void EndRun()
    {
        Write(complete: true);
        foreach (var table in Tables().OfRun()) parts.Events.Publish(table);
    }

    private void Note(ExperienceResult result)
    {
        _tested.Add(new(result, _figures));
        _heads.Add(result with { Parts = [], Future = [], Planned = [], Test = result.Test with { Classes = [] } });
    }

    // Half of an indented file is blanks, which nobody reads in a long one.
    private ResultsJson Format => _heads.Count > WrittenEach ? ResultsJson.Compact : ResultsJson.Default;

    private ResultTables Tables() => new(_figures, Summary, _heads, tests.Caption);

    private void Write(bool complete)
    {
        _written = _heads.Count;
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
            Experiences = _results,
            Matrix = [],
            ClassMatrix = [],
            Between = tests.Between,
            Summary = [],
            Seconds = training + _heads.Sum(experience => experience.TestSeconds),
            ProcessorSeconds = _heads.Sum(experience => experience.ProcessorSeconds),
            StepsPerSecond = _heads.Sum(experience => experience.Steps) / Math.Max(training, 1e-9),
        };
        AtomicFile.Write(
            Path.Combine(parts.Run.Directory, "metrics.json"),
            stream => JsonSerializer.Serialize(stream, document.Summarised(Summary), Format.MetricsDocument));
    }
}
