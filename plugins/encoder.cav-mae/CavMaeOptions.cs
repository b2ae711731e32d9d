using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.CavMae;

/// <summary>Sizes that have a name.</summary>
public enum CavMaeSize
{
    /// <summary>Width 64, 4 heads, 2 and 1 blocks, a decoder of 1 block and width 32: for small pictures and tests.</summary>
    [JsonStringEnumMemberName("tiny")]
    Tiny,

    /// <summary>STELLA's: width 768, 12 heads, 10 and 2 blocks, a decoder of 8 blocks, width 512 and 16 heads.</summary>
    [JsonStringEnumMemberName("published")]
    Published,
}

/// <summary>Options of CAV-MAE. A size that is absent is that of <see cref="Size"/>.</summary>
public sealed class CavMaeOptions
{
    /// <summary>The sizes to begin from: tiny or published.</summary>
    public CavMaeSize Size { get; set; } = CavMaeSize.Tiny;

    /// <summary>Channels of a token; divisible by the heads and by 4.</summary>
    [Range(4, 16_384)]
    public int? Width { get; set; }

    /// <summary>Heads of each attention of the encoder.</summary>
    [Range(1, 1024)]
    public int? Heads { get; set; }

    /// <summary>Blocks of each modality by itself.</summary>
    [Range(0, 1000)]
    public int? SeparateBlocks { get; set; }

    /// <summary>Blocks that both share.</summary>
    [Range(1, 1000)]
    public int? SharedBlocks { get; set; }

    /// <summary>Channels of a token of the decoder; divisible by its heads and by 4.</summary>
    [Range(4, 16_384)]
    public int? DecoderWidth { get; set; }

    /// <summary>Heads of each attention of the decoder.</summary>
    [Range(1, 1024)]
    public int? DecoderHeads { get; set; }

    /// <summary>Blocks of the decoder.</summary>
    [Range(1, 1000)]
    public int? DecoderBlocks { get; set; }

    /// <summary>
    /// A file of weights to begin from (.pth or .safetensors) under the names of this model, of STELLA's code or of CAV-MAE's; absent for
    /// drawn ones.
    /// </summary>
    public string? Weights { get; set; }

    internal CavMaeShape Shape => Size == CavMaeSize.Published
        ? new(Width ?? 768, Heads ?? 12, SeparateBlocks ?? 10, SharedBlocks ?? 2, DecoderWidth ?? 512, DecoderHeads ?? 16, DecoderBlocks ?? 8)
        : new(Width ?? 64, Heads ?? 4, SeparateBlocks ?? 2, SharedBlocks ?? 1, DecoderWidth ?? 32, DecoderHeads ?? 4, DecoderBlocks ?? 1);
}

/// <summary>The sizes of a network.</summary>
internal sealed record CavMaeShape(
    int Width, int Heads, int SeparateBlocks, int SharedBlocks, int DecoderWidth, int DecoderHeads, int DecoderBlocks);
