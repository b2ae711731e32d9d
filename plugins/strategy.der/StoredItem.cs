using System.Text.Json.Nodes;

namespace PluginHost.Plugins.Der;

/// <summary>An item made of exemplars, with what the model predicted for it when it was stored.</summary>
/// <param name="Draw">What the item is made of; all chance is settled in it.</param>
/// <param name="Outputs">Predictions by name on the CPU, the first dimension being the item's sources; owned by the item.</param>
internal sealed record StoredItem(Draw Draw, IReadOnlyDictionary<string, Tensor> Outputs) : IDisposable
{
    /// <summary>The shapes of the outputs as a text: equal where items can be compared together.</summary>
    public string Shapes => string.Join(';', Outputs.OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => $"{pair.Key} {string.Join('x', pair.Value.shape)}"));

    /// <summary>Describes the draw in JSON.</summary>
    public JsonObject Describe() => new()
    {
        ["seed"] = Draw.Seed,
        ["sources"] = new JsonArray([.. Draw.Sources.Select(source => (JsonNode)new JsonObject
        {
            ["id"] = source.Sample.Id,
            ["position"] = source.Position,
            ["gain"] = source.Gain,
        })]),
    };

    /// <summary>Finds the draw that <see cref="Describe"/> described among exemplars.</summary>
    public static Draw Find(JsonObject description, IReadOnlyDictionary<string, SampleInfo> exemplars) => new()
    {
        Training = true,
        Seed = (long)description["seed"]!,
        Sources = [.. description["sources"]!.AsArray().Select(node => new DrawSource
        {
            Sample = exemplars.TryGetValue((string)node!["id"]!, out var sample)
                ? sample
                : throw new InvalidDataException($"A stored item needs the exemplar '{(string)node["id"]!}', which memory does not hold."),
            Position = (double?)node["position"],
            Gain = (double)node["gain"]!,
            FromMemory = true,
        })],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var output in Outputs.Values) output.Dispose();
    }
}
