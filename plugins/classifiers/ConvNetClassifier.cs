using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Classifiers;

/// <summary>Options of the small convolutional network.</summary>
public sealed class ConvNetClassifierOptions : HeadOptions, ICheckedOptions
{
    /// <summary>Channels of each block; 64, 64, 64, 64 is Conv-4 of few-shot learning. Each block halves height and width.</summary>
    [MinLength(1)]
    public int[] Widths { get; set; } = [16, 32, 64];

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (Widths.All(width => width > 0)) yield break;
        yield return new() { Code = "CL0102", Where = "widths", What = "a block has no channels", Expected = "numbers above 0" };
    }
}

/// <summary>Blocks of a convolution, batch norm, ReLU and a maximum over 2 x 2 pixels (Vinyals et al., NeurIPS 2016), and a head that grows.</summary>
/// <param name="options">The options.</param>
/// <param name="run">Where relative paths begin.</param>
/// <param name="events">Takes messages.</param>
[Component("convnet")]
public sealed class ConvNetClassifier(ConvNetClassifierOptions options, IRunContext? run = null, IRunEvents? events = null)
    : NetworkClassifier(options, run, events)
{
    /// <inheritdoc/>
    protected override Backbone CreateBackbone(long[] input, long seed)
    {
        InputShape.RequirePicture(input);
        var most = ConvNets.MostBlocks(input);
        if (options.Widths.Length > most)
        {
            throw InputShape.Fault($"{options.Widths.Length} blocks halve pictures of {input[1]} x {input[2]} to nothing",
                $"pictures of at least {1L << options.Widths.Length} x {1L << options.Widths.Length}",
                most < 1 ? "Choose the classifier 'mlp'." : $"Give at most {most} numbers as classifier.options.widths, or larger pictures.");
        }

        return ConvNets.Create(input, options.Widths, seed);
    }

    /// <inheritdoc/>
    protected override NetworkClassifier Blank() => new ConvNetClassifier(options);
}
