namespace PluginHost.Plugins.BssEval;

/// <summary>
/// Scores from energies alone. Both projections are orthogonal: with a the share of the estimate's energy that its reference explains, p
/// what all do, SDR = a / (1 - a), SIR = a / (p - a) and SAR = p / (1 - p). Where a difference is so small that rounding would show, there
/// is no score:
/// <see cref="Projections"/> finds it by writing the projections out.
/// </summary>
internal sealed class ToeplitzScores
{
    // Each side of a ratio is known to this part of itself: the ratio to 1e-7 dB.
    private const double Certainty = 1e-8;
    private readonly Share[] _all;
    private readonly Dictionary<(int Reference, int Signal), Share> _alone;
    private readonly int _sources;

    private ToeplitzScores(int sources, Share[] all, Dictionary<(int Reference, int Signal), Share> alone) =>
        (_sources, _all, _alone) = (sources, all, alone);

    /// <summary>Projects the estimates on the references.</summary>
    /// <param name="correlations">Correlations of J references with themselves and the estimates behind them.</param>
    /// <param name="sources">J.</param>
    /// <param name="estimates">How many estimates are projected on all references; the first ones, E.</param>
    /// <param name="pairs">Which references have which signals (J + e for estimate e) projected on them alone.</param>
    /// <returns>What the projections explain, or <see langword="null"/> if the references cannot be told apart by working
    /// precision.</returns>
    public static ToeplitzScores? Compute(
        Correlations correlations, int sources, int estimates, IEnumerable<(int Reference, int Signal)> pairs)
    {
        var all = sources == 1
            ? []
            : Share.Of(correlations, [.. Enumerable.Range(0, sources)], [.. Enumerable.Range(sources, estimates)]);
        if (all is null) return null;
        var alone = new Dictionary<(int Reference, int Signal), Share>();
        foreach (var group in pairs.GroupBy(pair => pair.Reference, pair => pair.Signal))
        {
            int[] signals = [.. group.Distinct()];
            if (Share.Of(correlations, [group.Key], signals) is not { } shares) return null;
            for (var i = 0; i < signals.Length; i++) alone[(group.Key, signals[i])] = shares[i];
        }

        return new(sources, all, alone);
    }

    /// <summary>What one reference explains of one signal.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="signal">The signal.</param>
    public Share Alone(int reference, int signal) => _alone[(reference, signal)];

    /// <summary>The SDR of an estimate.</summary>
    /// <param name="reference">Its reference.</param>
    /// <param name="estimate">The estimate, from 0.</param>
    /// <returns>The SDR in dB, or <see langword="null"/> if rounding would show.</returns>
    public double? Sdr(int reference, int estimate)
    {
        var own = Alone(reference, _sources + estimate);
        return Decibels(own, new(1 - own.Value, own.Error));
    }

    /// <summary>The SIR of an estimate; positive infinity without another reference.</summary>
    /// <param name="reference">Its reference.</param>
    /// <param name="estimate">The estimate, from 0.</param>
    /// <returns>The SIR in dB, or <see langword="null"/> if rounding would show.</returns>
    public double? Sir(int reference, int estimate)
    {
        var own = Alone(reference, _sources + estimate);
        if (_sources == 1) return double.PositiveInfinity;
        var all = _all[estimate];
        return Decibels(own, new(all.Value - own.Value, all.Error + own.Error));
    }

    /// <summary>All scores of an estimate.</summary>
    /// <param name="reference">Its reference.</param>
    /// <param name="estimate">The estimate, from 0.</param>
    /// <returns>The scores, or <see langword="null"/> if rounding would show in one of them.</returns>
    public SourceScores? Score(int reference, int estimate)
    {
        var all = _sources == 1 ? Alone(reference, _sources + estimate) : _all[estimate];
        return Sdr(reference, estimate) is { } sdr && Sir(reference, estimate) is { } sir
            && Decibels(all, new(1 - all.Value, all.Error)) is { } sar
                ? new(sdr, sir, sar)
                : null;
    }

    // Not a number, as from a silent estimate, is not certain either.
    private static double? Decibels(Share signal, Share disturbance) =>
        signal.Error < Certainty * signal.Value && disturbance.Error < Certainty * disturbance.Value
            ? 10 * Math.Log10(signal.Value / disturbance.Value)
            : null;
}
