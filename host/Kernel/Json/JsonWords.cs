using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Json;

/// <summary>Words for JSON values in findings.</summary>
internal static class JsonWords
{
    /// <summary>The value with its type, shortened: <c>the text "abc"</c>.</summary>
    public static string Describe(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => $"the text {Text(value)}",
        JsonValueKind.Number => $"the number {Text(value)}",
        _ => Text(value),
    };

    /// <summary>The value as JSON, cut to a line.</summary>
    public static string Text(JsonNode? value)
    {
        var text = Whole(value);
        return text.Length <= 60 ? text : text[..57] + "...";
    }

    /// <summary>The value as JSON, however long.</summary>
    public static string Whole(JsonNode? value) => value switch
    {
        null => "null",
        _ when value.GetValueKind() == JsonValueKind.String => $"\"{value.GetValue<string>()}\"",
        _ => value.ToJsonString(),
    };

    public static bool TryString(JsonNode? value, out string text)
    {
        text = "";
        if (value?.GetValueKind() != JsonValueKind.String) return false;
        text = value.GetValue<string>();
        return true;
    }

    /// <summary>Reads an integer that is written as one.</summary>
    public static bool TryInteger(JsonNode? value, out long number)
    {
        number = 0;
        return value?.GetValueKind() == JsonValueKind.Number
            && long.TryParse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out number);
    }
}
