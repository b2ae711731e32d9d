namespace PluginHost.Comparisons;

/// <summary>Figures that others published for some cells.</summary>
internal sealed record PublishedCell(CellPattern At, IReadOnlyDictionary<string, double> Figures);
