using System.Text.Json;

namespace PluginHost.Contracts;

/// <summary>Writes floating-point numbers as JSON, which has no NaN and no infinities.</summary>
public static class JsonNumbers
{
    /// <summary>Writes a property; NaN and infinities become the strings <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c>.</summary>
    /// <param name="json">The writer, inside an object.</param>
    /// <param name="name">The property.</param>
    /// <param name="value">The value.</param>
    public static void Write(Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        WriteValue(json, value);
    }

    /// <summary>Writes an array element or a property whose name is written already.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="value">The value.</param>
    public static void WriteValue(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
}
