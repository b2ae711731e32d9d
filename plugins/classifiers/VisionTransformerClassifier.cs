using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Classifiers;

/// <summary>Options of the vision transformer.</summary>
public sealed class VisionTransformerClassifierOptions : HeadOptions, ICheckedOptions
{
    /// <summary>Side of a patch in pixels; divides the picture's.</summary>
    [Range(1, 256)]
    public int Patch { get; set; } = 4;

    /// <summary>Channels of a token; divisible by the heads.</summary>
    [Range(1, 4096)]
    public int Width { get; set; } = 64;

    /// <summary>Number of blocks.</summary>
    [Range(1, 64)]
    public int Depth { get; set; } = 4;

    /// <summary>Heads of each attention.</summary>
    [Range(1, 64)]
    public int Heads { get; set; } = 4;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (Width % Heads == 0) yield break;
        yield return new()
        {
            Code = "CL0105", Where = "width", What = $"{Width} channels do not divide among {Heads} heads", Expected = "a number that the heads divide",
        };
    }
}

/// <summary>A small vision transformer (Dosovitskiy et al., ICLR 2021) with a head that grows.</summary>
/// <param name="options">The options.</param>
/// <param name="run">Where relative paths begin.</param>
/// <param name="events">Takes messages.</param>
[Component("vit")]
public sealed class VisionTransformerClassifier(VisionTransformerClassifierOptions options, IRunContext? run = null, IRunEvents? events = null)
    : NetworkClassifier(options, run, events)
{
    /// <inheritdoc/>
    protected override Backbone CreateBackbone(long[] input, long seed)
    {
        InputShape.RequirePicture(input);
        if (input[1] != input[2])
            throw InputShape.Fault($"The pictures are {input[1]} x {input[2]}", "square pictures", "Choose another size in the data set's options.");
        if (input[1] % options.Patch != 0)
        {
            var patches = Enumerable.Range(1, (int)input[1]).Where(side => input[1] % side == 0);
            throw InputShape.Fault($"Pictures of {input[1]} x {input[2]} do not divide into patches of {options.Patch}",
                $"a patch of {string.Join(", ", patches)}", "Set classifier.options.patch, or another size in the data set's options.");
        }

        return VisionTransformers.Create(
            new((int)input[1], options.Patch, options.Width, options.Depth, options.Heads, (int)input[0]), seed);
    }

    /// <inheritdoc/>
    protected override NetworkClassifier Blank() => new VisionTransformerClassifier(options);
}
