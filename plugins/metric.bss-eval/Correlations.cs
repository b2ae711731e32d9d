namespace PluginHost.Plugins.BssEval;

/// <summary>What the signals of one mixture have in common, as far as projections need it.</summary>
/// <param name="Taps">The number of lags F.</param>
/// <param name="Signals">The number of signals S, references first.</param>
/// <param name="Energies">The sum of squares of each signal.</param>
/// <param name="Levels">The sum of magnitudes of each signal.</param>
/// <param name="Lags">By i S + x: the sum over n of s_i(n) x(n + k) for k from 0 to F - 1, s_i a reference and x a signal.</param>
internal sealed record Correlations(int Taps, int Signals, double[] Energies, double[] Levels, double[][] Lags)
{
    /// <summary>The correlation of a reference with a signal.</summary>
    /// <param name="reference">The reference i.</param>
    /// <param name="signal">The signal x.</param>
    /// <returns>F values by lag.</returns>
    public double[] this[int reference, int signal] => Lags[(reference * Signals) + signal];
}

/// <summary>Signals of one length in the memory of tensors.</summary>
/// <typeparam name="T">Float or double, as the tensors are.</typeparam>
/// <param name="rows">The signals, each contiguous (L) on the CPU; they live as long as this is used.</param>
internal sealed class SignalRows<T>(IReadOnlyList<Tensor> rows)
    where T : unmanaged
{
    /// <summary>The number of signals.</summary>
    public int Count => rows.Count;

    /// <summary>The number of samples L.</summary>
    public int Length { get; } = (int)rows[0].shape[0];

    /// <summary>The samples of one signal.</summary>
    /// <param name="row">Its index.</param>
    public ReadOnlySpan<T> this[int row] => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(rows[row].bytes);
}
