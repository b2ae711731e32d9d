using System.Text.Json;

namespace PluginHost.Training;

/// <summary>
/// Computes a metric after a run from the predictions that it kept, and writes its figures where the run would have written them, so that
/// tables and comparisons find them at the same paths; <c>added</c> in metrics.json says which were computed later, by what.
/// </summary>
/// <param name="parts">The parts of the finished run's job, the metric among them.</param>
/// <param name="added">The metric.</param>
public sealed class RecordedMetrics(JobParts parts, AddedMetric added)
{
    private readonly PredictionRecords _records = new(parts.Run.Directory, parts.Options.Records);
    private readonly IRowMetric[] _rows = [.. parts.RowMetrics.Where(metric => Is(metric, added))];
    private readonly ISetMetric[] _sets = [.. parts.SetMetrics.Where(metric => Is(metric, added))];

    private string File => Path.Combine(parts.Run.Directory, "metrics.json");

    /// <summary>Adds a metric on a thread of the engine's own.</summary>
    /// <param name="parts">The parts of the finished run's job, the metric among them.</param>
    /// <param name="added">The metric.</param>
    /// <param name="cancellationToken">Ends the work between two tests; nothing is written then.</param>
    /// <returns>The figures that were added.</returns>
    /// <exception cref="JobException">The run is not complete, has no records, or has the metric already.</exception>
    public static async Task<TableReported> AddAsync(JobParts parts, AddedMetric added, CancellationToken cancellationToken)
    {
        TableReported? table = null;
        await EngineThread.Run(() => { table = new RecordedMetrics(parts, added).Add(cancellationToken); }).ConfigureAwait(false);
        return table!;
    }

