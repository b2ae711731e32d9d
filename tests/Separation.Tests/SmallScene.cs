namespace PluginHost.Separation.Tests;

/// <summary>Three mixtures of two sources of four classes, 64 x 64, with made-up inputs.</summary>
internal static class SmallScene
{
    public static Batch Batch()
    {
        var draws = Enumerable.Range(0, 3).Select(i => Clips.Mix(Clips.Info($"a{i}", i), Clips.Info($"b{i}", 3 - i))).ToArray();
        return new(draws, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [BatchKeys.Input] = Lcg.Tensor(1, 3, 1, 64, 64).abs().to_type(ScalarType.Float32),
            [SeparationKeys.Object] = Lcg.Tensor(2, 6, 512).to_type(ScalarType.Float32),
            [SeparationKeys.Motion] = Lcg.Tensor(3, 6, 768, 8).to_type(ScalarType.Float32),
        });
    }

    public static ModelSpec Spec(int classes, int size = 64, long seed = 5) => new()
    {
        Classes = classes,
        Seed = seed,
        Inputs = new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            [BatchKeys.Input] = [1, size, size],
            [SeparationKeys.Object] = [512],
            [SeparationKeys.Motion] = [768, 8],
        },
    };

    public static float Distance(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}
