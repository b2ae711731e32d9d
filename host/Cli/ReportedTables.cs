using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Comparisons.Tables;
using PluginHost.Contracts;
using PluginHost.Reports.Reading;

namespace PluginHost.Cli;

/// <summary>Keeps the tables that components report while a command works, to print them at its end.</summary>
/// <param name="next">Told of every event too.</param>
internal sealed class ReportedTables(IRunObserver next) : IRunObserver
{
    private readonly List<TableReported> _tables = [];

    /// <inheritdoc/>
    public void OnEvent(RunEvent runEvent)
    {
        if (runEvent is TableReported table) _tables.Add(table);
        next.OnEvent(runEvent);
    }

    /// <summary>Writes them for people, each with its title above and its caption below.</summary>
    public void Write(TextWriter writer)
    {
        foreach (var table in _tables) Write(writer, table);
    }

    /// <summary>Writes a table for people.</summary>
    public static void Write(TextWriter writer, TableReported table)
    {
        writer.WriteLine(table.Title);
        TextTable.Write(writer, table.Columns, [.. table.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(RunFigures.Text)])], "  ");
        if (table.Caption is not null) writer.WriteLine(table.Caption);
    }

    /// <summary>The same for programs, as a run's log has them.</summary>
    public JsonArray ToJson() => new([.. _tables.Select(table =>
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            table.Write(json);
            json.WriteEndObject();
        }

        return JsonNode.Parse(bytes.WrittenSpan)!;
    })]);
}
