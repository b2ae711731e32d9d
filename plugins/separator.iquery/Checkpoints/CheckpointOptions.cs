using System.ComponentModel;

namespace PluginHost.Plugins.IQuery.Checkpoints;

/// <summary>
/// Files with weights to begin with, such as the official <c>sound_step_T_best.pth</c> and <c>maskformer_step_T_best.pth</c>.
/// </summary>
public sealed class CheckpointOptions
{
    [Description("Weights of the U-Net: a .pth or .safetensors file, relative to the job file; empty to draw them from the seed")]
    public string Sound { get; set; } = "";

    [Description("Weights of the transformer and its queries: a file as for sound; empty to draw them from the seed")]
    public string Maskformer { get; set; } = "";
}