    private TableReported Add(CancellationToken cancellationToken)
    {
        set_num_threads(parts.Run.Threads);
        var document = Read();
        var measurement = new Measurement(parts.Calls, _rows, _sets);
        var figures = measurement.Figures;
        Refuse(document, figures);
        var experiences = document.Experiences.Select(experience =>
        {
            ScopeResult Measured(ScopeResult test)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return Measure(document, measurement, experience.Experience, test);
            }

            return experience with
            {
                Test = Measured(experience.Test),
                Parts = [.. experience.Parts.Select(Measured)],
                Future = [.. experience.Future.Select(Measured)],
                Planned = [.. experience.Planned.Select(Measured)],
            };
        }).ToArray();
        var all = document.Figures.Where(figure => figures.All(own => own.Name != figure.Name)).Concat(figures).ToArray();
        TestedExperience[] tested = [.. experiences.Select(each => new TestedExperience(each, all))];
        var summary = new StreamSummary(all, parts.StreamMetrics, tested) { Between = document.Between, Calls = parts.Calls };
        var entry = new AddedFigures
        {
            Metric = added.Name, Plugin = added.Plugin, Version = added.Version, Figures = [.. figures.Select(figure => figure.Name)],
        };
        // Summaries of a metric of the stream that was added before stay, though the run's job does not have it.
        var written = KeepingSummaries(document, (document with
        {
            Figures = all,
            Experiences = experiences,
            Added = [.. document.Added.Where(other => other.Metric != added.Name), entry],
        }).Summarised(summary));
        AtomicFile.Write(File, JsonSerializer.Serialize(written, ResultsJson.Default.MetricsDocument));
        return Table(written, figures);
    }

    private static bool Is(object metric, AddedMetric added) =>
        ComponentName.Of(metric) == $"metric.{added.Name}" || metric.GetType().Name == added.Name;

    private MetricsDocument Read()
    {
        if (!System.IO.File.Exists(File))
            throw new JobException(Finding("CE0501", "The run has no metrics.json", "the folder of a run that is complete", null));
        try
        {
            var document = JsonSerializer.Deserialize(System.IO.File.ReadAllText(File), ResultsJson.Default.MetricsDocument);
            if (document is { Complete: true }) return document;
        }
        catch (JsonException exception)
        {
            throw new JobException(Finding("CE0501", $"metrics.json cannot be read: {exception.Message}", "what a run wrote", null));
        }

        throw new JobException(Finding("CE0501", "The run is not complete", "a run that came to its end", "Continue it with run --resume."));
    }

    private void Refuse(MetricsDocument document, IReadOnlyList<Figure> figures)
    {
        var earlier = document.Added.FirstOrDefault(other => other.Metric == added.Name)?.Figures ?? [];
        var taken = figures.FirstOrDefault(figure =>
            document.Figures.Any(other => other.Name == figure.Name) && !earlier.Contains(figure.Name, StringComparer.Ordinal));
        if (taken is not null)
        {
            throw new JobException(Finding(
                "CE0502", $"The run has a figure '{taken.Name}' already", "a metric with other figures", "Choose another metric, or leave it as it is."));
        }

        if (figures.Count == 0 || document.Experiences.Any(each => System.IO.File.Exists(_records.FileOf(each.Experience, each.Test.Scope)))) return;
        throw new JobException(Finding(
            "CE0503",
            "The run kept none of its predictions",
            "files in its folder records/",
            "Run it again with engine.options.records.keep true and a task whose predictions engine.options.records.tensors names."));
    }

    private ScopeResult Measure(MetricsDocument document, Measurement measurement, int experience, ScopeResult test)
    {
        if (measurement.Figures.Count == 0) return test;
        var result = Measured(document, measurement, experience, test);
        var names = measurement.Figures.Select(figure => figure.Name).ToHashSet(StringComparer.Ordinal);
        return test with
        {
            Scores = Joined(test.Scores, result.Scores, names),
            Undefined = Joined(test.Undefined, result.Undefined, names),
            Classes = test.Classes.Keys.Union(result.Classes.Keys, StringComparer.Ordinal).ToDictionary(
                name => name,
                name => Joined(test.Classes.GetValueOrDefault(name) ?? [], result.Classes.GetValueOrDefault(name) ?? [], names),
                StringComparer.Ordinal),
        };
    }

    private ScopeResult Measured(MetricsDocument document, Measurement measurement, int experience, ScopeResult test)
    {
        measurement.Begin(new()
        {
            Scope = test.Scope, Experience = experience, ClassNames = document.Classes, ExperienceOfClass = Arrivals(document),
        });
        if (!System.IO.File.Exists(_records.FileOf(experience, test.Scope)))
            return Without(test.Scope, "its predictions were not kept (engine.options.records)", measurement.Figures);
        try
        {
            foreach (var prediction in _records.Read(experience, test.Scope)) measurement.Take(prediction);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw new JobException(Finding(
                "CE0504", $"A record of predictions is damaged: {exception.Message}", "what the run wrote", "Run the job again."));
        }
        catch (KeyNotFoundException)
        {
            return Without(test.Scope, $"the records lack a tensor that {added.Name} reads (engine.options.records.tensors)", measurement.Figures);
        }

        var (result, _, counts) = measurement.End(test.Scope, document.Classes);
        foreach (var (metric, table) in counts) _records.WriteCounts(experience, test.Scope, metric, table, document.Classes);
        return result;
    }

    private static ScopeResult Without(string scope, string why, IReadOnlyList<Figure> figures) => new()
    {
        Scope = scope, Counted = 0, Skipped = 0, Classes = [],
        Undefined = figures.ToDictionary(figure => figure.Name, _ => why, StringComparer.Ordinal),
    };

    private static int[] Arrivals(MetricsDocument document)
    {
        var arrives = new int[document.Classes.Count];
        foreach (var experience in document.Experiences)
            foreach (var name in experience.NewClasses)
                if (document.Classes.ToList().IndexOf(name) is >= 0 and var label) arrives[label] = experience.Experience;
        return arrives;
    }

    private static Dictionary<string, T> Joined<T>(Dictionary<string, T> there, Dictionary<string, T> more, HashSet<string> names) =>
        there.Where(pair => !names.Contains(pair.Key)).Concat(more).ToDictionary(StringComparer.Ordinal);

    private static MetricsDocument KeepingSummaries(MetricsDocument before, MetricsDocument now)
    {
        foreach (var (figure, summaries) in now.Summary)
        {
            foreach (var (name, value) in before.Summary.GetValueOrDefault(figure) ?? [])
            {
                if (!summaries.TryAdd(name, value) || before.Undefined.GetValueOrDefault(figure)?.GetValueOrDefault(name) is not { } why) continue;
                if (!now.Undefined.TryGetValue(figure, out var reasons)) now.Undefined[figure] = reasons = new(StringComparer.Ordinal);
                reasons[name] = why;
            }
        }

        return now;
    }

    private TableReported Table(MetricsDocument document, IReadOnlyList<Figure> figures)
    {
        var last = document.Experiences[^1];
        var reasons = document.Experiences.SelectMany(experience => experience.Parts.Append(experience.Test))
            .SelectMany(test => test.Undefined.Where(pair => figures.Any(figure => figure.Name == pair.Key)))
            .Select(pair => $"No {pair.Key}: {pair.Value}.").Distinct(StringComparer.Ordinal);
        return new()
        {
            Title = $"{added.Name} {added.Version} of {added.Plugin}, added to {document.Run}",
            Columns = ["after", .. last.Parts.Select(part => part.Scope).SelectMany(scope => figures.Select(figure => $"{figure.Name} {scope}")),
                .. figures.Select(figure => $"{figure.Name} test")],
            Rows =
            [
                .. document.Experiences.Select(experience => (IReadOnlyList<object?>)
                [
                    $"experience {experience.Experience + 1}",
                    .. Enumerable.Range(0, last.Parts.Count).SelectMany(k => figures.Select(figure =>
                        k < experience.Parts.Count ? Cell(experience.Parts[k], figure) : null)),
                    .. figures.Select(figure => Cell(experience.Test, figure)),
                ]),
            ],
            Caption = string.Join(" ", reasons) is { Length: > 0 } text ? text : null,
        };
    }

    private static object? Cell(ScopeResult test, Figure figure) => test.Scores.TryGetValue(figure.Name, out var value) ? value : null;

    private Finding Finding(string code, string what, string expected, string? fix) =>
        new() { Code = code, Where = parts.Run.Directory, What = what, Expected = expected, Fix = fix };
}
