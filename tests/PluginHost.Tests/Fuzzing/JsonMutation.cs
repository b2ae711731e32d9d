using System.Text;
using System.Text.Json.Nodes;
using PluginHost.Contracts;

namespace PluginHost.Tests.Fuzzing;

/// <summary>Changes a JSON document where its structure is, and now and then as mere bytes.</summary>
internal static class JsonMutation
{
    public static byte[] Mutate(string text, RandomStream random)
    {
        var root = JsonNode.Parse(text)!;
        var raw = new List<string>();
        for (var edits = random.Next(1, 4); edits > 0; edits--) Edit(root, random, raw);
        var written = root.ToJsonString();
        for (var i = 0; i < raw.Count; i++) written = written.Replace($"\"@{i}@\"", raw[i], StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(written);
        return random.Next(5) == 0 ? ByteMutation.Mutate(bytes, random) : bytes;
    }

    private static void Edit(JsonNode root, RandomStream random, List<string> raw)
    {
        var containers = Containers(root).ToArray();
        switch (containers[random.Next(containers.Length)])
        {
            case JsonObject json: EditObject(json, root, random, raw); break;
            case JsonArray array: EditArray(array, root, random, raw); break;
        }
    }

    private static void EditObject(JsonObject json, JsonNode root, RandomStream random, List<string> raw)
    {
        var key = json.Count == 0 ? null : json.ElementAt(random.Next(json.Count)).Key;
        switch (random.Next(7))
        {
            case 0 when key is not null:
                json.Remove(key);
                break;
            case 1 when key is not null:
                // A key that stands twice can only be written as text.
                json[key] = Raw(raw, $"{HostileValues.Value(random)},\"{key}\":{HostileValues.Value(random)}");
                break;
            case 2 when key is not null:
                var moved = json[key]?.DeepClone();
                json.Remove(key);
                json[Unescaped(HostileValues.Key(random))] = moved;
                break;
            case 3:
                json[Unescaped(HostileValues.Key(random))] = Raw(raw, HostileValues.Value(random));
                break;
            case 4 when key is not null:
                json[key] = Copy(root, random);
                break;
            default:
                if (key is not null) json[key] = Raw(raw, HostileValues.Value(random));
                break;
        }
    }

    private static void EditArray(JsonArray array, JsonNode root, RandomStream random, List<string> raw)
    {
        switch (random.Next(4))
        {
            case 0 when array.Count > 0:
                array.RemoveAt(random.Next(array.Count));
                break;
            case 1 when array.Count > 0:
                array.Add(array[random.Next(array.Count)]?.DeepClone());
                break;
            case 2:
                array.Insert(random.Next(array.Count + 1), Copy(root, random));
                break;
            default:
                array.Insert(random.Next(array.Count + 1), Raw(raw, HostileValues.Value(random)));
                break;
        }
    }

    private static JsonNode? Copy(JsonNode root, RandomStream random)
    {
        var all = Containers(root).ToArray();
        return all[random.Next(all.Length)].DeepClone();
    }

    private static JsonValue Raw(List<string> raw, string text)
    {
        raw.Add(text);
        return JsonValue.Create($"@{raw.Count - 1}@");
    }

    private static string Unescaped(string key) => key == "\\u0000" ? "\0" : key;

    private static IEnumerable<JsonNode> Containers(JsonNode node)
    {
        if (node is not (JsonObject or JsonArray)) yield break;
        yield return node;
        var children = node is JsonObject json ? json.Select(pair => pair.Value) : (JsonArray)node;
        foreach (var below in children.OfType<JsonNode>().SelectMany(Containers)) yield return below;
    }
}
