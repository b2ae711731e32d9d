using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Plugins.Continual;

/// <summary>Collects the results of a run, writes <c>metrics.json</c> and publishes tables.</summary>
internal sealed class RunReport(JobParts parts, ClassStream stream, IReadOnlyList<Figure> figures)
{
    private readonly List<IncrementResult> _increments = [];

    private StreamSummary Summary => new(figures, parts.StreamMetrics, _increments);

    /// <summary>The results so far, for a saved state.</summary>
    public JsonNode Save() => JsonSerializer.SerializeToNode(_increments, ResultsJson.Default.ListIncrementResult)!;

    /// <summary>Restores what <see cref="Save"/> gave.</summary>
    public void Restore(JsonNode results)
    {
        _increments.Clear();
        _increments.AddRange(results.Deserialize(ResultsJson.Default.ListIncrementResult)!);
    }

    /// <summary>Takes in the results of an increment.</summary>
    public void EndIncrement(IncrementResult result)
    {
        _increments.Add(result);
        Write(complete: false);
        parts.Events.Publish(new ResultTables(figures, Summary, _increments).AfterIncrement(stream.Increments.Count));
    }

    /// <summary>Ends the run.</summary>
    public void EndRun()
    {
        Write(complete: true);
        foreach (var table in new ResultTables(figures, Summary, _increments).OfRun()) parts.Events.Publish(table);
    }

    private void Write(bool complete)
    {
        var summary = Summary;
        var training = _increments.Sum(increment => increment.TrainingSeconds);
        var document = new MetricsDocument
        {
            Run = parts.Run.Name,
            Dataset = parts.Dataset.Info.Name,
            Device = parts.Run.Device,
            Threads = parts.Run.Threads,
            Seed = parts.Run.Seed,
            Complete = complete,
            Classes = stream.ClassNames,
            Proxies = parts.Dataset.Info.Proxies,
            Figures = figures,
            Increments = _increments,
            Matrix = summary.Measured.ToDictionary(figure => figure.Name, summary.Matrix, StringComparer.Ordinal),
            ClassMatrix = summary.Measured.ToDictionary(figure => figure.Name, summary.Classes, StringComparer.Ordinal),
            Summary = summary.Measured.ToDictionary(
                figure => figure.Name,
                figure => summary.Of(figure).ToDictionary(pair => pair.Key.Name, pair => pair.Value, StringComparer.Ordinal),
                StringComparer.Ordinal),
            Seconds = training + _increments.Sum(increment => increment.TestSeconds),
            StepsPerSecond = _increments.Sum(increment => increment.Steps) / Math.Max(training, 1e-9),
        };
        AtomicFile.Write(
            Path.Combine(parts.Run.Directory, "metrics.json"),
            path => File.WriteAllText(path, JsonSerializer.Serialize(document, ResultsJson.Default.MetricsDocument)));
    }
}
