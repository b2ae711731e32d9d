namespace PluginHost.Plugins.PairStrategies;

/// <summary>
/// How important the patches of pairs are for the other modality (Lee et al., ICML 2024, section 4.1), and how much each is tied to what
/// was learned before (section 4.2). B rows, L patches, H heads, d channels of a head. Nothing here has a gradient of use.
/// </summary>
internal static class PatchImportance
{
    /// <summary>
    /// Localised importance: I_v = mean over heads and sound patches of softmax over picture patches of A_av / beta, and I_a alike of A_va.
    /// Each row sums to 1.
    /// </summary>
    /// <param name="queries">Queries and keys of positive pairs.</param>
    /// <param name="temperature">beta, above 0.</param>
    /// <returns>(B, L) for each modality.</returns>
    public static (Tensor Audio, Tensor Video) Of(PairQueries queries, double temperature)
    {
        Tensor Mean(Tensor attention) => (attention / temperature).softmax(-1).mean([1L, 2L]);
        return (Mean(queries.VideoToAudio), Mean(queries.AudioToVideo));
    }

    /// <summary>The most important patches, descending: int64 (B, count).</summary>
    /// <param name="importance">(B, L).</param>
    /// <param name="count">How many, at most L.</param>
    public static Tensor Candidates(Tensor importance, int count) => importance.topk(count, 1).indexes;

    /// <summary>
    /// The pooled query of each head: the mean of the candidates' queries, weighted by their importance. This is what a buffer keeps of a
    /// pair.
    /// </summary>
    /// <param name="queries">(B, H, L, d).</param>
    /// <param name="importance">(B, L).</param>
    /// <param name="candidates">int64 (B, k).</param>
    /// <returns>(B, H, d).</returns>
    public static Tensor Pooled(Tensor queries, Tensor importance, Tensor candidates)
    {
        var weights = importance.gather(1, candidates);
        weights = weights / weights.sum(1, keepdim: true);
        return (Picked(queries, candidates) * weights.unsqueeze(1).unsqueeze(3)).sum(2);
    }

    /// <summary>
    /// Correlation with the past: for candidate p and each head s_past = k[p] . q_past / sqrt(d) and s_now = k[p] . q_now / sqrt(d), where
    /// q is the pooled query of the other modality of an earlier pair and of this one; C[p] = mean over heads of softmax([s_past,
    /// s_now])[0], and 0 where p is no candidate. The importance-weighted mean of A over the other modality's candidates is s_now.
    /// </summary>
    /// <param name="keys">(B, H, L, d).</param>
    /// <param name="candidates">int64 (B, k).</param>
    /// <param name="past">(B, H, d).</param>
    /// <param name="now">(B, H, d).</param>
    /// <returns>(B, L), from 0 to 1.</returns>
    public static Tensor Correlation(Tensor keys, Tensor candidates, Tensor past, Tensor now)
    {
        var shape = keys.shape;
        var difference = (Picked(keys, candidates) * (past - now).unsqueeze(2)).sum(3) / Math.Sqrt(shape[3]);
        return zeros(shape[0], shape[2], dtype: keys.dtype, device: keys.device).scatter(1, candidates, difference.sigmoid().mean([1L]));
    }

    private static Tensor Picked(Tensor values, Tensor candidates)
    {
        var shape = values.shape;
        return values.gather(2, candidates.unsqueeze(1).unsqueeze(3).expand(-1, shape[1], -1, shape[3]));
    }
}
