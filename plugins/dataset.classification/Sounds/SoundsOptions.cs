using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PluginHost.Contracts;
using PluginHost.Plugins.DatasetClassification.Pictures;
using PluginHost.Spectra;

namespace PluginHost.Plugins.DatasetClassification.Sounds;

/// <summary>Options of the data set <c>sounds</c>.</summary>
public sealed class SoundsOptions : SplitOptions
{
    // Most mel bands and longest transform; above them nothing useful is known.
    private const int MostMels = 256;
    private const int LongestTransform = 16384;

    [Description("Folder with one sub-folder a class, or a domain and in it a class; empty = the set that install.sh fetches")]
    public string Folder { get; set; } = "";

    [Description("Without a folder: voices, drums (kits as domains) or fakes (real and fake speech, ways of faking as domains)")]
    [AllowedValues("voices", "drums", "fakes")]
    public string Set { get; set; } = "voices";

    [Description("Classes to use, in order; empty = all, by name")]
    public IReadOnlyList<string> Classes { get; set; } = [];

    [Description("With all classes: leave those with fewer sounds out; 0 = none is left out")]
    [Range(0, 1000000)]
    public int LeastSounds { get; set; }

    [Description("Whether the folder has a level of domains; the installed sets know it themselves")]
    public bool HasDomains { get; set; }

    [Description("Domains to use, in order; empty = all, by name")]
    public IReadOnlyList<string> Domains { get; set; } = [];

    [Description("What stays in one split: name = a group (what stands before ~ in a file's name) and copies; content = copies alone")]
    [AllowedValues("name", "content")]
    public string Together { get; set; } = "name";

    [Description("Sampling rate in hertz; sounds of others are resampled")]
    [Range(1000, 96000)]
    public int Rate { get; set; } = 16000;

    [Description("Seconds of every sound from where it first reaches a hundredth of its peak; shorter ones are followed by silence")]
    [Range(0.05, 60)]
    public double Seconds { get; set; } = 1;

    [Description("Mel bands of the picture of a sound")]
    [Range(4, MostMels)]
    public int Mels { get; set; } = 32;

    [Description("Window of the transform in milliseconds")]
    [Range(1.0, 500)]
    public double WindowMs { get; set; } = 25;

    [Description("From frame to frame in milliseconds")]
    [Range(0.5, 500)]
    public double HopMs { get; set; } = 10;

    [Description("Where the lowest band begins, in hertz")]
    [Range(0.0, 48000)]
    public double Lowest { get; set; } = 20;

    [Description("Where the highest band ends, in hertz; half the rate if 0. Below 4000 when telephone sound must not be known by its band")]
    [Range(0.0, 48000)]
    public double Highest { get; set; }

    [Description("Bring each sound's bands to mean 0 and standard deviation 1, which takes out its loudness")]
    public bool Standardise { get; set; } = true;

    [Description("Give the sound itself beside its log-mel picture")]
    public bool Audio { get; set; }

    [Description("Folder of prepared sounds, relative to the job file")]
    [DoesNotAffectNumbers]
    public string CacheDirectory { get; set; } = ".cache/sounds";

    /// <summary>Samples of every sound.</summary>
    internal int Samples => (int)Math.Round(Seconds * Rate);

    /// <summary>Whether there is a level of domains.</summary>
    internal bool UsesDomains => Folder.Length > 0 ? HasDomains : Set is "drums" or "fakes";

    /// <summary>The front end; the transform is the next power of two from the window on.</summary>
    internal LogMelOptions FrontEnd
    {
        get
        {
            var window = Math.Max(2, (int)Math.Round(WindowMs * Rate / 1000));
            var size = 2;
            while (size < window) size *= 2;
            return new(Rate, size, window, Math.Max(1, (int)Math.Round(HopMs * Rate / 1000)), Mels, Lowest, Highest);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check()
    {
        foreach (var finding in base.Check()) yield return finding;
        foreach (var finding in FittingOptions.Twice(Classes, "classes")) yield return finding;
        foreach (var finding in FittingOptions.Twice(Domains, "domains")) yield return finding;
        if (Domains.Count > 0 && !UsesDomains)
            yield return Wrong("domains", "domains are named, and the set has no level of domains", "hasDomains true, or no domains");
        var shape = FrontEnd;
        if (shape.Size > LongestTransform)
        {
            yield return Wrong("windowMs", $"a window of {shape.Window} samples needs a transform of {shape.Size}",
                $"at most {LongestTransform}");
        }
        else if (Samples <= shape.Size / 2)
        {
            yield return Wrong("seconds", $"{Samples} samples are no more than half of the transform of {shape.Size}",
                "longer sounds or a shorter window");
        }
        else if (FrontEndFault(shape) is { } fault)
        {
            yield return Wrong(fault.Where, fault.What, fault.Expected);
        }
    }

    private static (string Where, string What, string Expected)? FrontEndFault(LogMelOptions shape)
    {
        var half = shape.Rate / 2.0;
        if (shape.Highest > half) return ("highest", $"{shape.Highest} Hz is above half the rate of {shape.Rate}", $"at most {half}");
        if (shape.Lowest >= (shape.Highest > 0 ? shape.Highest : half))
            return ("lowest", "the lowest band begins where the highest ends", "a lower number");
        try
        {
            _ = new LogMel(shape);
            return null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return ("mels", $"{shape.Mels} bands are so narrow that one of them holds no bin of the transform of {shape.Size}",
                "fewer bands or a longer window");
        }
    }

    private static Finding Wrong(string where, string what, string expected) =>
        new() { Code = "CD0005", Where = where, What = what, Expected = expected };
}
