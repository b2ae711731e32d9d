using System.Globalization;
using System.Text.Json.Nodes;
using Parquet.Serialization;
using PluginHost.Comparisons;
using PluginHost.Comparisons.Tables;
using PluginHost.Json;
using PluginHost.Reports.Reading;

namespace PluginHost.Cli;

/// <summary>A figure of a run, as a row of a table in long form.</summary>
internal sealed record RunTableRow
{
    /// <summary>The run's path below the folder that was asked for.</summary>
    public required string Run { get; init; }

    public required string State { get; init; }

    public required long? Seed { get; init; }

    public required string Dataset { get; init; }

    /// <summary>Names of strategies, joined by plus signs.</summary>
    public required string Strategy { get; init; }

    /// <summary>The experience after which it was tested, from 1; <see langword="null"/> for a summary of the stream.</summary>
    public required int? Experience { get; init; }

    /// <summary><c>all seen</c>, <c>experience K</c> (its classes alone, from 1), or a summary's name.</summary>
    public required string Scope { get; init; }

    public required string Figure { get; init; }

    public required string Unit { get; init; }

    /// <summary><see langword="null"/> where the figure is not defined.</summary>
    public required double? Value { get; init; }
}

/// <summary>Figures of runs as one table in long form: CSV, JSON or Parquet.</summary>
internal static class RunTable
{
    /// <summary>Endings of files that can be written.</summary>
    public static readonly string[] Endings = [".csv", ".json", ".parquet"];

    private const string Part = "test-";

    /// <summary>Every figure of a run: after each experience on all classes and on those of each experience, then the summaries.</summary>
    public static IEnumerable<RunTableRow> Rows(string name, RunSummary run)
    {
        if (run.Metrics is not { } metrics) yield break;
        var units = RunFigures.Described(metrics)
            .ToDictionary(figure => figure["name"]?.ToString() ?? "", figure => figure["unit"]?.ToString() ?? "", StringComparer.Ordinal);
        var experiences = metrics["experiences"] as JsonArray ?? [];
        for (var experience = 0; experience < experiences.Count; experience++)
        {
            var tests = (experiences[experience]?["parts"] as JsonArray ?? []).Prepend(experiences[experience]?["test"]).OfType<JsonObject>();
            foreach (var test in tests)
            {
                foreach (var (figure, value) in test["scores"] as JsonObject ?? [])
                    yield return Row(experience + 1, Scope(test["scope"]?.ToString() ?? ""), figure, value);
            }
        }

        foreach (var (figure, summaries) in metrics["summary"] as JsonObject ?? [])
        {
            foreach (var (summary, value) in summaries as JsonObject ?? []) yield return Row(null, summary, figure, value);
        }

        RunTableRow Row(int? experience, string scope, string figure, JsonNode? value) => new()
        {
            Run = name,
            State = run.State,
            Seed = long.TryParse(run.Seed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed) ? seed : null,
            Dataset = run.Uses("dataset"),
            Strategy = run.Uses("strategy"),
            Experience = experience,
            Scope = scope,
            Figure = figure,
            Unit = units.GetValueOrDefault(figure, ""),
            Value = MetricPath.Number(value),
        };
    }

    /// <summary>Writes rows into a file of the kind that its ending says; the file is there whole or not at all.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async Task WriteAsync(IReadOnlyList<RunTableRow> rows, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)) WholeFile.Write(path, Csv(rows));
        else if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) WholeFile.Write(path, Json(rows));
        else await WholeFile.WriteAsync(path, file => ParquetSerializer.SerializeAsync(rows, file, cancellationToken: cancellationToken));
    }

    private static string Csv(IReadOnlyList<RunTableRow> rows) => string.Concat(
        rows.Select(row => CsvText.Line(
        [
            row.Run, row.State, Number(row.Seed), row.Dataset, row.Strategy, Number(row.Experience), row.Scope, row.Figure, row.Unit,
            CsvText.Number(row.Value),
        ])).Prepend(CsvText.Line(["Run", "State", "Seed", "Dataset", "Strategy", "Experience", "Scope", "Figure", "Unit", "Value"])));

    private static string Json(IReadOnlyList<RunTableRow> rows) => JsonFile.Text(new JsonArray([.. rows.Select(row => (JsonNode)new JsonObject
    {
        ["Run"] = row.Run, ["State"] = row.State, ["Seed"] = row.Seed, ["Dataset"] = row.Dataset, ["Strategy"] = row.Strategy,
        ["Experience"] = row.Experience, ["Scope"] = row.Scope, ["Figure"] = row.Figure, ["Unit"] = row.Unit, ["Value"] = row.Value,
    })]));

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Scope(string scope) => scope == "test" ? "all seen"
        : scope.StartsWith(Part, StringComparison.Ordinal) && int.TryParse(scope[Part.Length..], CultureInfo.InvariantCulture, out var part)
            ? string.Create(CultureInfo.InvariantCulture, $"experience {part + 1}") : scope;
}
