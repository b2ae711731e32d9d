using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.IQuery;

/// <summary>Sizes of the network. The defaults are those of the released script (docs/separation.md, "iQuery").</summary>
public sealed class IQueryOptions : SoundOptions
{
    [Range(1, 1024)]
    [Description("Channels of the sound features and size of a mask embedding")]
    public int MaskDim { get; set; } = 32;

    [Range(2, 12)]
    [Description("The stage on the way up whose output the transformer reads, counted from the output (which is 1); below downs")]
    public int LatentStage { get; set; } = 4;

    [Range(4, 4096)]
    [Description("Width of the transformer")]
    public int Hidden { get; set; } = 256;

    [Range(1, 64)]
    [Description("Attention heads; they divide the width")]
    public int Heads { get; set; } = 8;

    [Range(1, 16384)]
    [Description("Width of the feed-forward layers")]
    public int FeedForward { get; set; } = 1024;

    [Range(0, 24)]
    [Description("Encoder layers")]
    public int EncoderLayers { get; set; } = 1;

    [Range(1, 24)]
    [Description("Decoder layers; the first attends to motion, the others to sound")]
    public int DecoderLayers { get; set; } = 4;

    [Description("Whether decoder layers also hold the blocks that the original creates and never uses; official checkpoints contain them")]
    public bool UnusedBlocks { get; set; } = true;

    [Description("Weights to begin with, for each of the two networks")]
    public CheckpointOptions Checkpoints { get; set; } = new();

    /// <inheritdoc/>
    protected override string Code => "IQ";

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check()
    {
        foreach (var finding in base.Check()) yield return finding;
        if (LatentStage >= Downs) yield return Broken("latentStage", $"is {LatentStage}", $"below downs, {Downs}");
        if (Hidden % 4 != 0) yield return Broken("hidden", $"is {Hidden}", "a multiple of 4, for the two-dimensional position code");
        if (Hidden % Heads != 0) yield return Broken("heads", $"is {Heads}, which does not divide hidden {Hidden}", "a divisor of hidden");
    }
}

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
