using PluginHost.Plugins.BssEval;
using PluginHost.Plugins.Separation;

namespace PluginHost.Separation.Tests;

/// <summary>The golden lists are those of docs/separation.md, "Pairing", in full as CPython's own generator gives them.</summary>
public sealed class OfficialPairingTests
{
    private static readonly int[] s_of25 = [12, 4, 1, 7, 7, 19, 18, 10, 7, 14, 18, 14, 15, 8, 3, 6, 11, 16, 5, 21, 23, 5, 4, 24, 22];

    private static readonly int[] s_of50 =
    [
        24, 8, 3, 15, 15, 39, 36, 20, 14, 29, 36, 28, 30, 16, 6, 13, 23, 33, 11, 43, 46, 10, 8, 49, 45,
        24, 47, 41, 7, 35, 34, 0, 4, 36, 33, 35, 21, 43, 40, 13, 29, 24, 40, 2, 26, 17, 4, 22, 35, 4,
    ];

    private static readonly int[] s_of75 =
    [
        49, 17, 7, 30, 30, 32, 73, 41, 29, 59, 73, 57, 60, 33, 13, 26, 46, 66, 23, 5, 19, 21, 17, 37, 49,
        48, 25, 61, 14, 70, 69, 1, 9, 73, 67, 70, 42, 11, 53, 26, 58, 48, 14, 4, 52, 34, 9, 45, 70, 8,
        63, 31, 34, 27, 17, 11, 71, 5, 74, 28, 39, 63, 73, 56, 60, 53, 9, 9, 59, 4, 15, 41, 9, 35, 65,
    ];

    private static readonly int[] s_of100 =
    [
        49, 17, 7, 30, 30, 79, 73, 41, 29, 59, 73, 57, 60, 33, 13, 26, 46, 66, 23, 86, 92, 21, 17, 99, 91,
        48, 95, 83, 14, 70, 69, 1, 9, 73, 67, 70, 42, 87, 81, 26, 58, 48, 81, 4, 52, 34, 9, 45, 70, 8,
        63, 31, 34, 78, 17, 11, 71, 5, 74, 28, 39, 63, 73, 56, 60, 53, 9, 9, 94, 87, 15, 41, 9, 35, 78,
        57, 47, 32, 24, 18, 34, 64, 18, 63, 93, 25, 99, 18, 50, 10, 26, 10, 53, 63, 69, 97, 47, 24, 45, 51,
    ];

    private static readonly SeparationTask s_task = new(new() { Pairing = PairingKind.Official });

    public static TheoryData<int[], int, int[]> Lists => new()
    {
        { s_of25, 8, [] }, { s_of50, 5, [35] }, { s_of75, 6, [21] }, { s_of100, 6, [21] },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void Partners_are_those_of_the_official_code(int[] partners, int sameClass, int[] selfPairs)
    {
        var pool = Pool(partners.Length);
        var draws = s_task.DrawEvaluation(pool, pool);
        draws.Select(draw => draw.Sources[0].Sample).ShouldBe(pool);
        draws.Select(draw => Array.IndexOf(pool, draw.Sources[1].Sample)).ShouldBe(partners);
        draws.Count(draw => draw.Sources[0].Sample.Label == draw.Sources[1].Sample.Label).ShouldBe(sameClass);
        Enumerable.Range(0, pool.Length).Where(i => draws[i].Sources[0].Sample == draws[i].Sources[1].Sample).ShouldBe(selfPairs);
        draws.ShouldAllBe(draw => !draw.Training && draw.Sources[1].Counted);
    }

    [Fact]
    public void A_part_of_the_pool_keeps_the_pairs_of_the_whole_and_counts_its_own_samples_only()
    {
        var pool = Pool(50);
        var focus = pool[25..];
        var draws = s_task.DrawEvaluation(focus, pool);
        draws.Select(draw => Array.IndexOf(pool, draw.Sources[1].Sample)).ShouldBe(s_of50[25..]);
        draws.ShouldAllBe(draw => draw.Sources[1].Counted == (draw.Sources[1].Sample.Label >= 5));
    }

    [Fact]
    public void Distinct_class_stays_the_default() => new SeparationOptions().Pairing.ShouldBe(PairingKind.DistinctClass);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sample_mixed_with_itself_is_not_measured_as_its_sources_cannot_be_told_apart(bool permutation)
    {
        using var scope = NewDisposeScope();
        var sound = Lcg.Tensor(71, 1, 4000);
        var references = cat([sound, sound], 0) / 2;
        var noise = Lcg.Tensor(72, 2, 4000) * 0.05;
        Draw[] draws = [Clips.Mix(Clips.Info("a", 0), Clips.Info("a", 0))];
        using var prediction = new Prediction(draws, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SeparationKeys.References] = references.to_type(ScalarType.Float32),
            [SeparationKeys.Estimates] = (references + noise).to_type(ScalarType.Float32),
            [SeparationKeys.Mixtures] = sound.to_type(ScalarType.Float32),
        });
        var rows = new BssEvalMetric(new() { FilterLength = 64, Permutation = permutation }).Measure(prediction);
        rows.ShouldAllBe(row => row == null);
    }

    private static SampleInfo[] Pool(int count) => [.. Enumerable.Range(0, count).Select(i => Clips.Info($"clip-{i:D3}", i / 5))];
}
