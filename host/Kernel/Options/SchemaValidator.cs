using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Options;

/// <summary>
/// Checks a value against the part of JSON schema that <see cref="OptionsSchema"/> writes, and finds every fault at once.
/// </summary>
/// <remarks>
/// Written by hand: JsonSchema.Net makes each start of a job dearer (40 ms of processor time in place of 7 for the default job), and its
/// results name neither the value found nor the nearest name. The tests hold that both give the same verdicts.
/// </remarks>
internal sealed class SchemaValidator(JsonObject root)
{
    private readonly List<SchemaFault> _faults = [];

    public static IReadOnlyList<SchemaFault> Validate(JsonObject schema, JsonNode? value)
    {
        var validator = new SchemaValidator(schema);
        validator.Check(schema, value, "");
        return validator._faults;
    }

    private void Check(JsonNode? schemaNode, JsonNode? value, string path)
    {
        if (Resolve(schemaNode) is not { } schema) return;
        var types = OptionsSchema.TypesOf(schema);
        if (types.Count > 0 && !types.Any(type => SchemaTypes.Matches(value, type)))
        {
            _faults.Add(new SchemaFault(FindingCodes.OptionType, path, $"found {JsonWords.Describe(value)}", SchemaTypes.Describe(schema)));
            return;
        }

        if (schema["enum"] is JsonArray allowed) CheckAllowed(schema, allowed, value, path);
        switch (value)
        {
            case JsonObject json: CheckObject(schema, json, path); break;
            case JsonArray array: CheckArray(schema, array, path); break;
            case JsonValue when value.GetValueKind() == JsonValueKind.Number: CheckNumber(schema, value, path); break;
            case JsonValue when value.GetValueKind() == JsonValueKind.String: CheckLength(
                schema,
                value.GetValue<string>().Length,
                "Length",
                "characters",
                path); break;
        }
    }

    private void CheckAllowed(JsonObject schema, JsonArray allowed, JsonNode? value, string path)
    {
        if (allowed.Any(item => JsonNode.DeepEquals(item, value))) return;
        var names = allowed.Where(item => item?.GetValueKind() == JsonValueKind.String).Select(item => item!.GetValue<string>());
        var nearest = JsonWords.TryString(value, out var text) ? NearestName.Suggest(text, names) : null;
        _faults.Add(
            new SchemaFault(
                FindingCodes.OptionNotAllowed,
                path,
                $"found {JsonWords.Describe(value)}",
                SchemaTypes.Describe(schema),
                nearest));
    }

    private void CheckObject(JsonObject schema, JsonObject json, string path)
    {
        var properties = schema["properties"] as JsonObject;
        foreach (var (name, value) in json)
        {
            var below = JsonPath.Append(path, name);
            if (properties is not null && properties.TryGetPropertyValue(name, out var property)) Check(property, value, below);
            else if (schema["additionalProperties"] is JsonObject others) Check(others, value, below);
            else if (schema["additionalProperties"] is JsonValue closed && closed.GetValueKind() == JsonValueKind.False)
                AddUnknown(properties, name, below);
        }

        foreach (var name in schema["required"] as JsonArray ?? [])
        {
            var key = name!.GetValue<string>();
            if (json.ContainsKey(key)) continue;
            var expected = Resolve(properties?[key]) is { } missing ? SchemaTypes.Describe(missing) : null;
            _faults.Add(
                new SchemaFault(FindingCodes.OptionMissing, JsonPath.Append(path, key), $"the option '{key}' is missing", expected));
        }
    }

    private void AddUnknown(JsonObject? properties, string name, string path)
    {
        var valid = properties?.Select(property => property.Key).ToArray() ?? [];
        var nearest = NearestName.Suggest(name, valid);
        var expected = valid.Length == 0 ? "no options" : NearestName.OneOf(valid);
        _faults.Add(
            new SchemaFault(FindingCodes.UnknownOption, path, $"unknown option '{name}'", nearest is null ? expected : null, nearest));
    }

    private void CheckArray(JsonObject schema, JsonArray array, string path)
    {
        CheckLength(schema, array.Count, "Items", "items", path);
        for (var i = 0; i < array.Count; i++) Check(schema["items"], array[i], $"{path}[{i}]");
    }

    private void CheckLength(JsonObject schema, int length, string keyword, string unit, string path)
    {
        if (schema["min" + keyword] is { } least && length < least.GetValue<int>())
            _faults.Add(new SchemaFault(FindingCodes.OptionRange, path, $"found {length} {unit}", $"at least {least.GetValue<int>()}"));
        if (schema["max" + keyword] is { } most && length > most.GetValue<int>())
            _faults.Add(new SchemaFault(FindingCodes.OptionRange, path, $"found {length} {unit}", $"at most {most.GetValue<int>()}"));
    }

    private void CheckNumber(JsonObject schema, JsonNode value, string path)
    {
        var number = Number(value);
        var fits = (schema["minimum"] is not { } least || number >= Number(least))
            && (schema["maximum"] is not { } most || number <= Number(most))
            && (schema["exclusiveMinimum"] is not { } above || number > Number(above))
            && (schema["exclusiveMaximum"] is not { } below || number < Number(below));
        if (!fits)
            _faults.Add(
                new SchemaFault(
                    FindingCodes.OptionRange,
                    path,
                    $"found {JsonWords.Text(value)}, which is out of range",
                    SchemaTypes.Describe(schema)));
    }

    private static double Number(JsonNode value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    /// <summary>Follows a reference inside the schema; recursive option types have them.</summary>
    private JsonObject? Resolve(JsonNode? schema)
    {
        if (schema is not JsonObject json) return null;
        if (!JsonWords.TryString(json["$ref"], out var reference)) return json;
        JsonNode? target = root;
        foreach (var part in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            target = target is JsonArray array
                && int.TryParse(name, CultureInfo.InvariantCulture, out var index)
                ? array[index]
                : (target as JsonObject)?[name];
        }

        return target as JsonObject;
    }
}

/// <summary>A place where a value breaks its schema.</summary>
/// <param name="Code">The finding's code.</param>
/// <param name="Path">The path inside the options; empty for the options themselves.</param>
/// <param name="What">What is wrong, with the value found.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Fix">The nearest valid name.</param>
internal sealed record SchemaFault(string Code, string Path, string What, string? Expected, string? Fix = null);
