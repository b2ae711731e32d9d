namespace PluginHost.Comparisons.Tables;

/// <summary>A row of the table.</summary>
/// <param name="Names">Names of the values of the row axes.</param>
/// <param name="Entries">An entry per group of columns; <see langword="null"/> where the grid has no cell.</param>
internal sealed record TableRow(IReadOnlyList<string> Names, IReadOnlyList<TableEntry?> Entries);
