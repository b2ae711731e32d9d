using System.Globalization;

namespace PluginHost.Plugins.Separation.Mixing;

/// <summary>Finds samples that cannot be mixed: without sound, pictures' vectors, or anything to hear.</summary>
internal static class SampleCheck
{
    private const float LeastSwing = 2e-6f;

    /// <summary>Looks at a sample's sound and vectors.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="seesPictures">Whether the model sees pictures, and may do without an extractor's vectors.</param>
    /// <returns>What is wrong; the findings name the sample.</returns>
    public static IEnumerable<Finding> Faults(Sample sample, bool seesPictures)
    {
        string[] needed = seesPictures ? [SampleKeys.Audio, SampleKeys.Frames] : [SampleKeys.Audio, SampleKeys.Objects, SampleKeys.Motion];
        string[] missing = [.. needed.Where(key => !sample.Tensors.ContainsKey(key))];
        foreach (var key in missing)
        {
            yield return Bad(sample, "SEP0104", $"has no '{key}'; it has {string.Join(", ", sample.Tensors.Keys)}",
                seesPictures ? "sound and pictures" : "sound, object vectors and motion vectors");
        }

        if (missing.Contains(SampleKeys.Audio, StringComparer.Ordinal)) yield break;
        var (lowest, highest) = Range(sample[SampleKeys.Audio]);
        if (highest - lowest >= LeastSwing) yield break;
        var value = highest.ToString("0.######", CultureInfo.InvariantCulture);
        yield return Bad(sample, "SEP0107", Math.Max(highest, -lowest) < LeastSwing ? "is silent" : $"never changes: every value is {value}",
            "a sound above 1e-6 of full scale somewhere");
    }

    private static (float Lowest, float Highest) Range(Tensor sound)
    {
        using var scope = NewDisposeScope();
        return (sound.min().item<float>(), sound.max().item<float>());
    }

    private static Finding Bad(Sample sample, string code, string what, string expected) => new()
    {
        Code = code,
        Where = $"sample {sample.Info.Id}",
        What = $"Sample '{sample.Info.Id}' {what}.",
        Expected = expected,
        Fix = "Repair the file or take it out of the data set.",
    };
}
