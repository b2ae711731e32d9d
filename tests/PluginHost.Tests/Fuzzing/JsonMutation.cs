using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace PluginHost.Tests.Fuzzing;

/// <summary>Changes a JSON document where its structure is, and now and then as mere bytes.</summary>
internal static class JsonMutation
{
    private static readonly Gen<double> Share = ByteMutation.Share;

    private static readonly Gen<ObjectEdit> OfObject = Gen.Frequency(
        (1, Gen.Const<ObjectEdit>((json, key, _) => json.Remove(key ?? ""))),
        // A key that stands twice can only be written as text.
        (1, Gen.Select<string, string, ObjectEdit>(HostileValues.Value, HostileValues.Value, (one, two) => (json, key, document) =>
        {
            if (key is not null) json[key] = document.Raw($"{one},\"{key}\":{two}");
        })),
        (1, HostileValues.Key.Select<string, ObjectEdit>(name => (json, key, _) =>
        {
            if (key is null) return;
            var moved = json[key]?.DeepClone();
            json.Remove(key);
            json[Unescaped(name)] = moved;
        })),
        (1, Gen.Select<string, string, ObjectEdit>(
            HostileValues.Key,
            HostileValues.Value,
            (name, value) => (json, _, document) => json[Unescaped(name)] = document.Raw(value))),
        (1, Share.Select<double, ObjectEdit>(at => (json, key, document) =>
        {
            if (key is not null) json[key] = document.Copy(at);
        })),
        (2, HostileValues.Value.Select<string, ObjectEdit>(value => (json, key, document) =>
        {
            if (key is not null) json[key] = document.Raw(value);
        })));

    private static readonly Gen<ArrayEdit> OfArray = Gen.OneOf(
        Share.Select<double, ArrayEdit>(at => (array, _) =>
        {
            if (array.Count > 0) array.RemoveAt(ByteMutation.At(at, array.Count));
        }),
        Share.Select<double, ArrayEdit>(at => (array, _) =>
        {
            if (array.Count > 0) array.Add(array[ByteMutation.At(at, array.Count)]?.DeepClone());
        }),
        Gen.Select<double, double, ArrayEdit>(
            Share,
            Share,
            (at, from) => (array, document) => array.Insert(ByteMutation.At(at, array.Count + 1), document.Copy(from))),
        Gen.Select<double, string, ArrayEdit>(
            Share,
            HostileValues.Value,
            (at, value) => (array, document) => array.Insert(ByteMutation.At(at, array.Count + 1), document.Raw(value))));

    private static readonly Gen<Action<Document>> Edit = Gen.Select<double, double, ObjectEdit, ArrayEdit, Action<Document>>(
        Share, Share, OfObject, OfArray, (container, member, ofObject, ofArray) => document =>
        {
            var containers = document.Containers();
            switch (containers[ByteMutation.At(container, containers.Length)])
            {
                case JsonObject json:
                    ofObject(json, json.Count == 0 ? null : json.ElementAt(ByteMutation.At(member, json.Count)).Key, document);
                    break;
                case JsonArray array: ofArray(array, document); break;
            }
        });

    private static readonly Gen<(Action<Document>[] Edits, Func<byte[], byte[]> Bytes)> Edits = Gen.Select(
        Edit.Array[1, 3],
        Gen.Frequency((4, Gen.Const<Func<byte[], byte[]>>(bytes => bytes)), (1, ByteMutation.Edits)));

    private delegate void ObjectEdit(JsonObject json, string? key, Document document);

    private delegate void ArrayEdit(JsonArray array, Document document);

    /// <summary>Mutations of a document.</summary>
    public static Gen<byte[]> Of(string text) => Edits.Select(edits => edits.Bytes(new Document(text).Edited(edits.Edits)));

    private static string Unescaped(string key) => key == "\\u0000" ? "\0" : key;

    /// <summary>A document under change; texts that no node can hold stand in it as marks until it is written.</summary>
    private sealed class Document(string text)
    {
        private readonly JsonNode _root = JsonNode.Parse(text)!;
        private readonly List<string> _raw = [];

        public byte[] Edited(IEnumerable<Action<Document>> edits)
        {
            foreach (var edit in edits) edit(this);
            var written = _root.ToJsonString();
            for (var i = 0; i < _raw.Count; i++) written = written.Replace($"\"@{i}@\"", _raw[i], StringComparison.Ordinal);
            return Encoding.UTF8.GetBytes(written);
        }

        public JsonNode[] Containers() => [.. Below(_root)];

        public JsonNode Copy(double share)
        {
            var all = Containers();
            return all[ByteMutation.At(share, all.Length)].DeepClone();
        }

        public JsonValue Raw(string value)
        {
            _raw.Add(value);
            return JsonValue.Create($"@{_raw.Count - 1}@");
        }

        private static IEnumerable<JsonNode> Below(JsonNode node)
        {
            if (node is not (JsonObject or JsonArray)) yield break;
            yield return node;
            var children = node is JsonObject json ? json.Select(pair => pair.Value) : (JsonArray)node;
            foreach (var below in children.OfType<JsonNode>().SelectMany(Below)) yield return below;
        }
    }
}
