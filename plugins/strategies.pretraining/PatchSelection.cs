namespace PluginHost.Plugins.PairStrategies;

/// <summary>
/// Chooses exactly k patches of a modality by importance and chance (Lee et al., ICML 2024, section 4.3). A draw without replacement in
/// proportion to weights is an exponential race: the smallest E / w first, E from Exp(1).
/// </summary>
internal static class PatchSelection
{
    /// <summary>The k most important patches, descending; of equal ones the first. What is chosen while the buffer is empty.</summary>
    /// <param name="importance">At least 0 each.</param>
    /// <param name="count">k, at most the patches.</param>
    public static int[] Top(float[] importance, int count) =>
        [.. Enumerable.Range(0, importance.Length).OrderByDescending(p => importance[p]).ThenBy(p => p).Take(count)];

    /// <summary>
    /// Pictures: a patch is pruned with the probability of its correlation, and k of the others are drawn in proportion to their
    /// importance. Pruned patches follow by importance where the others are too few (ours).
    /// </summary>
    /// <param name="importance">At least 0 each.</param>
    /// <param name="correlation">From 0 to 1 each.</param>
    /// <param name="count">k, at most the patches.</param>
    /// <param name="random">All chance.</param>
    /// <returns>k distinct patches in the order drawn.</returns>
    public static int[] Scattered(float[] importance, float[] correlation, int count, RandomStream random)
    {
        var pruned = Pruned(correlation, random);
        var times = Race(importance, random);
        return
        [
            .. Enumerable.Range(0, importance.Length)
                .OrderBy(p => pruned[p] ? double.PositiveInfinity : times[p]).ThenByDescending(p => importance[p]).ThenBy(p => p).Take(count),
        ];
    }

    /// <summary>
    /// Sound, which stays contiguous in time: importances are added up over frequency and averaged over chunks of time, chunks are drawn in
    /// proportion to that, and each gives its patches that are not pruned until there are k. The chunk that would give too many is cut on
    /// the side that touches no chosen chunk; on either side by chance if both or none do. Pruned patches follow by importance where all
    /// chunks together give too few (ours).
    /// </summary>
    /// <param name="importance">At least 0 each; patch p is at time p / frequencies.</param>
    /// <param name="correlation">From 0 to 1 each.</param>
    /// <param name="count">k, at most the patches.</param>
    /// <param name="frequencies">Patches of one time.</param>
    /// <param name="chunk">Times of a chunk; the times are a multiple of it.</param>
    /// <param name="random">All chance.</param>
    /// <returns>k distinct patches, chunk by chunk.</returns>
    public static int[] Contiguous(
        float[] importance, float[] correlation, int count, int frequencies, int chunk, RandomStream random)
    {
        var pruned = Pruned(correlation, random);
        var size = frequencies * chunk;
        float[] chunks = [.. importance.Chunk(size).Select(patches => patches.Sum() / chunk)];
        var times = Race(chunks, random);
        var chosen = new List<int>(count);
        var taken = new bool[chunks.Length];
        foreach (var c in Enumerable.Range(0, chunks.Length).OrderBy(c => times[c]).ThenBy(c => c))
        {
            int[] patches = [.. Enumerable.Range(c * size, size).Where(p => !pruned[p])];
            var wanted = count - chosen.Count;
            if (patches.Length > wanted)
            {
                var (before, after) = (c > 0 && taken[c - 1], c + 1 < chunks.Length && taken[c + 1]);
                var keepsFirst = before == after ? random.NextDouble() < 0.5 : before;
                patches = keepsFirst ? patches[..wanted] : patches[^wanted..];
            }

            chosen.AddRange(patches);
            taken[c] = true;
            if (chosen.Count == count) return [.. chosen];
        }

        chosen.AddRange(Enumerable.Range(0, importance.Length).Where(p => pruned[p])
            .OrderByDescending(p => importance[p]).ThenBy(p => p).Take(count - chosen.Count));
        return [.. chosen];
    }

    private static bool[] Pruned(float[] correlation, RandomStream random) => [.. correlation.Select(share => random.NextDouble() < share)];

    private static double[] Race(float[] weights, RandomStream random) => [.. weights.Select(weight =>
    {
        var time = -Math.Log(1 - random.NextDouble());
        return weight > 0 ? time / weight : double.PositiveInfinity;
    })];
}
