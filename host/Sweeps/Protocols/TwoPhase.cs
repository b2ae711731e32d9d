using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PluginHost.Comparisons.Cells;

namespace PluginHost.Comparisons.Protocols;

/// <summary>Which part of a comparison in two phases is meant.</summary>
internal enum ComparisonPhase
{
    /// <summary>A comparison without phases.</summary>
    Whole,

    /// <summary>Every configuration on the one half of the classes.</summary>
    Tuning,

    /// <summary>The best configuration of each method on the other half.</summary>
    Evaluation,
}

/// <summary>
/// The two-phase protocol: configurations are chosen on one half of the classes, and only what the chosen ones give on the other half is reported
/// (Cha and Cho, "Hyperparameters in Continual Learning: A Reality Check", 2024).
/// </summary>
internal sealed record TwoPhase
{
    public const string Axis = "configuration";

    /// <summary>The axis of methods.</summary>
    public required ComparisonAxis Of { get; init; }

    /// <summary>What makes the job one of the tuning half.</summary>
    public required IReadOnlyList<JobChange> TuningSet { get; init; }

    /// <summary>What makes the job one of the evaluation half: the same paths.</summary>
    public required IReadOnlyList<JobChange> EvaluationSet { get; init; }

    /// <summary>Configurations by method.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<AxisValue>> Configurations { get; init; }

    /// <summary>The figure that decides.</summary>
    public required ComparisonFigure Figure { get; init; }

    /// <summary>The repetitions that tuning runs; <see langword="null"/> for all.</summary>
    public IReadOnlyList<string>? Repetitions { get; init; }

    /// <summary>Configurations that the file itself chooses, by method; each has to be in the log.</summary>
    public IReadOnlyDictionary<string, AxisValue> Chosen { get; init; } = new Dictionary<string, AxisValue>(StringComparer.Ordinal);

    /// <summary>Where the choice of the file is written, for findings.</summary>
    public string Place { get; init; } = "";

    /// <summary>A configuration as a value of an axis; equal changes have equal names and folders.</summary>
    public static AxisValue Configuration(IReadOnlyList<JobChange> changes)
    {
        var name = string.Join(", ", changes.Select(change => change.Text).Order(StringComparer.Ordinal));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..10];
        return new AxisValue { Name = name, Changes = changes, Folder = $"c-{hash}" };
    }

    /// <summary>The grid of the tuning half: each method in each of its configurations.</summary>
    public Comparison Tuning(Comparison comparison)
    {
        var all = Configurations.Values.SelectMany(values => values).DistinctBy(value => value.Name, StringComparer.Ordinal).ToArray();
        var not = Configurations.SelectMany(pair => all
            .Where(value => pair.Value.All(own => own.Name != value.Name))
            .Select(value => Pattern(pair.Key, value.Name)));
        return comparison with
        {
            Title = $"{comparison.Title}: tuning",
            Changes = [.. comparison.Changes, .. TuningSet],
            Axes =
            [
                .. comparison.Axes.Select(axis => axis.Repetition && Repetitions is { } names
                    ? axis with { Values = [.. axis.Values.Where(value => names.Contains(value.Name))] }
                    : axis),
                new ComparisonAxis { Name = Axis, Values = all },
            ],
            Exceptions = [.. comparison.Exceptions, .. not],
            Rows = [.. comparison.Rows, Axis],
            Areas = [],
            Tests = [],
            Published = [],
        };
    }

    /// <summary>The grid of the evaluation half.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="chosen">The chosen configuration of each method; methods without one are left out, and the table says why.</param>
    public Comparison Evaluation(Comparison comparison, IReadOnlyDictionary<string, AxisValue> chosen) => comparison with
    {
        Changes = [.. comparison.Changes, .. EvaluationSet],
        Exceptions = [.. comparison.Exceptions, .. Failed([.. Of.Values.Select(value => value.Name).Where(name => !chosen.ContainsKey(name))])],
        Axes =
        [
            .. comparison.Axes.Select(axis => axis.Name != Of.Name ? axis : axis with
            {
                Values =
                [
                    .. axis.Values.Select(value => chosen.TryGetValue(value.Name, out var configuration)
                        ? value with { Changes = [.. value.Changes, .. configuration.Changes] }
                        : value),
                ],
            }),
        ],
    };

    private CellPattern[] Failed(string[] methods) => methods.Length == 0 ? [] :
    [
        new(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [Of.Name] = methods }, "no configuration came to its end in tuning"),
    ];

    private CellPattern Pattern(string method, string configuration) => new(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        [Of.Name] = [method], [Axis] = [configuration],
    });
}

