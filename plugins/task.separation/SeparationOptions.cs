using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Separation;

/// <summary>Options of the separation task. The defaults are those of ContAV-Sep on MUSIC-21.</summary>
public sealed class SeparationOptions : ICheckedOptions
{
    [Range(2, 8)]
    [Description("Sources in a mixture")]
    public int Sources { get; set; } = 2;

    [Range(1000, 192000)]
    [Description("Sampling rate in hertz that the data must have")]
    public int AudioRate { get; set; } = 11025;

    [Range(16, 16384)]
    [Description("Length of the Fourier transform and of its Hann window, in samples; even")]
    public int NFft { get; set; } = 1022;

    [Range(4, 8192)]
    [Description("Samples from one spectrogram frame to the next")]
    public int Hop { get; set; } = 256;

    [Range(2, 4096)]
    [Description("Spectrogram frames of a clip")]
    public int Frames { get; set; } = 256;

    [Range(1, int.MaxValue)]
    [Description("Length of a clip in samples, from hop*(frames-1) to hop*frames-1; the latter if not given")]
    public int? ClipSamples { get; set; }

    [Description("Whether the network works on a logarithmic frequency scale; without it, on the linear one of nFft/2+1 rows")]
    public bool LogFrequency { get; set; } = true;

    [Range(2, 8192)]
    [Description("Rows of the logarithmic frequency scale")]
    public int Bins { get; set; } = 256;

    [Description("How spectrograms are brought onto the logarithmic scale: auto (area below 256 rows, else grid), grid, area")]
    public WarpKind Warp { get; set; } = WarpKind.Auto;

    [Description("Target masks: ratio or binary")]
    public MaskKind Mask { get; set; } = MaskKind.Ratio;

    [Range(1.0, 1000.0)]
    [Description("Upper end of ratio masks")]
    public double MaskClamp { get; set; } = 5;

    [Description("Whether loud cells weigh more in the loss: ln(1+mixture), from 0.001 to 10")]
    public bool WeightedLoss { get; set; } = true;

    [Range(0.01, 100.0)]
    [Description("Lower end of the random gain in training")]
    public double MinGain { get; set; } = 0.5;

    [Range(0.01, 100.0)]
    [Description("Upper end of the random gain in training")]
    public double MaxGain { get; set; } = 1.5;

    [Range(1, 99)]
    [Description("Consecutive frames whose object vectors are merged by their element-wise maximum")]
    public int ObjectFrames { get; set; } = 3;

    [Range(1, 99)]
    [Description("Consecutive frames around a clip's middle that a model sees which looks at pictures; others see none")]
    public int PictureFrames { get; set; } = 1;

    [Description("Where clips are cut: frame (around a video frame) or inside (anywhere inside the sound)")]
    public CropKind Crop { get; set; } = CropKind.Frame;

    [Range(0.0, 3600.0)]
    [Description("Seconds at both ends of a video in which crop=frame picks no centre")]
    public double CropMargin { get; set; } = 8;

    [Description("Partners in evaluation: distinct-class, any, or official (the released code's draw: own class and self-pairs included)")]
    public PairingKind Pairing { get; set; } = PairingKind.DistinctClass;

    /// <summary>The clip length in force.</summary>
    internal int Clip => ClipSamples ?? (Hop * Frames) - 1;

    /// <summary>Samples of a decoded waveform: the inverse transform of <see cref="Frames"/> frames.</summary>
    internal int Samples => Hop * (Frames - 1);

    /// <summary>Rows of the spectrogram on the linear scale.</summary>
    internal int LinearBins => (NFft / 2) + 1;

    /// <summary>Rows of what the network sees.</summary>
    internal int NetworkBins => LogFrequency ? Bins : LinearBins;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (NFft % 2 != 0) yield return Broken("nFft", $"is {NFft}", "an even number");
        if (Hop > NFft / 2)
            yield return Broken("hop", $"is {Hop}", $"at most nFft/2 = {NFft / 2}, or the sound cannot be put together again");
        if (1 + (Clip / Hop) != Frames)
        {
            yield return Broken(
                "clipSamples", $"is {Clip}, which makes {1 + (Clip / Hop)} frames and not {Frames}", $"{Samples} to {(Hop * Frames) - 1}");
        }

        if (Samples <= NFft / 2)
            yield return Broken("frames", $"is {Frames}, a clip shorter than half a window", $"more than {(NFft / 2 / Hop) + 1}");
        if (MinGain > MaxGain) yield return Broken("minGain", $"is {MinGain}, above maxGain", $"at most {MaxGain}");
    }

    private static Finding Broken(string option, string what, string expected) =>
        new() { Code = "SEP0001", Where = option, What = $"'{option}' {what}.", Expected = expected };
}

/// <summary>Where a clip is cut from the sound of a sample.</summary>
public enum CropKind
{
    /// <summary>Around the middle of a video frame (docs/separation.md, "Clips"); for videos much longer than the clip.</summary>
    [JsonStringEnumMemberName("frame")]
    Frame,

    /// <summary>Anywhere that lies wholly inside the sound; the object frames are those nearest to the clip's middle.</summary>
    [JsonStringEnumMemberName("inside")]
    Inside,
}

/// <summary>How a spectrogram is brought onto the logarithmic frequency scale.</summary>
public enum WarpKind
{
    /// <summary><see cref="Area"/> below 256 rows, else <see cref="Grid"/>.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>
    /// The bilinear grid of the original, which samples single points of the spectrum (docs/separation.md, "Frequency scale").
    /// </summary>
    [JsonStringEnumMemberName("grid")]
    Grid,

    /// <summary>Each row averages the stretch of the spectrum that it stands for, so that few rows lose nothing between them.</summary>
    [JsonStringEnumMemberName("area")]
    Area,
}

/// <summary>What the network is to predict for each cell of the mixture's spectrogram (docs/separation.md, "Masks and losses").</summary>
public enum MaskKind
{
    /// <summary>The source's magnitude over the mixture's.</summary>
    [JsonStringEnumMemberName("ratio")]
    Ratio,

    /// <summary>1 where the source has more than half of the mixture's magnitude, else 0; predictions are cut at 0.5.</summary>
    [JsonStringEnumMemberName("binary")]
    Binary,
}

/// <summary>Which partners a sample may get in an evaluation mixture.</summary>
public enum PairingKind
{
    /// <summary>Samples of other classes, as long as there are any.</summary>
    [JsonStringEnumMemberName("distinct-class")]
    DistinctClass,

    /// <summary>Any other sample.</summary>
    [JsonStringEnumMemberName("any")]
    Any,

    /// <summary>
    /// Those of the official code, drawn by Python's generator seeded with the sample's place in the pool: any sample, itself included; all
    /// pairs change when the pool grows (docs/separation.md, "Pairing").
    /// </summary>
    [JsonStringEnumMemberName("official")]
    Official,
}
