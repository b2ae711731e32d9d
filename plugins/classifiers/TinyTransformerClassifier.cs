using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Classifiers;

/// <summary>Options of the tiny transformer for sound.</summary>
public sealed class TinyTransformerClassifierOptions : HeadOptions, ICheckedOptions
{
    /// <summary>Channels of a frame's token; divisible by the heads.</summary>
    [Range(2, 1024)]
    public int Width { get; set; } = 16;

    /// <summary>Number of layers.</summary>
    [Range(1, 32)]
    public int Depth { get; set; } = 2;

    /// <summary>Heads of each attention.</summary>
    [Range(1, 32)]
    public int Heads { get; set; } = 2;

    /// <summary>Hidden channels of each layer.</summary>
    [Range(1, 4096)]
    public int Hidden { get; set; } = 32;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (Width % Heads == 0 && Width % 2 == 0) yield break;
        yield return new()
        {
            Code = "CL0105", Where = "width", What = $"{Width} channels do not divide among {Heads} heads",
            Expected = "an even number that the heads divide",
        };
    }
}

/// <summary>
/// A transformer over the frames of a log-mel picture, after the tiny BERT-like classifiers of sound (about 6,000 parameters), with a head that
/// grows. With 32 mels and the defaults 4,976 parameters and 17 a class.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="run">Where relative paths begin.</param>
/// <param name="events">Takes messages.</param>
[Component("tiny-transformer")]
public sealed class TinyTransformerClassifier(
    TinyTransformerClassifierOptions options, IRunContext? run = null, IRunEvents? events = null) : NetworkClassifier(options, run, events)
{
    /// <inheritdoc/>
    protected override Backbone CreateBackbone(long[] input, long seed)
    {
        InputShape.RequirePicture(input);
        if (input[0] != 1)
        {
            throw InputShape.Fault($"The pictures have {input[0]} channels", "log-mel pictures: (1, mels, frames)",
                "Choose the data set 'sounds'.");
        }

        return FrameTransformers.Create(new((int)input[1], options.Width, options.Depth, options.Heads, options.Hidden), seed);
    }

    /// <inheritdoc/>
    protected override NetworkClassifier Blank() => new TinyTransformerClassifier(options);
}
