using System.ComponentModel.DataAnnotations;
using PluginHost.Classifiers;
using PluginHost.Networks;

namespace PluginName;

/// <summary>A classifier: one hidden layer, and a head that grows with the classes.</summary>
[Component("plugin-name")]
public sealed class PluginNameModel(PluginNameOptions options) : NetworkClassifier(options)
{
    protected override Backbone CreateBackbone(long[] input, long seed) => Perceptrons.Create(Inputs(input), [options.Hidden], seed);

    protected override NetworkClassifier Blank() => new PluginNameModel(options);

    /// <summary>How many numbers one input of a shape has.</summary>
    public static int Inputs(long[] shape) => (int)shape.Aggregate(1L, (product, size) => product * size);
}

/// <summary>Options of the component: these are the defaults, and those of the head.</summary>
public sealed class PluginNameOptions : HeadOptions
{
    /// <summary>Units of the hidden layer.</summary>
    [Range(1, 4096)]
    public int Hidden { get; set; } = 32;
}
