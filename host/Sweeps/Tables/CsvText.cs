using System.Globalization;

namespace PluginHost.Comparisons.Tables;

/// <summary>Lines of CSV (RFC 4180, with bare line feeds).</summary>
internal static class CsvText
{
    public static string Line(IEnumerable<string> fields) => string.Join(',', fields.Select(Field)) + "\n";

    public static string Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Field(string field) =>
        field.AsSpan().IndexOfAny(",\"\n\r") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
