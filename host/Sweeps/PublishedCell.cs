namespace PluginHost.Comparisons;

/// <summary>Figures that others published for some cells.</summary>
/// <param name="At">The cells.</param>
/// <param name="Figures">Value by the figure's name.</param>
/// <param name="Place">Where it is written, for findings.</param>
internal sealed record PublishedCell(CellPattern At, IReadOnlyDictionary<string, double> Figures, string Place);
