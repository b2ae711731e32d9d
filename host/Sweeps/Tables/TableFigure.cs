namespace PluginHost.Comparisons.Tables;

/// <summary>A figure in one place of the table.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Ours">What our runs gave; <see langword="null"/> if none is complete.</param>
/// <param name="Published">What others published for this place.</param>
/// <param name="Best">Whether no other row of this group is better, as rounded for showing.</param>
internal sealed record TableFigure(ComparisonFigure Figure, Sample? Ours, double? Published, bool Best);
