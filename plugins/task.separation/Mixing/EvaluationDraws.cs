namespace PluginHost.Plugins.Separation.Mixing;

/// <summary>
/// Pairs samples for evaluation without chance: a sample's partner is the candidate whose name, hashed with the sample's own, gives the
/// largest number. So the pairing depends on names and classes only, not on the order of the pool, and a pool that grows changes few pairs.
/// The official pairing is another: Python's generator, seeded with the sample's place in the pool, draws from the whole pool.
/// </summary>
internal static class EvaluationDraws
{
    /// <summary>Makes one mixture for each sample to test.</summary>
    /// <param name="options">The task's options.</param>
    /// <param name="focus">The samples to test.</param>
    /// <param name="pool">Where partners come from.</param>
    /// <returns>The mixtures, in the order of <paramref name="focus"/>.</returns>
    /// <exception cref="JobException">The pool has too few samples.</exception>
    public static IReadOnlyList<Draw> All(SeparationOptions options, IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool)
    {
        var counted = focus.Select(sample => sample.Id).ToHashSet(StringComparer.Ordinal);
        var candidates = pool.DistinctBy(sample => sample.Id, StringComparer.Ordinal).ToArray();
        if (options.Pairing == PairingKind.Official) return Official(options.Sources, focus, candidates, counted);
        return [.. focus.Select(sample => Pair(options, sample, candidates, counted))];
    }

    private static IReadOnlyList<Draw> Official(int sources, IReadOnlyList<SampleInfo> focus, SampleInfo[] pool, HashSet<string> counted)
    {
        var places = pool.Select((sample, i) => (sample.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        return [.. focus.Select(first =>
        {
            var random = new PythonRandom((uint)places[first.Id]);
            var partners = Enumerable.Range(1, sources - 1).Select(_ => pool[random.Below(pool.Length)]);
            return new Draw
            {
                Sources =
                [
                    new() { Sample = first },
                    .. partners.Select(partner => new DrawSource { Sample = partner, Counted = counted.Contains(partner.Id) }),
                ],
                Training = false,
            };
        })];
    }

    private static Draw Pair(SeparationOptions options, SampleInfo first, SampleInfo[] candidates, HashSet<string> counted)
    {
        var sources = new List<DrawSource> { new() { Sample = first } };
        while (sources.Count < options.Sources)
        {
            // Another class first; when classes run out, another sample.
            var next = options.Pairing == PairingKind.DistinctClass
                ? Best(first, sources, candidates, otherClass: true) ?? Best(first, sources, candidates, otherClass: false)
                : Best(first, sources, candidates, otherClass: false);
            if (next is null) throw TooFew(options, first, candidates.Length);
            sources.Add(new() { Sample = next, Counted = counted.Contains(next.Id) });
        }

        return new() { Sources = sources, Training = false };
    }

    // The candidate with the largest hash that is no source yet; of equal ones the first by name.
    private static SampleInfo? Best(SampleInfo first, List<DrawSource> sources, SampleInfo[] candidates, bool otherClass)
    {
        SampleInfo? best = null;
        var most = 0UL;
        foreach (var candidate in candidates)
        {
            if (sources.Exists(source => otherClass && source.Sample.Label == candidate.Label
                || string.Equals(source.Sample.Id, candidate.Id, StringComparison.Ordinal))) continue;
            var hash = Hash(first.Id, candidate.Id);
            if (best is not null && (hash < most || (hash == most && string.CompareOrdinal(candidate.Id, best.Id) > 0))) continue;
            (best, most) = (candidate, hash);
        }

        return best;
    }

    // FNV-1a over both names with a separator, then a finalizer that spreads the bits.
    private static ulong Hash(string sample, string candidate)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in sample) hash = (hash ^ character) * 1099511628211UL;
        hash = (hash ^ 0x1F) * 1099511628211UL;
        foreach (var character in candidate) hash = (hash ^ character) * 1099511628211UL;
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return hash ^ (hash >> 33);
    }

    private static JobException TooFew(SeparationOptions options, SampleInfo sample, int found) => new(new Finding
    {
        Code = "SEP0103",
        Where = "task.options.sources",
        What = $"'{sample.Id}' cannot be mixed: there are {found} samples to test with and a mixture needs {options.Sources}.",
        Fix = "Give the data set more samples in its validation and test splits.",
    });
}
