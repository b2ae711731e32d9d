using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Findings;

namespace PluginHost.Json;

/// <summary>Builds JSON nodes and notes where each of them starts.</summary>
internal sealed class LocatedJsonParser(string display, string syntaxCode)
{
    private int _counted;
    private int _line = 1;
    private int _lineStart;

    public Dictionary<string, string> Places { get; } = new(StringComparer.Ordinal);

    /// <summary>What is wrong with the text.</summary>
    public FindingList Findings { get; } = new();

    public JsonNode? Parse(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(
            bytes,
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            var root = ReadValue(ref reader, bytes, "");
            reader.Read();
            return root;
        }
        catch (JsonException exception)
        {
            var (line, column) = (exception.LineNumber ?? 0, exception.BytePositionInLine ?? 0);
            Fail($"{display}({line + 1},{column + 1})", "not valid JSON: " + JsonFault.Describe(bytes, line, column));
        }
        catch (InvalidOperationException)
        {
            Fail($"{display}{Place(bytes, reader.TokenStartIndex)}", "the text is not valid UTF-8");
        }

        return null;
    }

    private void Fail(string where, string what) => Findings.Error(syntaxCode, where, what);

    private JsonNode? ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, string path)
    {
        Places[path] = display + Place(bytes, reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: return ReadObject(ref reader, bytes, path);
            case JsonTokenType.StartArray:
                var array = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    array.Add(ReadValue(ref reader, bytes, $"{path}[{array.Count}]"));
                return array;
            case JsonTokenType.Null: return null;
            case JsonTokenType.String: return JsonValue.Create(reader.GetString());
            default: return JsonValue.Create(JsonElement.ParseValue(ref reader));
        }
    }

    private JsonObject ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, string path)
    {
        var json = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            var below = JsonPath.Append(path, name);
            var place = display + Place(bytes, reader.TokenStartIndex);
            reader.Read();
            var value = ReadValue(ref reader, bytes, below);
            Places[below] = place;
            if (json.ContainsKey(name)) Fail($"{place} {below}", $"the key '{name}' stands twice in one object");
            else json[name] = value;
        }

        return json;
    }

    // Places are asked for in rising order, so counting goes on where it stopped.
    private string Place(ReadOnlySpan<byte> bytes, long index)
    {
        var end = (int)Math.Min(index, bytes.Length);
        if (end < _counted) (_counted, _line, _lineStart) = (0, 1, 0);
        var between = bytes[_counted..end];
        _line += between.Count((byte)'\n');
        if (between.LastIndexOf((byte)'\n') is >= 0 and var last) _lineStart = _counted + last + 1;
        _counted = end;
        return $"({_line},{end - _lineStart + 1})";
    }
}
