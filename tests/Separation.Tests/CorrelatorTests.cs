using PluginHost.Plugins.BssEval;

namespace PluginHost.Separation.Tests;

public sealed class CorrelatorTests
{
    [Theory]
    [InlineData(2, 1, 1000, 1)]
    [InlineData(2, 3, 1000, 32)]
    [InlineData(2, 2, 3000, 33)]
    [InlineData(3, 1, 777, 34)]
    [InlineData(1, 1, 5, 64)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 1, 5000, 200)]
    [InlineData(5, 1, 600, 300)]
    public void Correlations_are_the_sums_of_their_definition(int references, int others, int length, int taps)
    {
        using var scope = NewDisposeScope();
        var signals = Enumerable.Range(1, references + others).Select(seed => Lcg.Draw(seed, length)).ToArray();
        var rows = new SignalRows<double>([.. signals.Select(signal => tensor(signal, dtype: ScalarType.Float64))]);
        var found = new Correlator(taps).Correlate(rows, references);
        for (var i = 0; i < references; i++)
        {
            for (var x = 0; x < signals.Length; x++)
            {
                for (var lag = 0; lag < taps; lag++)
                {
                    var sum = Enumerable.Range(0, Math.Max(0, length - lag)).Sum(n => signals[i][n] * signals[x][n + lag]);
                    found[i, x][lag].ShouldBe(sum, 1e-15 * length, $"{i}, {x} at {lag}");
                }
            }
        }

        for (var x = 0; x < signals.Length; x++)
        {
            found.Energies[x].ShouldBe(signals[x].Sum(value => value * value), 1e-15 * length);
            found.Levels[x].ShouldBe(signals[x].Sum(Math.Abs), 1e-15 * length);
        }
    }
}