/// <summary>What tuning tried: every configuration of every method with its score, and the best of each. Kept as tuning.json.</summary>
internal sealed class TuningLog
{
    public const string FileName = "tuning.json";

    private readonly JsonObject _json;

    private TuningLog(JsonObject json) => _json = json;

    /// <summary>Sums up the cells of the tuning half.</summary>
    /// <param name="phases">The protocol.</param>
    /// <param name="basis">What the cells had in common: the job and its changes.</param>
    /// <param name="cells">The results.</param>
    public static TuningLog Of(TwoPhase phases, JsonNode basis, IReadOnlyList<CellResult> cells)
    {
        var entries = new JsonArray();
        var chosen = new JsonObject();
        foreach (var (method, configurations) in phases.Configurations)
        {
            (string Name, double Score)? best = null;
            foreach (var configuration in configurations)
            {
                var mine = cells
                    .Where(cell => cell.Cell.Values[phases.Of.Name] == method && cell.Cell.Values[TwoPhase.Axis] == configuration.Name)
                    .ToArray();
                var values = mine.Select(cell => MetricPath.Find(cell.Metrics, phases.Figure.Path)).ToArray();
                double? mean = mine.Length > 0 && values.All(value => value is not null) ? values.Average() : null;
                var better = mean is { } score && (best is null || Sign(phases.Figure) * score > Sign(phases.Figure) * best.Value.Score);
                if (better) best = (configuration.Name, mean!.Value);
                entries.Add(new JsonObject
                {
                    ["method"] = method,
                    ["configuration"] = configuration.Name,
                    ["changes"] = new JsonObject(configuration.Changes.Select(change => KeyValuePair.Create(change.Path, change.Value?.DeepClone()))),
                    ["runs"] = mine.Length,
                    ["finished"] = mine.Count(cell => cell.State is CellState.Done or CellState.Failed),
                    ["values"] = new JsonArray([.. values.Select(value => (JsonNode?)value)]),
                    ["mean"] = mean,
                    ["reason"] = mine.Select(cell => cell.Reason).FirstOrDefault(reason => reason is not null),
                });
            }

            chosen[method] = best?.Name;
        }

        return new(new JsonObject
        {
            ["of"] = phases.Of.Name, ["figure"] = phases.Figure.Name, ["path"] = phases.Figure.Path, ["basis"] = basis.DeepClone(),
            ["configurations"] = entries, ["chosen"] = chosen,
        });
    }

    /// <summary>Takes a log that was read.</summary>
    public static TuningLog From(JsonObject json) => new(json);

    public JsonObject Json => _json;

    /// <summary>What the runs of tuning had in common.</summary>
    public JsonNode? Basis => _json["basis"];

    /// <summary>The name of a method's best configuration; <see langword="null"/> if none has a score.</summary>
    public string? Chosen(string method) => (_json["chosen"] as JsonObject)?[method]?.ToString();

    /// <summary>Whether a configuration was run to its end with every repetition.</summary>
    public bool Has(string method, string configuration) => Entries().Any(entry =>
        entry["method"]?.ToString() == method && entry["configuration"]?.ToString() == configuration && IsFinished(entry));

    /// <summary>Configurations whose runs are not all finished.</summary>
    public IReadOnlyList<string> Open => [.. Entries().Where(entry => !IsFinished(entry)).Select(entry => $"{entry["method"]}: {entry["configuration"]}")];

    private IEnumerable<JsonObject> Entries() => (_json["configurations"] as JsonArray ?? []).OfType<JsonObject>();

    private static bool IsFinished(JsonObject entry) => entry["runs"]?.ToString() is not (null or "0") && entry["runs"]!.ToString() == entry["finished"]?.ToString();

    private static int Sign(ComparisonFigure figure) => figure.Direction < 0 ? -1 : 1;
}
