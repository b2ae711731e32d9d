namespace PluginHost.Contracts;

/// <summary>
/// Finds the name that was probably meant, for <see cref="Finding.Fix"/>: smallest Damerau-Levenshtein distance (optimal string alignment),
/// if it is small enough. Case does not count. Pure functions: any thread may call them.
/// </summary>
public static class NearestName
{
    /// <summary>Returns the nearest of the valid names, or <see langword="null"/> if none is near.</summary>
    /// <param name="name">The name found.</param>
    /// <param name="valid">The valid names.</param>
    public static string? Find(string name, IEnumerable<string> valid)
    {
        var (best, bestDistance) = ((string?)null, int.MaxValue);
        foreach (var candidate in valid)
        {
            var distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < bestDistance) (best, bestDistance) = (candidate, distance);
        }

        if (best is null) return null;
        var limit = Math.Max(1, Math.Max(name.Length, best.Length) / 3);
        var contained = name.Length >= 3
            && (best.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(best, StringComparison.OrdinalIgnoreCase));
        return bestDistance <= limit || contained ? best : null;
    }

    /// <summary>The sentence "Did you mean ...?", or <see langword="null"/> if no name is near.</summary>
    /// <param name="name">The name found.</param>
    /// <param name="valid">The valid names.</param>
    public static string? Suggest(string name, IEnumerable<string> valid) =>
        Find(name, valid) is { } nearest ? $"Did you mean '{nearest}'?" : null;

    /// <summary>"one of 'a', 'b'", cut short when there are many: for <see cref="Finding.Expected"/>.</summary>
    /// <param name="names">The valid names.</param>
    public static string OneOf(IEnumerable<string> names)
    {
        var sorted = names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (sorted.Length == 0) return "none is known";
        var shown = string.Join(", ", sorted.Take(12).Select(name => $"'{name}'"));
        return (sorted.Length == 1 ? "" : "one of ") + shown + (sorted.Length > 12 ? $" and {sorted.Length - 12} more" : "");
    }

    /// <summary>The number of insertions, deletions, changes and swaps of neighbours that turn one text into the other.</summary>
    /// <param name="a">A text.</param>
    /// <param name="b">Another.</param>
    /// <returns>The distance; <see cref="int.MaxValue"/> for texts over 200 characters, which are no names.</returns>
    public static int Distance(string a, string b)
    {
        if (a.Length > 200 || b.Length > 200) return int.MaxValue;
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
