namespace PluginHost.Plugins.BssEval;

/// <summary>The factors of one mixture's references: all of them together, and each alone.</summary>
/// <param name="All">The Gram matrix over all references and delays.</param>
/// <param name="Alone">The diagonal block of each reference.</param>
/// <param name="Independence">
/// The smallest share of a reference's energy that the delayed others do not explain, from 0 to 1; 1 for a single reference.
/// </param>
internal sealed record ReferenceFactors(GramFactor All, IReadOnlyList<GramFactor> Alone, double Independence)
{
    // Added to the diagonal, relative to its mean, so that every matrix has Cholesky factors. It is the least that Independence comes to.
    private const double Ridge = 1e-10;

    /// <summary>Computes the factors (docs/separation.md, "BSS-eval").</summary>
    /// <param name="spectra">Spectra of the references, complex128 (J, bins).</param>
    /// <param name="size">The Fourier transform's length.</param>
    /// <param name="taps">The filter length F.</param>
    /// <returns>The factors, in the current dispose scope.</returns>
    public static ReferenceFactors Compute(Tensor spectra, int size, int taps)
    {
        var sources = (int)spectra.shape[0];

        // r_ij(k) = sum over n of s_i(n+k) s_j(n), for k from -(F-1) to F-1.
        var correlations = fft.irfft(spectra.unsqueeze(1) * spectra.unsqueeze(0).conj(), size);
        var lags = cat([correlations.narrow(2, size - taps + 1, taps - 1), correlations.narrow(2, 0, taps)], 2);

        // G[(i,a),(j,b)] = r_ij(b-a): row a of a block is the window of lags that begins at -a.
        var gram = lags.unfold(2, taps, 1).flip(2).permute(0, 2, 1, 3).reshape(sources * taps, sources * taps);
        var all = GramFactor.Factor(gram);
        var alone = new GramFactor[sources];
        for (var source = 0; source < sources; source++)
        {
            alone[source] = (source == 0 ? all.Leading(taps) : null)
                ?? GramFactor.Factor(gram.narrow(0, source * taps, taps).narrow(1, source * taps, taps).contiguous());
        }

        var independence = Enumerable.Range(0, sources).Select(source => Unexplained(gram, source, sources, taps)).Min();
        return new(all, alone, independence);
    }

    // 1 - b' inv(G_oo) b / <s_i, s_i>, with G_oo the Gram matrix of the others' delays and b their products with s_i.
    private static double Unexplained(Tensor gram, int source, int sources, int taps)
    {
        if (sources == 1) return 1;
        using var scope = NewDisposeScope();
        using var others = tensor(Enumerable.Range(0, sources * taps).Where(row => row / taps != source).Select(row => (long)row).ToArray());
        var block = gram.index_select(0, others).index_select(1, others);
        block.diagonal().add_(Ridge * block.diagonal().mean().item<double>());
        var (lower, info) = linalg.cholesky_ex(block);
        if (info.item<int>() != 0) return 0;
        var products = gram.index_select(0, others).narrow(1, source * taps, 1);
        var explained = (products * products.cholesky_solve(lower, upper: false)).sum().item<double>();
        return 1 - (explained / gram[source * taps, source * taps].item<double>());
    }
}
