using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.AudioVisual;

/// <summary>What a retrieval searches.</summary>
public enum GalleryKind
{
    /// <summary>The test samples of all experiences up to the tested one.</summary>
    [JsonStringEnumMemberName("seen")]
    Seen,

    /// <summary>The tested samples alone.</summary>
    [JsonStringEnumMemberName("own")]
    Own,
}

/// <summary>Options of the audio-visual task. The defaults are STELLA's sizes (Lee et al., ICML 2024).</summary>
public sealed class PairOptions : ICheckedOptions
{
    /// <summary>Length of a window of a clip in seconds; a shorter clip is a finding.</summary>
    [Range(0.01, 3600.0)]
    public double Seconds { get; set; } = 10;

    /// <summary>How the sound is described.</summary>
    public SoundOptions Sound { get; set; } = new();

    /// <summary>How the pictures are described.</summary>
    public PictureOptions Pictures { get; set; } = new();

    /// <summary>Side of a patch: frames and mels of the spectrogram, pixels of a picture.</summary>
    [Range(1, 1024)]
    public int Patch { get; set; } = 16;

    /// <summary>
    /// Share of patches that the encoder sees in training; the others are recovered. A strategy that chooses patches replaces it.
    /// </summary>
    [Range(0.0, 1.0)]
    public double Visible { get; set; } = 0.2;

    /// <summary>Weight of recovering patches of the sound.</summary>
    [Range(0.0, 1e6)]
    public double AudioWeight { get; set; } = 1;

    /// <summary>Weight of recovering patches of the pictures.</summary>
    [Range(0.0, 1e6)]
    public double VideoWeight { get; set; } = 1;

    /// <summary>Weight of the contrast of the two sides of pairs.</summary>
    [Range(0.0, 1e6)]
    public double ContrastWeight { get; set; } = 0.1;

    /// <summary>Divides similarities in the contrast.</summary>
    [Range(1e-3, 100.0)]
    public double Temperature { get; set; } = 0.05;

    /// <summary>What a retrieval of a test searches: seen (all experiences up to the tested one) or own.</summary>
    public GalleryKind Gallery { get; set; } = GalleryKind.Seen;

    internal PatchLayout Layout => new(
        Patch, Sound.Frames / Patch, Sound.Mels / Patch, Pictures.Count, Pictures.Size / Patch, Pictures.Size / Patch);

    internal int VisibleAudio => Count(Layout.AudioPatches);

    internal int VisibleVideo => Count(Layout.VideoPatches);

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        (string Where, int Size)[] sizes = [("sound.frames", Sound.Frames), ("sound.mels", Sound.Mels), ("pictures.size", Pictures.Size)];
        foreach (var (where, size) in sizes)
            if (size % Patch != 0) yield return Wrong("AV0001", where, $"{size} does not divide into patches of {Patch}", $"a multiple of {Patch}");
        (string Name, int All, int Seen)[] counts = [("sound", Layout.AudioPatches, VisibleAudio), ("pictures", Layout.VideoPatches, VisibleVideo)];
        foreach (var (name, all, seen) in counts)
        {
            if (all > 0 && (seen < 1 || seen >= all))
            {
                yield return Wrong("AV0002", "visible", $"of {all} patches of the {name}, {seen} are visible and {all - seen} to be recovered",
                    "at least one of each");
            }
        }

        if (AudioWeight + VideoWeight + ContrastWeight == 0)
            yield return Wrong("AV0003", "contrastWeight", "no loss has a weight", "one weight above 0 at least");
        if (Sound.Window > Sound.Transform)
        {
            yield return Wrong(
                "AV0004", "sound.window", $"the window of {Sound.Window} samples is longer than the transform of {Sound.Transform}", "at most as long");
        }
    }

    private static Finding Wrong(string code, string where, string what, string expected) =>
        new() { Code = code, Where = where, What = what, Expected = expected };

    // A hair above the product: 0.2 * 35 is below 7 in binary.
    private int Count(int patches) => (int)Math.Floor((patches * Visible) + 1e-9);
}

/// <summary>How the sound is described: a log-mel spectrogram, normalised. Lengths are in samples at the data set's rate.</summary>
public sealed class SoundOptions
{
    /// <summary>Frames of the spectrogram; what a window lacks is filled up with silence, what it has beyond is left out.</summary>
    [Range(1, 1_000_000)]
    public int Frames { get; set; } = 1024;

    /// <summary>Bands.</summary>
    [Range(1, 1024)]
    public int Mels { get; set; } = 128;

    /// <summary>Samples of the Fourier transform; even.</summary>
    [Range(2, 1_000_000)]
    public int Transform { get; set; } = 512;

    /// <summary>Samples of the Hann window.</summary>
    [Range(2, 1_000_000)]
    public int Window { get; set; } = 400;

    /// <summary>Samples from frame to frame.</summary>
    [Range(1, 1_000_000)]
    public int Hop { get; set; } = 160;

    /// <summary>Where the lowest band begins, in hertz.</summary>
    [Range(0.0, 1e6)]
    public double Lowest { get; set; } = 20;

    /// <summary>What is subtracted from the logarithm of the power.</summary>
    [Range(-1e6, 1e6)]
    public double Mean { get; set; } = -5.081;

    /// <summary>What it is divided by then.</summary>
    [Range(1e-6, 1e6)]
    public double Deviation { get; set; } = 4.4849;
}

/// <summary>How the pictures are described: evenly taken from the window, square, normalised.</summary>
public sealed class PictureOptions
{
    /// <summary>Pictures of a pair. A sample of a single picture gives it as often.</summary>
    [Range(1, 10_000)]
    public int Count { get; set; } = 4;

    /// <summary>Height and width in pixels that a picture is brought to.</summary>
    [Range(1, 10_000)]
    public int Size { get; set; } = 224;

    /// <summary>What is subtracted from red, green and blue between 0 and 1; ImageNet's means.</summary>
    [Length(3, 3)]
    public double[] Mean { get; set; } = [0.485, 0.456, 0.406];

    /// <summary>What they are divided by then; ImageNet's deviations.</summary>
    [Length(3, 3)]
    public double[] Deviation { get; set; } = [0.229, 0.224, 0.225];
}
