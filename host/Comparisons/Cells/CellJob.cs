using System.Text.Json.Nodes;

namespace PluginHost.Comparisons.Cells;

/// <summary>A cell with its job.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Job">The resolved job; <see langword="null"/> if it is invalid.</param>
/// <param name="FreePaths">The paths of the job at which another value changes no number.</param>
internal sealed record CellJob(ComparisonCell Cell, JsonObject? Job, IReadOnlyList<string> FreePaths);
