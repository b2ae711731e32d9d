using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Comparisons.Cells;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Comparisons;

/// <summary>
/// What the runs' own folders do not say of cells: time spent, and why a run could not even begin. Kept in comparison.json.
/// </summary>
internal sealed class ComparisonLedger
{
    private readonly Lock _gate = new();
    private readonly JsonObject _cells;
    private readonly string _file;

    private ComparisonLedger(string file, JsonObject cells) => (_file, _cells) = (file, cells);

    public static ComparisonLedger Open(ComparisonFolder folder)
    {
        var file = folder.File("comparison.json");
        var root = File.Exists(file) ? LocatedJson.Read(file, "", "").Value?.Root : null;
        return new ComparisonLedger(file, root?["cells"]?.DeepClone() as JsonObject ?? []);
    }

    /// <summary>What is noted of a cell.</summary>
    public Entry Of(ComparisonCell cell)
    {
        lock (_gate)
        {
            if (_cells[cell.Folder] is not JsonObject entry) return new Entry(0, null);
            var seconds = entry["seconds"]?.GetValueKind() == JsonValueKind.Number ? entry["seconds"]!.GetValue<double>() : 0;
            return new Entry(seconds, JsonWords.TryString(entry["failure"], out var failure) ? failure : null);
        }
    }

    /// <summary>Notes an execution of a cell.</summary>
    public void Note(ComparisonCell cell, Entry entry)
    {
        lock (_gate)
        {
            var json = new JsonObject { ["name"] = cell.Name, ["seconds"] = Math.Round(entry.Seconds, 3) };
            if (entry.Failure is not null) json["failure"] = entry.Failure;
            _cells[cell.Folder] = json;
            JsonFile.Write(_file, new JsonObject { ["cells"] = _cells.DeepClone() });
        }
    }

    /// <summary>What is noted of one cell.</summary>
    /// <param name="Seconds">Wall time of all executions of its run.</param>
    /// <param name="Failure">Why its last execution failed, if it did.</param>
    public sealed record Entry(double Seconds, string? Failure);
}
