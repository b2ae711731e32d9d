namespace PluginHost.DataSets.Splitting;

/// <summary>
/// Which samples must lie in one split: byte-identical ones, those of one group, and all that a chain of these ties together.
/// </summary>
public sealed class Ties
{
    // Disjoint sets by their roots; a root's first id is the set's.
    private readonly int[] _parents;
    private readonly string[] _first;
    private readonly int[] _sizes;

    /// <param name="items">All items; their places in this list name them here.</param>
    public Ties(IReadOnlyList<LabelledItem> items)
    {
        (_parents, _first) = ([.. Enumerable.Range(0, items.Count)], [.. items.Select(item => item.Id)]);
        _sizes = [.. items.Select(_ => 1)];
        var contents = new Dictionary<UInt128, int>(items.Count);
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var place = 0; place < items.Count; place++)
        {
            if (!contents.TryAdd(items[place].Content, place)) Join(contents[items[place].Content], place);
            if (items[place].Group.Length > 0 && !groups.TryAdd(items[place].Group, place)) Join(groups[items[place].Group], place);
        }
    }

    /// <summary>The id that comes first in ordinal order among those tied to an item.</summary>
    /// <param name="place">The item.</param>
    public string First(int place) => _first[Root(place)];

    /// <summary>Whether an item is tied to another one.</summary>
    /// <param name="place">The item.</param>
    public bool IsShared(int place) => _sizes[Root(place)] > 1;

    private int Root(int place)
    {
        while (_parents[place] != place) place = _parents[place] = _parents[_parents[place]];
        return place;
    }

    private void Join(int one, int other)
    {
        (one, other) = (Root(one), Root(other));
        if (one == other) return;
        if (string.CompareOrdinal(_first[other], _first[one]) < 0) _first[one] = _first[other];
        _parents[other] = one;
        _sizes[one] += _sizes[other];
    }
}
