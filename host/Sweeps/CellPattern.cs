namespace PluginHost.Comparisons;

/// <summary>Picks cells by names of axis values; an axis that is not named may have any value.</summary>
internal sealed class CellPattern(IReadOnlyDictionary<string, IReadOnlyList<string>> allowed)
{
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Allowed => allowed;

    /// <summary>Whether the pattern fits a combination, given as value name by axis name; axes that the combination lacks do not
    /// count.</summary>
    public bool Fits(IReadOnlyDictionary<string, string> combination) => allowed.All(
        pair => !combination.TryGetValue(pair.Key, out var value) || pair.Value.Contains(value));
}
