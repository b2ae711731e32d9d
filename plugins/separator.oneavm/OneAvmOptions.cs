using System.ComponentModel.DataAnnotations;
using System.Numerics;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.OneAvm;

/// <summary>Sizes and weights. The defaults are two networks of ResNet-18's size and equal weights (README.md says what is known and what is ours).</summary>
public sealed class OneAvmOptions : ICheckedOptions
{
    /// <summary>Channels of the stages of the sound's encoder; it halves the spectrogram once more than it has stages.</summary>
    [MinLength(1)]
    public IReadOnlyList<int> SoundChannels { get; set; } = [64, 128, 256, 512];

    /// <summary>Channels of the stages of the pictures' encoder.</summary>
    [MinLength(1)]
    public IReadOnlyList<int> PictureChannels { get; set; } = [64, 128, 256, 512];

    /// <summary>Residual blocks in each stage of both encoders; 2 with four stages make a ResNet-18.</summary>
    [Range(1, 32)]
    public int Blocks { get; set; } = 2;

    /// <summary>Height and width in pixels that pictures are brought to.</summary>
    [Range(8, 1024)]
    public int PictureSize { get; set; } = 224;

    /// <summary>Pixels from one place of the localisation map to the next: a power of two; later stages do not halve beyond it.</summary>
    [Range(4, 128)]
    public int PictureStride { get; set; } = 32;

    /// <summary>Size of the vectors in which sounds and places of pictures are compared.</summary>
    [Range(1, 8192)]
    public int Dimension { get; set; } = 512;

    /// <summary>Cosines are divided by it before their softmax.</summary>
    [Range(0.001, 10.0)]
    public double Temperature { get; set; } = 0.03;

    /// <summary>Whom a pair is told apart from: all (every other pair of the batch), or other-classes.</summary>
    public NegativePairs Negatives { get; set; } = NegativePairs.All;

    /// <summary>Share of the first source's picture in a mixed picture; the others share the rest.</summary>
    [Range(0.01, 0.99)]
    public double Mixing { get; set; } = 0.5;

    /// <summary>Weight of the separation loss, that is of everything that masks are taught by; 0 switches it off.</summary>
    [Range(0.0, 1000.0)]
    public double SeparationWeight { get; set; } = 1;

    /// <summary>Weight of the loss that finds a sound's source in its picture; 0 switches it off.</summary>
    [Range(0.0, 1000.0)]
    public double LocalisationWeight { get; set; } = 1;

    /// <summary>Weight of the loss of mixed pictures, which are to go with the sounds of all their sources; 0 switches it off.</summary>
    [Range(0.0, 1000.0)]
    public double MixedPictureWeight { get; set; } = 1;

    /// <summary>Weight of the cross entropy of the classifier of sound and picture; 0 switches it off.</summary>
    [Range(0.0, 1000.0)]
    public double RecognitionWeight { get; set; }

    /// <summary>Whether sounds and pictures are compared at all.</summary>
    internal bool Aligns => LocalisationWeight > 0 || MixedPictureWeight > 0;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (!Fit(SoundChannels)) yield return Broken("soundChannels", $"is [{string.Join(", ", SoundChannels)}]", "numbers from 1 to 8192");
        if (!Fit(PictureChannels)) yield return Broken("pictureChannels", $"is [{string.Join(", ", PictureChannels)}]", "numbers from 1 to 8192");
        var most = 2 << Math.Min(PictureChannels.Count, 16);
        if (!BitOperations.IsPow2(PictureStride) || PictureStride > most)
        {
            yield return Broken("pictureStride", $"is {PictureStride} with {PictureChannels.Count} stages",
                $"a power of two from 4 to {most}, as a stage halves once at most");
        }
        else if (PictureSize % PictureStride != 0)
            yield return Broken("pictureSize", $"is {PictureSize}", $"a multiple of pictureStride, {PictureStride}");
        if (SeparationWeight + LocalisationWeight + MixedPictureWeight + RecognitionWeight == 0)
            yield return Broken("separationWeight", "is 0 like every other weight, so nothing is learnt", "at least one weight above 0");
    }

    private static bool Fit(IReadOnlyList<int> channels) => channels.All(count => count is >= 1 and <= 8192);

    private static Finding Broken(string option, string what, string expected) =>
        new() { Code = "OA0001", Where = option, What = $"'{option}' {what}.", Expected = expected };
}

/// <summary>Whom a pair of sound and picture is told apart from. A pair is never told apart from another one of the same sample.</summary>
public enum NegativePairs
{
    /// <summary>Every other pair of the batch, its own class included, as without labels.</summary>
    [JsonStringEnumMemberName("all")]
    All,

    /// <summary>Pairs of other classes.</summary>
    [JsonStringEnumMemberName("other-classes")]
    OtherClasses,
}
