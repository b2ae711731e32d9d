using System.Globalization;
using PluginHost.Contracts;
using PluginHost.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetClassification.Gaussians;

/// <summary>
/// Generated classes: each is a normal distribution with unit covariance around a mean on a sphere. Any number of classes, and the best possible
/// accuracy is known: the nearest mean is Bayes' rule. Thread-safe; a sample is made when it is asked for.
/// </summary>
/// <remarks>
/// With g(c) a vector of standard normal draws of class c, its mean is m(c) = separation · g(c) / |g(c)|, and sample i of a split is m(c) + e with
/// e standard normal. Every draw depends on seed, class, split and i alone, so more classes or samples change none of the others. Two classes
/// at a distance d are confused with probability Φ(-d/2).
/// </remarks>
/// <param name="options">The options.</param>
[Component("gaussians")]
public sealed class GaussiansDataset(GaussiansOptions options) : IDataset
{
    private const string Means = "dataset.classification.gaussians.mean";
    private const string Noise = "dataset.classification.gaussians.noise";
    private readonly RandomSource _random = new(options.Seed);

    /// <inheritdoc/>
    public DatasetInfo Info { get; } = new()
    {
        Name = string.Create(
            CultureInfo.InvariantCulture, $"gaussians, {options.Classes} classes of {options.Dimensions} numbers, separation {options.Separation}"),
        Classes = [.. Enumerable.Range(0, options.Classes).Select(NameOf)],
    };

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> Samples(Split split)
    {
        var (word, count) = split switch
        {
            Split.Train => ("train", options.TrainSamples),
            Split.Validation => ("validation", options.ValidationSamples),
            _ => ("test", options.TestSamples),
        };
        return
        [
            .. from label in Enumerable.Range(0, options.Classes)
               from number in Enumerable.Range(0, count)
               select new SampleInfo
               {
                   Id = string.Create(CultureInfo.InvariantCulture, $"{NameOf(label)}-{word}-{number}"), Label = label, Split = split, Index = number,
               },
        ];
    }

    /// <inheritdoc/>
    public Sample Load(SampleInfo sample)
    {
        var values = Mean(sample.Label);
        var noise = _random.Stream(Noise, sample.Label, (int)sample.Split, sample.Index);
        var features = new float[values.Length];
        for (var i = 0; i < values.Length; i++) features[i] = (float)(values[i] + noise.NextGaussian());
        return new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal) { [SampleKeys.Features] = tensor(features) });
    }

    /// <summary>The mean of a class.</summary>
    /// <param name="label">The class, from 0.</param>
    /// <returns>As many numbers as a sample has; their norm is the separation.</returns>
    internal double[] Mean(int label)
    {
        var draws = _random.Stream(Means, label);
        var values = new double[options.Dimensions];
        for (var i = 0; i < values.Length; i++) values[i] = draws.NextGaussian();
        var scale = options.Separation / Math.Sqrt(values.Sum(value => value * value));
        for (var i = 0; i < values.Length; i++) values[i] *= scale;
        return values;
    }

    private static string NameOf(int label) => string.Create(CultureInfo.InvariantCulture, $"class-{label}");
}
