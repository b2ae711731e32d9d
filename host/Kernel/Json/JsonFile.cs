using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Json;

/// <summary>Writes JSON for people: indented, non-ASCII letters as they are.</summary>
internal static class JsonFile
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Replaces a file at once, so that it is never seen half written. What stands in /dev is written to, not replaced.</summary>
    public static void Write(string file, JsonNode json)
    {
        if (Path.GetFullPath(file).StartsWith("/dev/", StringComparison.Ordinal))
        {
            File.WriteAllText(file, Text(json) + "\n");
            return;
        }

        WholeFile.Write(file, Text(json) + "\n");
    }

    public static string Text(JsonNode json)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Format)) json.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
