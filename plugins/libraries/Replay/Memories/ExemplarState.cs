using System.Text.Json.Nodes;

namespace PluginHost.Replay;

/// <summary>
/// How exemplars are saved: samples by what names them, in JSON; tensors beside them under <c>exemplar/N/NAME</c>, bit for bit.
/// </summary>
internal static class ExemplarState
{
    public static void Save(IReadOnlyList<Exemplar> exemplars, StateBag state)
    {
        state.Json["exemplars"] = new JsonArray([.. exemplars.Select(exemplar => (JsonNode)Describe(exemplar))]);
        for (var i = 0; i < exemplars.Count; i++)
        {
            foreach (var (name, tensor) in exemplars[i].Tensors) state.Tensors[Key(i, name)] = tensor;
        }
    }

    /// <exception cref="InvalidDataException">The list, a part of a sample's name or a tensor is missing.</exception>
    public static IReadOnlyList<Exemplar> Load(StateBag state)
    {
        if (state.Json["exemplars"] is not JsonArray saved)
            throw new InvalidDataException("The saved state of the memory has no list of exemplars.");
        var names = saved.Select(Names).ToArray();
        for (var i = 0; i < names.Length; i++)
        {
            foreach (var name in names[i])
            {
                if (!state.Tensors.ContainsKey(Key(i, name)))
                    throw new InvalidDataException($"The saved state of the memory lacks the tensor '{name}' of exemplar {i}.");
            }
        }

        return
        [
            .. saved.Select((node, i) => new Exemplar
            {
                Sample = Sample(node!.AsObject(), i),
                Whole = (bool?)node["compact"] != true,
                Tensors = Copies(names[i].ToDictionary(name => name, name => state.Tensors[Key(i, name)], StringComparer.Ordinal)),
            }),
        ];
    }

    /// <summary>Copies on the CPU, without gradient and out of every dispose scope.</summary>
    public static IReadOnlyDictionary<string, Tensor> Copies(IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var scope = NewDisposeScope();
        var copies = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors) copies[name] = tensor.detach().cpu().clone().DetachFromDisposeScope();
        return copies;
    }

    private static JsonObject Describe(Exemplar exemplar)
    {
        var sample = exemplar.Sample;
        var json = new JsonObject
        {
            ["id"] = sample.Id,
            ["labels"] = Numbers(sample.Labels),
            ["split"] = sample.Split.ToString(),
            ["index"] = sample.Index,
        };
        if (sample.Domain.Length > 0) json["domain"] = sample.Domain;
        if (sample.Group.Length > 0) json["group"] = sample.Group;
        if (sample.Among is { } among) json["among"] = Numbers(among);
        if (!exemplar.Whole) json["compact"] = true;
        if (exemplar.Tensors.Count > 0) json["tensors"] = new JsonArray([.. exemplar.Tensors.Keys.Select(name => (JsonNode)name)]);
        return json;
    }

    private static SampleInfo Sample(JsonObject json, int i) => new()
    {
        Id = (string?)json["id"] ?? throw Lacks(i, "an id"),
        Labels = Labels(json["labels"]) ?? throw Lacks(i, "labels"),
        Split = Enum.TryParse<Split>((string?)json["split"], out var split) ? split : throw Lacks(i, "a split"),
        Index = (int?)json["index"] ?? throw Lacks(i, "an index"),
        Domain = (string?)json["domain"] ?? "",
        Group = (string?)json["group"] ?? "",
        Among = Labels(json["among"]),
    };

    private static InvalidDataException Lacks(int i, string what) => new($"Exemplar {i} in the saved state of the memory has not {what}.");

    private static string[] Names(JsonNode? node) => node?["tensors"] is JsonArray names ? [.. names.Select(name => (string)name!)] : [];

    private static JsonArray Numbers(IReadOnlyList<int> numbers) => new([.. numbers.Select(number => (JsonNode)number)]);

    private static int[]? Labels(JsonNode? node) => node is JsonArray labels ? [.. labels.Select(label => (int)label!)] : null;

    private static string Key(int exemplar, string name) => $"exemplar/{exemplar}/{name}";
}
