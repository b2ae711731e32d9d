using System.Text.Json;

namespace PluginHost.Contracts;

/// <summary>A table of results for people and logs. Cells are numbers or texts; observers choose the layout.</summary>
public sealed class TableReported : RunEvent
{
    /// <summary>The table's title.</summary>
    public required string Title { get; init; }

    /// <summary>Column headings.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Rows of as many cells as there are columns: <see cref="double"/>, <see cref="string"/> or <see langword="null"/> for "not defined".</summary>
    public required IReadOnlyList<IReadOnlyList<object?>> Rows { get; init; }

    /// <summary>A line under the table that says how to read it, or <see langword="null"/>.</summary>
    public string? Caption { get; init; }

    /// <inheritdoc/>
    public override string Name => "table";

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("title", Title);
        if (Caption is not null) json.WriteString("caption", Caption);
        json.WriteStartArray("columns");
        foreach (var column in Columns) json.WriteStringValue(column);
        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var row in Rows)
        {
            json.WriteStartArray();
            foreach (var cell in row) WriteCell(json, cell);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteCell(Utf8JsonWriter json, object? cell)
    {
        switch (cell)
        {
            case null: json.WriteNullValue(); break;
            case double number: JsonNumbers.WriteValue(json, number); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            default: json.WriteStringValue(cell.ToString()); break;
        }
    }
}
