using PluginHost.Backbones;

namespace PluginHost.Plugins.Classifiers;

/// <summary>Options of the pre-trained ResNet.</summary>
public sealed class PretrainedClassifierOptions : HeadOptions
{
    /// <summary>Creates the defaults: the backbone is frozen.</summary>
    public PretrainedClassifierOptions() => FrozenBackbone = true;

    /// <summary>The ONNX file of the weights; the one of the package in the user's package cache if absent.</summary>
    public string? Weights { get; set; }
}

/// <summary>A ResNet that was trained on photos, frozen unless the options say otherwise, with a head that grows.</summary>
/// <remarks>Pictures are red, green, blue from 0 to 1; a grey one is repeated. Sides divisible by 32 give the features of the original.</remarks>
/// <param name="options">The options.</param>
/// <param name="run">Where relative paths begin.</param>
/// <param name="events">Takes messages.</param>
[Component("pretrained-resnet")]
public sealed class PretrainedClassifier(PretrainedClassifierOptions options, IRunContext run, IRunEvents? events = null)
    : NetworkClassifier(options, run, events)
{
    /// <inheritdoc/>
    protected override Backbone CreateBackbone(long[] input, long seed)
    {
        InputShape.RequirePicture(input);
        if (input[0] is not (1 or 3)) throw InputShape.Fault($"The pictures have {input[0]} channels", "1 or 3", "Choose another data set.");
        return PretrainedResNet.Load(options.Weights is { } path ? run.ResolvePath(path) : null);
    }

    /// <inheritdoc/>
    protected override Tensor Prepare(Tensor input) => PretrainedResNet.Prepare(input.shape[1] == 1 ? input.expand(-1, 3, -1, -1) : input);

    /// <inheritdoc/>
    protected override NetworkClassifier Blank() => new PretrainedClassifier(options, run, events);
}
