using System.Text.Json.Nodes;

namespace PluginHost.Comparisons.Cells;

/// <summary>A cell with its job.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Job">The resolved job; <see langword="null"/> if it is invalid.</param>
internal sealed record CellJob(ComparisonCell Cell, JsonObject? Job);
