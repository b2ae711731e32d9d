using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.FeaturesNetworks;

/// <summary>Networks that give a vector to each frame.</summary>
public enum ObjectNetwork
{
    /// <summary>The picture encoder of CLIP ViT-B/32: 512 numbers.</summary>
    [JsonStringEnumMemberName("clip-vit-b32")]
    ClipVitB32,

    /// <summary>torchvision's ResNet-18 without its class layer: 512 numbers.</summary>
    [JsonStringEnumMemberName("resnet18")]
    ResNet18,

    /// <summary>The ResNet of a NuGet package, whose weights a restore fetches: 512 numbers.</summary>
    [JsonStringEnumMemberName("pretrained-resnet18")]
    PretrainedResNet18,

    /// <summary>No network: the formulas of <c>features.pixels</c>, 512 numbers.</summary>
    [JsonStringEnumMemberName("pixels")]
    Pixels,
}

/// <summary>Networks that give vectors to a clip.</summary>
public enum MotionNetwork
{
    /// <summary>The encoder of VideoMAE-base: 8 vectors of 768 numbers.</summary>
    [JsonStringEnumMemberName("videomae-base")]
    VideoMaeBase,

    /// <summary>No network: the formulas of <c>features.pixels</c>, 8 vectors of 768 numbers.</summary>
    [JsonStringEnumMemberName("pixels")]
    Pixels,
}

/// <summary>How a picture comes to the size that a network sees.</summary>
public enum PictureFit
{
    /// <summary>The shorter side is resized, the middle square taken, as the network's authors do.</summary>
    [JsonStringEnumMemberName("crop")]
    Crop,

    /// <summary>Both sides are resized, each by its own factor: nothing is cut off.</summary>
    [JsonStringEnumMemberName("stretch")]
    Stretch,
}

/// <summary>What becomes of the tokens of one moment of a clip.</summary>
public enum MotionPooling
{
    /// <summary>The largest number over all places, as ContAV-Sep takes.</summary>
    [JsonStringEnumMemberName("max")]
    Max,

    /// <summary>The mean over all places.</summary>
    [JsonStringEnumMemberName("mean")]
    Mean,
}

/// <summary>Sizes of another network of the same make; what is absent is the published one's.</summary>
public sealed class NetworkSizes
{
    /// <summary>Height and width of the pictures that the network sees, in pixels; divisible by the patch, if it has patches.</summary>
    [Range(1, 1024)]
    public int? ImageSize { get; set; }

    /// <summary>Height and width of a patch in pixels (transformers).</summary>
    [Range(1, 256)]
    public int? Patch { get; set; }

    /// <summary>Channels of a token (transformers; even, and divisible by the heads), or of the first stage (ResNet-18).</summary>
    [Range(1, 8192)]
    public int? Width { get; set; }

    /// <summary>Number of blocks (transformers).</summary>
    [Range(1, 128)]
    public int? Depth { get; set; }

    /// <summary>Heads of each attention (transformers).</summary>
    [Range(1, 128)]
    public int? Heads { get; set; }

    /// <summary>Numbers of a vector (CLIP).</summary>
    [Range(1, 8192)]
    public int? Output { get; set; }
}

/// <summary>Where object vectors come from.</summary>
public sealed class ObjectsOptions
{
    /// <summary>The network.</summary>
    [Required]
    public ObjectNetwork? Network { get; set; }

    /// <summary>
    /// The file of its weights, .safetensors or .pth, relative to the job file; for pretrained-resnet18 an ONNX file, by default the
    /// package's.
    /// </summary>
    public string? Weights { get; set; }

    /// <summary>SHA-256 that the file must have, in hexadecimal; any file if absent.</summary>
    public string? Sha256 { get; set; }

    /// <summary>How frames come to the size that the network sees.</summary>
    public PictureFit Fit { get; set; } = PictureFit.Crop;

    /// <summary>Sizes of another network of the same make, such as patch 16 for CLIP ViT-B/16.</summary>
    public NetworkSizes? Sizes { get; set; }
}

/// <summary>Where motion vectors come from.</summary>
public sealed class MotionOptions
{
    /// <summary>The network.</summary>
    [Required]
    public MotionNetwork? Network { get; set; }

    /// <summary>The file of its weights, .safetensors or .pth, relative to the job file.</summary>
    public string? Weights { get; set; }

    /// <summary>SHA-256 that the file must have, in hexadecimal; any file if absent.</summary>
    public string? Sha256 { get; set; }

    /// <summary>How frames come to the size that the network sees.</summary>
    public PictureFit Fit { get; set; } = PictureFit.Crop;

    /// <summary>What becomes of the tokens of one moment: their largest numbers, or their mean.</summary>
    public MotionPooling Pooling { get; set; } = MotionPooling.Max;

    /// <summary>Sizes of another network of the same make, such as width 1024, depth 24, heads 16 for VideoMAE-large.</summary>
    public NetworkSizes? Sizes { get; set; }
}

/// <summary>Options of <c>networks</c>.</summary>
public sealed class NetworksOptions : ICheckedOptions
{
    /// <summary>Where a vector for each frame comes from.</summary>
    [Required]
    public ObjectsOptions? Objects { get; set; }

    /// <summary>Where vectors for a clip come from; none are made if absent.</summary>
    public MotionOptions? Motion { get; set; }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() => NetworksCheck.Of(this);
}
