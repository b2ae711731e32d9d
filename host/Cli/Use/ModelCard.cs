using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PluginHost.Reports.Reading;

namespace PluginHost.Cli;

/// <summary>What is to be known of exported weights, for programs (model.json) and as a model card for people.</summary>
internal static class ModelCard
{
    /// <summary>Gathers the facts of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="sha256">The hash of the weights.</param>
    /// <param name="tensors">The weights' names, types and shapes.</param>
    public static JsonObject Facts(RunSummary run, string sha256, JsonObject tensors) => new()
    {
        ["sha256"] = sha256,
        ["run"] = Path.GetFileName(run.Folder),
        ["started"] = run.When,
        ["seed"] = run.Job["seed"]?.DeepClone(),
        ["dataset"] = run.Metrics?["dataset"]?.DeepClone(),
        ["classes"] = run.Metrics?["classes"]?.DeepClone(),
        ["experiences"] = run.Experiences,
        ["model"] = run.Model?.DeepClone(),
        ["task"] = run.Job["task"]?.DeepClone(),
        ["strategy"] = run.Job["strategy"]?.DeepClone(),
        ["figures"] = RunFigures.ToJson(run.Metrics ?? []),
        ["plugins"] = new JsonObject(run.Plugins.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value.Version.ToString())))),
        ["tensors"] = tensors,
    };

    /// <summary>Writes the card.</summary>
    /// <param name="run">The run.</param>
    /// <param name="facts">The facts.</param>
    public static string Write(RunSummary run, JsonObject facts)
    {
        var text = new StringBuilder();
        var classes = (facts["classes"] as JsonArray ?? []).Select(name => name?.ToString() ?? "").ToArray();
        var tensors = facts["tensors"]!.AsObject();
        text.Append(CultureInfo.InvariantCulture, $"# {facts["run"]}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"A model of {run.Parts}, after {run.Experiences} experiences, written by PluginHost.\n\n");
        text.Append("| | |\n|---|---|\n");
        Row("weights", string.Create(CultureInfo.InvariantCulture, $"model.safetensors, {tensors.Count} tensors, {Numbers(tensors):N0} numbers"));
        Row("SHA-256", facts["sha256"]!.ToString());
        Row("data", facts["dataset"]?.ToString() ?? "-");
        Row("classes", string.Join(", ", classes));
        Row("seed", facts["seed"]?.ToString() ?? "-");
        Row("trained", facts["started"]!.ToString());
        text.Append("\n## Figures\n\nOn all classes after the last experience, on the run's own test samples.\n\n| figure | value | unit |\n|---|---|---|\n");
        foreach (var row in RunFigures.Rows(run.Metrics))
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(row.Name)} | {RunFigures.Text(row.Value)} | {Cell(row.Unit)} |\n");
        text.Append("\n## Use\n\nStart another job from these weights:\n\n    dotnet host run JOB --weights model.safetensors\n\n");
        text.Append("The job's model needs the options of `model` in model.json. Rows of classes that the job does not have start anew.\n\n");
        text.Append("## Made with\n\n| plugin | version |\n|---|---|\n");
        foreach (var (id, version) in facts["plugins"]!.AsObject()) text.Append(CultureInfo.InvariantCulture, $"| {Cell(id)} | {version} |\n");
        return text.ToString();

        void Row(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"| {name} | {Cell(value)} |\n");
    }

    private static long Numbers(JsonObject tensors) => tensors.Sum(pair =>
        (pair.Value?["shape"] as JsonArray ?? []).Aggregate(1L, (product, size) => product * (size?.GetValue<long>() ?? 1)));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
