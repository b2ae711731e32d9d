using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Jobs;

/// <summary>Applies <c>--set path=value</c> to a job.</summary>
internal static class JobOverride
{
    private const string Form = "path=value, such as strategy.options.lambda=0.3 or metric[0]=bss-eval";

    /// <summary>Applies one change and says what is wrong with it.</summary>
    /// <param name="json">What is changed.</param>
    /// <param name="text">The change, as written on the command line.</param>
    /// <param name="reserved">The keys that are no kinds of components.</param>
    /// <param name="findings">Takes the fault.</param>
    /// <param name="option">The option of the command line.</param>
    /// <param name="below">What the path is below, with its last dot.</param>
    public static FindingList Apply(
        LocatedJson json, string text, IReadOnlyList<string> reserved, string option = "--set", string below = "")
    {
        var findings = new FindingList();
        var equals = text.IndexOf('=');
        var path = below + (equals < 0 ? text : text[..equals].Trim());
        if (equals < 0 || JsonPath.Split(path) is not { } parts)
        {
            findings.Error(FindingCodes.BadOverride, $"{option} {text}", "not of the form path=value", Form);
            return findings;
        }

        var written = text[(equals + 1)..];
        var value = Parse(written);
        if (Write(json.Root, parts, value, reserved) is { } fault) findings.Error(FindingCodes.BadOverride, $"{option} {text}:", fault, Form);
        else json.Relocate(path, $"{option} {text}:", TakenFor(path, written, value));
        return findings;
    }

    /// <summary>What a value was read as, for who meant something else, and how to write that.</summary>
    private static string? TakenFor(string path, string written, JsonNode? value)
    {
        var quoted = $"as a text: --set '{path}=\"{written.Trim()}\"'.";
        if (value is null) return $"The value was taken for null; {quoted}";
        if (value.GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            return $"The value was taken for {JsonWords.Describe(value)}; {quoted}";
        if (value.GetValueKind() != JsonValueKind.String || value.GetValue<string>() != written) return null;
        return written switch
        {
            "True" or "False" or "None" => "The value was taken for a text; JSON has true, false and null.",
            ['[' or '{' or '"', ..] => $"The value was taken for a text, as it is no JSON: {Fault(written)}. A shell takes away quotes that are "
                + $"not within single ones: --set '{path}=[\"a\",\"b\"]'.",
            _ => null,
        };
    }

    private static string Fault(string written)
    {
        var parser = new LocatedJsonParser("", FindingCodes.BadOverride);
        parser.Parse(Encoding.UTF8.GetBytes(written));
        return parser.Findings.All.Count == 0 ? "it cannot be read" : parser.Findings.All[0].Finding.What.Replace("not valid JSON: ", "", StringComparison.Ordinal);
    }

    public static void Set(LocatedJson json, string key, JsonNode? value, string place)
    {
        json.Root[key] = value;
        json.Relocate(key, $"{place}:");
    }

    private static JsonNode? Parse(string value)
    {
        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            return JsonValue.Create(value);
        }
    }

    /// <summary>Writes the value and returns <see langword="null"/>, or says why it cannot be written.</summary>
    private static string? Write(JsonObject root, IReadOnlyList<object> parts, JsonNode? value, IReadOnlyList<string> reserved)
    {
        var isComponent = !reserved.Contains((string)parts[0]);
        JsonNode current = root;
        for (var i = 0; i < parts.Count; i++)
        {
            var last = i == parts.Count - 1;
            if (parts[i] is string name)
            {
                if (current is not JsonObject json) return $"'{Shown(parts, i)}' is no object";
                if (last)
                {
                    json[name] = value;
                    return null;
                }

                if (json[name] is null) json[name] = parts[i + 1] is int ? new JsonArray() : new JsonObject();
                if (isComponent && i == 0) OpenUp(json, name, wantsArray: parts[1] is int);
                current = json[name]!;
            }
            else
            {
                var index = (int)parts[i];
                if (current is not JsonArray array) return $"'{Shown(parts, i)}' is no array";
                if (index > array.Count) return $"'{Shown(parts, i)}' has {array.Count} entries";
                if (index == array.Count) array.Add(last ? null : new JsonObject());
                if (last)
                {
                    array[index] = value;
                    return null;
                }

                if (isComponent && i == 1 && JsonWords.TryString(array[index], out var use))
                    array[index] = new JsonObject { ["use"] = use };
                if (array[index] is not { } below) return $"'{Shown(parts, i + 1)}' is null";
                current = below;
            }
        }

        return null;
    }

    /// <summary>
    /// Turns the short forms of a component (a name; one instead of an array) into the long ones that the path speaks of.
    /// </summary>
    private static void OpenUp(JsonObject json, string kind, bool wantsArray)
    {
        if (wantsArray && json[kind] is not JsonArray)
        {
            var single = json[kind];
            json.Remove(kind);
            json[kind] = new JsonArray(single);
        }
        else if (!wantsArray && JsonWords.TryString(json[kind], out var use))
        {
            json[kind] = new JsonObject { ["use"] = use };
        }
    }

    private static string Shown(IReadOnlyList<object> parts, int count)
    {
        var path = "";
        for (var i = 0; i < count; i++) path = parts[i] is int index ? $"{path}[{index}]" : JsonPath.Append(path, (string)parts[i]);
        return path;
    }
}
