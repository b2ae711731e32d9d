namespace PluginHost.PreparedData;

/// <summary>Which extractor described the pictures of a store.</summary>
/// <param name="Name">What people call it, with plugin and version.</param>
/// <param name="Produces">The tensors that it adds.</param>
/// <param name="Shape">The shape of the pictures that it was tried on.</param>
public sealed record ExtractorFacts(string Name, IReadOnlyList<string> Produces, IReadOnlyList<long> Shape);

/// <summary>
/// Tells whether two extractors are the same by what they make of the same pictures, made of numbers: options, weights and versions count as far as
/// they change the features, and a job's name for the extractor does not.
/// </summary>
public static class ExtractorProbe
{
    /// <summary>The most frames that an extractor is tried on.</summary>
    public const int MostFrames = 8;

    // Another processor rounds sums in another order; another picture size or other weights differ by far more.
    private const double Tolerance = 1e-3;

    /// <summary>Describes pictures of numbers.</summary>
    /// <param name="extractor">The extractor.</param>
    /// <param name="shape">The shape of the pictures: those of a sample, <see cref="MostFrames"/> frames at most.</param>
    /// <param name="frameRate">Frames per second.</param>
    /// <returns>What it made of them, to be disposed by the caller.</returns>
    public static IReadOnlyDictionary<string, Tensor> Describe(IFeatureExtractor extractor, IReadOnlyList<long> shape, double frameRate)
    {
        using var frames = Pictures(shape);
        return extractor.Extract(frames, frameRate);
    }

    /// <summary>Compares what two extractors made of the same pictures.</summary>
    /// <param name="stored">One.</param>
    /// <param name="present">The other.</param>
    /// <returns>What differs, the rest of a sentence; <see langword="null"/> if they are the same but for rounding.</returns>
    public static string? Difference(IReadOnlyDictionary<string, Tensor> stored, IReadOnlyDictionary<string, Tensor> present)
    {
        using var scope = NewDisposeScope();
        foreach (var (key, tensor) in stored)
        {
            if (!present.TryGetValue(key, out var other)) return $"gives no '{key}'";
            if (!tensor.shape.SequenceEqual(other.shape) || tensor.dtype != other.dtype)
                return $"gives '{key}' as {SampleRules.Describe(other)}, and the store has {SampleRules.Describe(tensor)}";
            var scale = Math.Max(tensor.abs().max().to_type(ScalarType.Float64).item<double>(), 1e-12);
            var apart = (tensor - other).abs().max().to_type(ScalarType.Float64).item<double>();
            // Neither is true of what is not a number.
            if (!(apart <= Tolerance * scale)) return $"gives other numbers for '{key}'";
        }

        return null;
    }

    // Blocks of random brightness that change from frame to frame; a generator of its own (Knuth's, MMIX), as libtorch's belongs to the run.
    private static Tensor Pictures(IReadOnlyList<long> shape)
    {
        const int block = 4;
        var (frames, channels, height, width) = ((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]);
        var (down, across) = ((height + block - 1) / block, (width + block - 1) / block);
        var bytes = new byte[frames * channels * height * width];
        var state = 1UL;
        for (var plane = 0; plane < frames * channels; plane++)
        {
            var blocks = new byte[down * across];
            for (var i = 0; i < blocks.Length; i++)
            {
                state = (state * 6364136223846793005UL) + 1442695040888963407UL;
                blocks[i] = (byte)(state >> 56);
            }

            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                    bytes[(((plane * height) + y) * width) + x] = blocks[(y / block * across) + (x / block)];
            }
        }

        return tensor(bytes, [.. shape]);
    }
}
