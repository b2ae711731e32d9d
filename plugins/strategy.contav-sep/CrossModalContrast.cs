namespace PluginHost.Plugins.ContavSep;

/// <summary>
/// The contrastive loss of cross-modal similarity distillation (CrossSDC, Pian et al., NeurIPS 2024), over R rows with one embedding per
/// modality.
/// </summary>
public static class CrossModalContrast
{
    /// <summary>
    /// Which rows are positives of each other: a symmetric matrix with 1 where two rows have equal keys. With sample ids as keys it is
    /// E_ins, as an old sample, its repeats and its teacher rows share an id that no new row has; with labels it is E_cls.
    /// </summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <param name="keys">The key of each row: new rows, old rows, old rows again for the teacher.</param>
    /// <param name="type">The element type.</param>
    /// <param name="device">The device.</param>
    /// <returns>The matrix (R, R).</returns>
    public static Tensor Positives<TKey>(IReadOnlyList<TKey> keys, ScalarType type, Device device)
        where TKey : notnull
    {
        var numbers = new Dictionary<TKey, long>();
        var codes = new long[keys.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            if (!numbers.TryGetValue(keys[i], out codes[i])) numbers[keys[i]] = codes[i] = numbers.Count;
        }

        using var code = tensor(codes, device: device);
        return code.unsqueeze(0).eq(code.unsqueeze(1)).to(type);
    }

    /// <summary>Computes the loss for several matrices of positives at once.</summary>
    /// <param name="embeddings">One tensor (R, D) per modality, at least two; rows need not be normalised.</param>
    /// <param name="positives">Matrices (R, R) with a positive in every row.</param>
    /// <param name="temperature">The temperature tau.</param>
    /// <returns>
    /// One scalar per matrix: the mean over all pairs of modalities (X, Y) of (row(S, E) + row(S', E)) / 2 with S = X Y' / tau and
    /// row(S, E) = -(1/R) sum_i [sum_j E_ij logsoftmax_j(S_i) / sum_j E_ij].
    /// </returns>
    public static Tensor[] Losses(IReadOnlyList<Tensor> embeddings, IReadOnlyList<Tensor> positives, double temperature)
    {
        var units = embeddings.Select(embedding => nn.functional.normalize(embedding, p: 2, dim: 1, eps: 1e-12)).ToArray();
        var shares = positives.Select(matrix => matrix / matrix.sum(1, keepdim: true)).ToArray();
        var sums = new Tensor?[positives.Count];
        var pairs = 0;
        for (var a = 0; a < units.Length; a++)
        {
            for (var b = a + 1; b < units.Length; b++)
            {
                var similarity = units[a].matmul(units[b].transpose(0, 1)) / temperature;
                var both = similarity.log_softmax(1) + similarity.transpose(0, 1).log_softmax(1);
                for (var i = 0; i < sums.Length; i++)
                {
                    var value = (shares[i] * both).sum();
                    sums[i] = sums[i] is { } sum ? sum + value : value;
                }

                pairs++;
            }
        }

        var scale = -0.5 / (units[0].shape[0] * pairs);
        return [.. sums.Select(sum => sum! * scale)];
    }
}
