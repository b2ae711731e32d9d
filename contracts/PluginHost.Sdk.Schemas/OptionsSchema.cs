using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using PluginHost.Contracts;

namespace PluginHost.Options;

/// <summary>
/// Makes the JSON schema of a component's options from their source-generated type information and their attributes: types, ranges,
/// allowed values, required members,
/// descriptions and defaults. Reflection-based JSON is avoided throughout: it would keep plugins from unloading.
/// </summary>
internal static class OptionsSchema
{
    /// <summary>The keyword, with the value false, of an option that changes no number of a run.</summary>
    public const string AffectsNumbers = "x-affectsNumbers";

    private static readonly JsonSchemaExporterOptions Exporter =
        new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };

    /// <summary>Returns the schema; its <c>default</c> members hold what the options class sets itself.</summary>
    public static JsonObject Create(JsonTypeInfo options)
    {
        var schema = (JsonObject)options.GetJsonSchemaAsNode(Exporter);
        if (options.CreateObject?.Invoke() is { } defaults) AddDefaults(schema, JsonSerializer.SerializeToNode(defaults, options));
        return schema;
    }

    /// <summary>The types that a schema allows; empty means any.</summary>
    public static IReadOnlyList<string> TypesOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => [.. several.Select(item => item!.GetValue<string>())],
        JsonValue one => [one.GetValue<string>()],
        _ => [],
    };

    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is not JsonObject json) return schema;
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object && json.ContainsKey("properties"))
        {
            json["additionalProperties"] ??= false;
            foreach (var property in context.TypeInfo.Properties)
            {
                // What a class computes from its options is none of them.
                if (property is { Set: null, AssociatedParameter: null }) ((JsonObject)json["properties"]!).Remove(property.Name);
                if (Attributes(property.AttributeProvider).OfType<RequiredAttribute>().Any()) Require(json, property.Name);
            }
        }

        if (IsNumber(context.TypeInfo.Type)) RefuseNumbersInTexts(json);
        if (context.PropertyInfo is { } info)
        {
            foreach (var attribute in Attributes(info.AttributeProvider)) Describe(json, attribute);
        }

        return json;
    }

    private static bool IsNumber(Type type) =>
        Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    /// <summary>Web defaults of a serializer let "8" stand for 8; in a job that is more likely a slip.</summary>
    private static void RefuseNumbersInTexts(JsonObject schema)
    {
        var types = TypesOf(schema).Where(type => type != "string").ToArray();
        if (types.Length == 0 || types.Length == TypesOf(schema).Count || schema.ContainsKey("enum")) return;
        schema["type"] = types.Length == 1 ? types[0] : new JsonArray([.. types.Select(type => JsonValue.Create(type))]);
        schema.Remove("pattern");
    }

    private static IEnumerable<Attribute> Attributes(ICustomAttributeProvider? provider) =>
        provider?.GetCustomAttributes(inherit: true).OfType<Attribute>() ?? [];

    private static void Require(JsonObject schema, string name)
    {
        var required = schema["required"] as JsonArray;
        if (required is null) schema["required"] = required = [];
        if (!required.Any(item => item!.GetValue<string>() == name)) required.Add(JsonValue.Create(name));
    }

    private static void Describe(JsonObject schema, Attribute attribute)
    {
        switch (attribute)
        {
            case DescriptionAttribute { Description.Length: > 0 } description:
                schema["description"] = description.Description;
                break;
            case RangeAttribute range:
                AddBound(schema, range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum", range.Minimum);
                AddBound(schema, range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum", range.Maximum);
                break;
            case DoesNotAffectNumbersAttribute:
                schema[AffectsNumbers] = false;
                break;
            case AllowedValuesAttribute allowed:
                schema["enum"] = new JsonArray([.. allowed.Values.Select(Literal)]);
                break;
            case LengthAttribute length:
                AddLengths(schema, length.MinimumLength, length.MaximumLength);
                break;
            case MinLengthAttribute length:
                AddLengths(schema, length.Length, null);
                break;
            case MaxLengthAttribute length:
                AddLengths(schema, null, length.Length);
                break;
        }
    }

    private static void AddBound(JsonObject schema, string keyword, object? bound)
    {
        var text = Convert.ToString(bound, CultureInfo.InvariantCulture);
        if (!double.TryParse(text, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) return;
        // The widest bounds stand for "no bound".
        if (Math.Abs(number) >= long.MaxValue || bound is int.MaxValue or int.MinValue) return;
        schema[keyword] = long.TryParse(text, CultureInfo.InvariantCulture, out var integer)
            ? JsonValue.Create(integer)
            : JsonValue.Create(number);
    }

    private static void AddLengths(JsonObject schema, int? least, int? most)
    {
        var noun = TypesOf(schema).Contains("array", StringComparer.Ordinal) ? "Items" : "Length";
        if (least is { } low) schema["min" + noun] = low;
        if (most is { } high and >= 0) schema["max" + noun] = high;
    }

    private static JsonValue? Literal(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        float number => JsonValue.Create(number),
        _ => JsonValue.Create(value.ToString()),
    };

    private static void AddDefaults(JsonObject schema, JsonNode? defaults)
    {
        if (schema["properties"] is not JsonObject properties || defaults is not JsonObject values) return;
        foreach (var (name, property) in properties)
        {
            if (property is not JsonObject below || !values.TryGetPropertyValue(name, out var value)) continue;
            if (value is JsonObject && below["properties"] is JsonObject) AddDefaults(below, value);
            else below["default"] = value?.DeepClone();
        }
    }
}
