using PluginHost.Plugins.SiSdr;

namespace PluginHost.Separation.Tests;

public sealed class SiSdrTests
{
    private const int Length = 4000;

    [Theory]
    [InlineData(false, 11.739085143, 13.947664147, 0.022736307, 0.199104526)]
    [InlineData(true, 11.738927167, 13.948816781, 0.022483507, 0.199081167)]
    public void Known_vectors_have_the_ratios_that_numpy_gives(bool zeroMean, double first, double second, double mix1, double mix2)
    {
        using var scope = NewDisposeScope();
        var (s1, s2) = (Lcg.Tensor(1, Length), Lcg.Tensor(2, Length));
        var e1 = (0.8 * s1) + (0.2 * s2) + (0.05 * Lcg.Tensor(3, Length));
        var e2 = (0.1 * s1) + (0.7 * s2) + (0.1 * Lcg.Tensor(4, Length));
        var rows = Measure(stack([s1, s2]), stack([e1, e2]), ((s1 + s2) / 2).unsqueeze(0), zeroMean);
        Check(rows[0], first, mix1);
        Check(rows[1], second, mix2);

        static void Check(double[]? row, double ratio, double mixture)
        {
            row.ShouldNotBeNull();
            row[0].ShouldBe(ratio, 1e-7);
            row[1].ShouldBe(mixture, 1e-7);
            row[2].ShouldBe(ratio - mixture, 1e-7);
        }
    }

    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(-3, 0.1)]
    [InlineData(0.01, 2)]
    public void A_scaled_reference_with_orthogonal_noise_has_the_ratio_of_their_energies_whatever_the_scale(double scale, double noise)
    {
        using var scope = NewDisposeScope();
        var (s, n) = Orthogonal();
        var estimate = scale * (s + (noise * n));
        var row = Measure(stack([s, n]), stack([estimate, n]), (s + n).unsqueeze(0))[0].ShouldNotBeNull();
        row[0].ShouldBe(-20 * Math.Log10(noise), 1e-9);
        row[1].ShouldBe(0, 1e-9);
    }

    [Fact]
    public void Nothing_disturbing_is_infinity_and_a_quiet_source_skips_its_whole_mixture()
    {
        using var scope = NewDisposeScope();
        var (s, n) = Orthogonal();
        Measure(stack([s, n]), stack([s, n]), (s + n).unsqueeze(0))[0]![0].ShouldBe(double.PositiveInfinity);

        // Two mixtures: rows 0 and 2 are the first, whose second estimate is silent.
        var references = stack([s, s, n, n]);
        var rows = Measure(references, stack([s, n, zeros_like(n), s]), stack([s + n, s + n]));
        rows[0].ShouldBeNull();
        rows[2].ShouldBeNull();
        rows[1].ShouldNotBeNull();
        rows[3].ShouldNotBeNull();
    }

    [Fact]
    public void A_sample_mixed_with_itself_is_measured_like_any_other()
    {
        using var scope = NewDisposeScope();
        var (s, n) = Orthogonal();
        var estimate = s + (0.1 * n);
        var rows = Measure(stack([s, s]), stack([estimate, estimate]), (2 * s).unsqueeze(0));
        rows[0]![0].ShouldBe(20, 1e-9);
        rows[1]![0].ShouldBe(20, 1e-9);
    }

    // Two vectors of one length, exactly orthogonal.
    private static (Tensor, Tensor) Orthogonal()
    {
        var time = arange(Length, dtype: ScalarType.Float64) * (2 * Math.PI / Length);
        return ((40 * time).sin(), (40 * time).cos());
    }

    private static IReadOnlyList<double[]?> Measure(Tensor references, Tensor estimates, Tensor mixtures, bool zeroMean = false)
    {
        var draws = Enumerable.Range(0, (int)mixtures.shape[0]).Select(_ => Clips.Mix(Clips.Info("a", 0), Clips.Info("b", 1))).ToArray();
        using var prediction = new Prediction(draws, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SeparationKeys.References] = references.clone(),
            [SeparationKeys.Estimates] = estimates.clone(),
            [SeparationKeys.Mixtures] = mixtures.clone(),
        });
        return new SiSdrMetric(new() { ZeroMean = zeroMean }).Measure(prediction);
    }
}
