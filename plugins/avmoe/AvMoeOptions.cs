using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.AvMoe;

/// <summary>A named size of both encoders.</summary>
public enum EncoderSize
{
    /// <summary>Two stages of two blocks, 16 channels, for pictures and spectrograms of 32 x 32.</summary>
    [JsonStringEnumMemberName("tiny")]
    Tiny,

    /// <summary>Swin-V2-L for pictures of 192 x 192 and HTS-AT for folded spectrograms of 256 x 256.</summary>
    [JsonStringEnumMemberName("published")]
    Published,
}

/// <summary>What a unimodal adapter does before its bottleneck.</summary>
public enum OwnContext
{
    /// <summary>Nothing: the released scripts of AVE and AVQA.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Attention of four heads with dropout 0.2.</summary>
    [JsonStringEnumMemberName("attention")]
    Attention,

    /// <summary>Compression of its own tokens: the paper's figure.</summary>
    [JsonStringEnumMemberName("compression")]
    Compression,

    /// <summary>Attention without projections behind a gate that begins closed: the released script of LLP.</summary>
    [JsonStringEnumMemberName("self")]
    Self,
}

/// <summary>Options of AVMoE.</summary>
public sealed class AvMoeOptions : ICheckedOptions
{
    /// <summary>Size of both encoders: tiny or published; vision and sound say otherwise one by one.</summary>
    public EncoderSize Size { get; set; } = EncoderSize.Tiny;

    /// <summary>The encoder of pictures, in place of the size's.</summary>
    public EncoderShape? Vision { get; set; }

    /// <summary>The encoder of sound, in place of the size's.</summary>
    public SoundShape? Sound { get; set; }

    /// <summary>Whether both encoders are frozen: no gradients, no change of statistics. Not frozen, they are trained as the group encoders.</summary>
    public bool Frozen { get; set; } = true;

    /// <summary>Whether there are adapters; without them the encoders are plain, as for training them on base classes.</summary>
    public bool Adapters { get; set; } = true;

    /// <summary>Cross-modal experts at each place.</summary>
    [Range(0, 16)]
    public int CrossModal { get; set; } = 1;

    /// <summary>Unimodal experts at each place.</summary>
    [Range(0, 16)]
    public int Unimodal { get; set; } = 1;

    /// <summary>Learned tokens that the other modality is compressed into; 32, and 2 for AVQA, in the released scripts.</summary>
    [Range(1, 1024)]
    public int Tokens { get; set; } = 32;

    /// <summary>How many times narrower than its tokens a bottleneck is.</summary>
    [Range(1, 64)]
    public int Reduction { get; set; } = 8;

    /// <summary>Groups of a bottleneck's convolutions.</summary>
    [Range(1, 64)]
    public int Groups { get; set; } = 2;

    /// <summary>What a unimodal expert does before its bottleneck: none, attention, compression or self.</summary>
    public OwnContext Context { get; set; } = OwnContext.None;

    /// <summary>1 has adapters in every stage, 2 leaves every second stage out, and so on; the first stage always has them.</summary>
    [Range(1, 8)]
    public int StageStep { get; set; } = 1;

    /// <summary>Standard deviation of the noise on router scores in training; 0.01 in the released code where it is on.</summary>
    [Range(0.0, 10.0)]
    public double RouterNoise { get; set; }

    /// <summary>Weight of KL(uniform || mean router weights of the batch); 0.01 for MS3 and 1 for LLP in the released scripts.</summary>
    [Range(0.0, 1000.0)]
    public double Balance { get; set; }

    /// <summary>Channels of the head.</summary>
    [Range(1, 4096)]
    public int Hidden { get; set; } = 64;

    /// <summary>Weights that another run exported, for both encoders to begin with {path, sha256}.</summary>
    public EncoderWeights? Start { get; set; }

    /// <summary>Weights of the encoder of pictures under the names of Swin V2's authors {path, sha256}.</summary>
    public EncoderWeights? VisionWeights { get; set; }

    /// <summary>Weights of the encoder of sound under the names of HTS-AT's authors {path, sha256}.</summary>
    public EncoderWeights? SoundWeights { get; set; }

    internal EncoderShape VisionShape => Vision ?? (Size == EncoderSize.Tiny
        ? new()
        : new() { Patch = 4, Width = 192, Depths = [2, 2, 18, 2], Heads = [6, 12, 24, 48], Window = 12 });

    internal SoundShape SoundShape => Sound ?? (Size == EncoderSize.Tiny
        ? new()
        : new() { Side = 256, Patch = 4, Width = 96, Depths = [2, 2, 6, 2], Heads = [4, 8, 16, 32], Window = 8 });

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (Adapters && CrossModal + Unimodal == 0)
        {
            yield return new()
            {
                Code = "AM0001",
                Where = "crossModal",
                What = "the router has no expert: crossModal and unimodal are both 0",
                Expected = "one expert at least",
                Fix = "Give crossModal or unimodal 1 or more, or set adapters to false for plain encoders.",
            };
        }

        var (vision, sound) = (VisionShape, SoundShape);
        foreach (var (name, depths, heads) in ((string, int[], int[])[])[("vision", vision.Depths, vision.Heads), ("sound", sound.Depths, sound.Heads)])
        {
            if (depths.Length == heads.Length && depths.Length > 0) continue;
            yield return Shape($"{name}.heads", $"{heads.Length} numbers of heads are given for {depths.Length} stages", "as many of one as of the other");
        }

        if (vision.Depths.Length != sound.Depths.Length)
            yield return Shape("sound.depths", $"sound has {sound.Depths.Length} stages and vision {vision.Depths.Length}", "equally many, as blocks meet stage by stage");
        foreach (var (name, width) in ((string, int)[])[("vision", vision.Width), ("sound", sound.Width)])
        {
            if (!Adapters) continue;
            if (width % (Reduction * Groups) != 0)
                yield return Shape($"{name}.width", $"{width} channels do not divide by {Reduction} (reduction) times {Groups} (groups)", "a width that they divide");
            else if (Context == OwnContext.Attention && width % 4 != 0)
                yield return Shape($"{name}.width", $"{width} channels do not divide among the 4 heads of context attention", "a width that 4 divides");
        }
    }

    private static Finding Shape(string where, string what, string expected) => new() { Code = "AM0002", Where = where, What = what, Expected = expected };
}

/// <summary>The shape of an encoder.</summary>
public class EncoderShape
{
    /// <summary>Side of a patch in pixels.</summary>
    [Range(1, 64)]
    public int Patch { get; set; } = 4;

    /// <summary>Channels of a token in the first stage; they double from stage to stage.</summary>
    [Range(1, 4096)]
    public int Width { get; set; } = 16;

    /// <summary>Blocks of each stage.</summary>
    public int[] Depths { get; set; } = [2, 2];

    /// <summary>Heads of each stage.</summary>
    public int[] Heads { get; set; } = [2, 2];

    /// <summary>Tokens on a side of a window.</summary>
    [Range(1, 64)]
    public int Window { get; set; } = 4;
}

/// <summary>The shape of the encoder of sound.</summary>
public sealed class SoundShape : EncoderShape
{
    /// <summary>
    /// Side of the square that a spectrogram becomes, a multiple of its bands: its frames are fitted to side² / bands and folded.
    /// </summary>
    [Range(1, 4096)]
    public int Side { get; set; } = 32;
}
