using System.ComponentModel;

namespace PluginHost.Plugins.CoSeparation.Checkpoints;

/// <summary>Files with weights to begin with, such as the official <c>unet_latest.pth</c> and <c>classifier_latest.pth</c>.</summary>
public sealed class CheckpointOptions
{
    [Description("Weights of the U-Net: a .pth or .safetensors file, relative to the job file; empty to draw them from the seed")]
    public string Sound { get; set; } = "";

    [Description("Weights of the classifier: a file as for sound; empty to draw them from the seed")]
    public string Classifier { get; set; } = "";
}
