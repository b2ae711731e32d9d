namespace PluginHost.Plugins.BssEval;

/// <summary>
/// Projects estimates on delayed references by dense factors, and writes the projections out as signals: differences keep their digits
/// however small they are (docs/separation.md, "BSS-eval"). Its tensors live in the dispose scope it is made in.
/// </summary>
internal sealed class Projections
{
    private readonly int _taps;
    private readonly int _length;
    private readonly int _size;
    private readonly Tensor _spectra;
    private readonly ReferenceFactors _factors;

    /// <summary>Prepares the references.</summary>
    /// <param name="references">References, float64 (J, L).</param>
    /// <param name="taps">The filter length F.</param>
    public Projections(Tensor references, int taps)
    {
        _taps = taps;
        Sources = (int)references.shape[0];
        _length = (int)references.shape[1] + taps - 1;
        _size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_length);
        _spectra = fft.rfft(references, _size);
        _factors = ReferenceFactors.Compute(_spectra, _size, taps);
    }

    /// <summary>The number of references J.</summary>
    public int Sources { get; }

    /// <summary>The smallest share of a reference's energy that the delayed others do not explain, from 0 to 1.</summary>
    public double Independence => _factors.Independence;

    /// <summary>Scores pairs.</summary>
    /// <param name="estimates">Estimates, float64 (E, L).</param>
    /// <param name="pairs">Which reference is compared with which estimate.</param>
    /// <returns>The scores of the pairs.</returns>
    public IReadOnlyList<SourceScores> Score(Tensor estimates, IReadOnlyList<(int Reference, int Estimate)> pairs)
    {
        using var scope = NewDisposeScope();
        var count = estimates.shape[0];
        var heard = fft.rfft(estimates, _size);

        // D[(i,a), e] = <s_i(.-a), e> = sum over n of s_i(n) e(n+a).
        var products = fft.irfft(heard.unsqueeze(1) * _spectra.unsqueeze(0).conj(), _size).narrow(2, 0, _taps);
        var right = products.permute(1, 2, 0).reshape(Sources * _taps, count);

        var filters = _factors.All.Solve(right).view(Sources, _taps, count).permute(2, 0, 1);
        var all = fft.irfft((fft.rfft(filters.contiguous(), _size) * _spectra).sum(1), _size).narrow(1, 0, _length);

        var alone = new Tensor[pairs.Count];
        foreach (var group in Enumerable.Range(0, pairs.Count).GroupBy(pair => pairs[pair].Reference))
        {
            using var columns = tensor(group.Select(pair => (long)pairs[pair].Estimate).ToArray());
            var own = _factors.Alone[group.Key].Solve(right.narrow(0, group.Key * _taps, _taps).index_select(1, columns));
            var signals = fft.irfft(fft.rfft(own.transpose(0, 1).contiguous(), _size) * _spectra[group.Key], _size).narrow(1, 0, _length);
            foreach (var (pair, row) in group.Select((pair, row) => (pair, row))) alone[pair] = signals[row];
        }

        using var chosen = tensor(pairs.Select(pair => (long)pair.Estimate).ToArray());
        var filtered = stack(alone);
        var padded = cat([estimates, zeros(count, _taps - 1, dtype: ScalarType.Float64)], 1).index_select(0, chosen);
        var explained = all.index_select(0, chosen);
        var interference = explained - filtered;
        var artefacts = padded - explained;
        var energies = stack(
            [
                Energy(filtered), Energy(interference + artefacts), Energy(interference),
                Energy(filtered + interference), Energy(artefacts),
            ],
            1).data<double>().ToArray();
        return [.. Enumerable.Range(0, pairs.Count).Select(pair => Scores(energies.AsSpan(pair * 5, 5)))];
    }

    private static SourceScores Scores(ReadOnlySpan<double> energies) =>
        new(Decibels(energies[0], energies[1]), Decibels(energies[0], energies[2]), Decibels(energies[3], energies[4]));

    private static Tensor Energy(Tensor signals) => signals.square().sum(1);

    private static double Decibels(double signal, double disturbance) =>
        disturbance == 0 ? double.PositiveInfinity : 10 * Math.Log10(signal / disturbance);
}
