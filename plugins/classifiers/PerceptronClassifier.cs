using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Classifiers;

/// <summary>Options of the perceptron.</summary>
public sealed class PerceptronClassifierOptions : HeadOptions, ICheckedOptions
{
    /// <summary>Width of each hidden layer; at least one.</summary>
    [MinLength(1)]
    public int[] Widths { get; set; } = [256, 256];

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (Widths.All(width => width > 0)) yield break;
        yield return new() { Code = "CL0102", Where = "widths", What = "a layer has no units", Expected = "numbers above 0" };
    }
}

/// <summary>Fully connected layers with ReLU over pictures or feature vectors, and a head that grows.</summary>
/// <param name="options">The options.</param>
/// <param name="run">Where relative paths begin.</param>
/// <param name="events">Takes messages.</param>
[Component("mlp")]
public sealed class PerceptronClassifier(PerceptronClassifierOptions options, IRunContext? run = null, IRunEvents? events = null)
    : NetworkClassifier(options, run, events)
{
    /// <inheritdoc/>
    protected override Backbone CreateBackbone(long[] input, long seed) =>
        Perceptrons.Create((int)input.Aggregate(1L, (product, size) => product * size), options.Widths, seed);

    /// <inheritdoc/>
    protected override NetworkClassifier Blank() => new PerceptronClassifier(options);
}
