using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.AudioVisual.Events.Tests;

/// <summary>A case of Data/events.json, which Data/events.py computed with numpy.</summary>
internal sealed class Reference(string name)
{
    private static readonly JsonNode s_all = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "events.json")))!;

    /// <summary>An input, float32.</summary>
    public Tensor this[string key] =>
        tensor(s_all[name]![key]!["values"]!.AsArray().Deserialize<float[]>()!).view(s_all[name]![key]!["shape"]!.AsArray().Deserialize<long[]>()!);

    public double[] Expected(string key) => s_all[name]!["expected"]![key]!.AsArray().Deserialize<double[]>()!;

    public static Draw[] Draws(params int[] labels) =>
    [
        .. labels.Select((label, i) => new Draw
        {
            Training = true, Sources = [new() { Sample = new() { Id = $"{i}", Label = label, Split = Split.Test } }],
        }),
    ];

    public static double[] Numbers(Tensor values) => values.to(ScalarType.Float64).contiguous().data<double>().ToArray();
}
