using PluginHost.PluginKit.Jobs;
using TorchSharp;

namespace PluginHost.PluginKit.Kinds;

/// <summary>
/// What every feature extractor must be able to do: turn the pictures of the tiny job into vectors, the same ones each time.
/// </summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object.</param>
/// <param name="task">The task of the job around it.</param>
public abstract class FeaturesConformance(string plugin, string name, string options = "{}", string task = TinyJob.Separation)
    : TrainingConformance(plugin, "features", name, options, task)
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Examine(object component)
    {
        var extractor = (IFeatureExtractor)component;
        var faults = new List<string>();
        if (extractor.Produces.Count == 0) faults.Add("it produces nothing");
        using var scope = torch.NewDisposeScope();
        var pixels = new byte[4 * 3 * 16 * 16];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)((i * 37) + (i / 256));
        var frames = torch.tensor(pixels, torch.ScalarType.Byte).reshape(4, 3, 16, 16);
        var (first, again) = (extractor.Extract(frames, 8), extractor.Extract(frames, 8));
        if (!first.Keys.Order(StringComparer.Ordinal).SequenceEqual(extractor.Produces.Order(StringComparer.Ordinal)))
            faults.Add($"it announces {string.Join(", ", extractor.Produces)} and gives {string.Join(", ", first.Keys)}");
        foreach (var (key, tensor) in first)
        {
            if (!tensor.isfinite().all().ToBoolean()) faults.Add($"'{key}' is not finite");
            if (!Numbers.Same(tensor, again[key])) faults.Add($"'{key}' differs when the same pictures are given twice");
        }

        if (extractor is IFittedFeatures fitted) faults.AddRange(Fitted(fitted, frames));
        return faults;
    }

    private static IEnumerable<string> Fitted(IFittedFeatures extractor, torch.Tensor frames)
    {
        IReadOnlyList<torch.Tensor> clips = [frames, frames.flip(0)];
        IReadOnlyDictionary<string, torch.Tensor> Fit(long seed)
        {
            extractor.Fit(clips, new RandomSource(seed), CancellationToken.None);
            return extractor.Extract(frames, 8);
        }

        if (extractor.FitSamples < 1) yield return $"it wants {extractor.FitSamples} samples to learn from";
        var first = Fit(1);
        var weights = extractor.Weights().ToDictionary(pair => pair.Key, pair => pair.Value.clone(), StringComparer.Ordinal);
        if (!Fit(1).All(pair => Numbers.Same(pair.Value, first[pair.Key]))) yield return "it learns something else from the same pictures and seed";
        Fit(2);
        extractor.Restore(weights);
        if (!extractor.Extract(frames, 8).All(pair => Numbers.Same(pair.Value, first[pair.Key])))
            yield return "what it learned is not there again once it is restored";
    }
}
