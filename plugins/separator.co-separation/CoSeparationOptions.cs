using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.CoSeparation;

/// <summary>
/// Sizes of the networks and weight of the classifier. The defaults are those of the original (docs/separation.md, "Co-Separation").
/// </summary>
public sealed class CoSeparationOptions : SoundOptions
{
    [MinLength(1)]
    [Description("Channels of the classifier's stages; the last is also the size of the object vector and of both embeddings")]
    public IReadOnlyList<int> ClassifierChannels { get; set; } = [64, 128, 256, 512];

    [Range(1, 32)]
    [Description("Residual blocks in each of the classifier's stages; 2 make a ResNet-18")]
    public int ClassifierBlocks { get; set; } = 2;

    [Range(0.0, 1000.0)]
    [Description("Weight of the classifier's cross entropy beside the separation loss; 0 switches it off")]
    public double ClassifierWeight { get; set; } = 0.05;

    [Description("Whether losses on the separated sound (the classifier's, those on embeddings) also train the masks, as in the original")]
    public bool MaskGradient { get; set; } = true;

    [Description("What the U-Net hears of the mixture's magnitude x: log-1p for ln(1+x), log for ln(x+1e-10) as the original")]
    public InputScale Input { get; set; } = InputScale.LogOnePlus;

    [Description("How weights begin: original, or default for PyTorch's defaults")]
    public Initialisation Initialisation { get; set; } = Initialisation.Original;

    [Description("Weights to begin with, for the U-Net and for the classifier")]
    public CheckpointOptions Checkpoints { get; set; } = new();

    /// <inheritdoc/>
    protected override string Code => "CO";

    /// <summary>Size of the object vector and of the embeddings.</summary>
    internal int Vector => ClassifierChannels[^1];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check()
    {
        foreach (var finding in base.Check()) yield return finding;
        if (ClassifierChannels.All(channels => channels is >= 1 and <= 8192)) yield break;
        yield return Broken("classifierChannels", $"is [{string.Join(", ", ClassifierChannels)}]", "numbers from 1 to 8192");
    }
}

/// <summary>What the U-Net hears of the mixture's magnitude x.</summary>
public enum InputScale
{
    /// <summary>ln(1 + x), as the task gives it and iQuery hears it.</summary>
    [JsonStringEnumMemberName("log-1p")]
    LogOnePlus,

    /// <summary>ln(x + 1e-10), as in the original.</summary>
    [JsonStringEnumMemberName("log")]
    Log,
}

/// <summary>How weights begin.</summary>
public enum Initialisation
{
    /// <summary>
    /// As the original: N(0, 0.02) for the U-Net's convolutions and the linear maps, N(1, 0.02) for its norms, He's rule for the
    /// classifier.
    /// </summary>
    [JsonStringEnumMemberName("original")]
    Original,

    /// <summary>PyTorch's defaults everywhere.</summary>
    [JsonStringEnumMemberName("default")]
    Default,
}

/// <summary>Files with weights to begin with, such as the official <c>unet_latest.pth</c> and <c>classifier_latest.pth</c>.</summary>
public sealed class CheckpointOptions
{
    [Description("Weights of the U-Net: a .pth or .safetensors file, relative to the job file; empty to draw them from the seed")]
    public string Sound { get; set; } = "";

    [Description("Weights of the classifier: a file as for sound; empty to draw them from the seed")]
    public string Classifier { get; set; } = "";
}
