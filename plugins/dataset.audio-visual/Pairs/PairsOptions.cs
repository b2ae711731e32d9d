using System.ComponentModel.DataAnnotations;
using PluginHost.Contracts;

namespace PluginHost.Plugins.DatasetAudioVisual.Pairs;

/// <summary>Options of the data set <c>pairs</c>.</summary>
public sealed class PairsOptions : SplitOptions
{
    /// <summary>
    /// Folder of your own, with a sub-folder a class and in it X.png with X.ogg or X_desc_LANGUAGE.ogg; empty = an installed set.
    /// </summary>
    public string Folder { get; set; } = "";

    /// <summary>Without a folder: stamps (Tux Paint) or gcompris (instruments, farm animals, music of the world).</summary>
    [AllowedValues("stamps", "gcompris")]
    public string Set { get; set; } = "stamps";

    /// <summary>spoken: the names of the pictures, X_desc_LANGUAGE.ogg; natural: the sounds of what they show, X.ogg.</summary>
    [AllowedValues("spoken", "natural")]
    public string Sounds { get; set; } = "spoken";

    /// <summary>With spoken names, the languages in order, which are the domains; empty = all, by name.</summary>
    public IReadOnlyList<string> Languages { get; set; } = ["fr"];

    /// <summary>Classes to use, in order; empty = all, by name.</summary>
    public IReadOnlyList<string> Classes { get; set; } = [];

    /// <summary>With all classes: leave those with fewer pairs out; 0 = none is left out.</summary>
    [Range(0, 1000000)]
    public int LeastPairs { get; set; }

    /// <summary>Levels of folders that name a class: with 2, animals/birds is another one than animals/mammals.</summary>
    [Range(1, 8)]
    public int Depth { get; set; } = 1;

    /// <summary>
    /// What to do with a picture without a sound, or a sound without its picture: leave it out and say so, or refuse to run.
    /// </summary>
    [AllowedValues("leave-out", "refuse")]
    public string Incomplete { get; set; } = "leave-out";

    /// <summary>Sampling rate in hertz; sounds of others are resampled.</summary>
    [Range(1000, 96000)]
    public int Rate { get; set; } = 16000;

    /// <summary>Seconds of every sound from where it first reaches a hundredth of its peak.</summary>
    [Range(0.05, 60)]
    public double Seconds { get; set; } = 2;

    /// <summary>What to do with a sound that is shorter than that: pad it with silence, leave its pair out, or refuse to run.</summary>
    [AllowedValues("pad", "leave-out", "refuse")]
    public string Shorter { get; set; } = "pad";

    /// <summary>Pixels on a side of the square that every picture is brought to.</summary>
    [Range(4, 1024)]
    public int Size { get; set; } = 64;

    /// <summary>crop: the middle square; pad: the whole on the background; stretch: the whole, out of proportion.</summary>
    [AllowedValues("crop", "pad", "stretch")]
    public string Fit { get; set; } = "pad";

    /// <summary>Level of grey behind transparent pixels and beside padded pictures; 0 = black, 255 = white.</summary>
    [Range(0, 255)]
    public int Background { get; set; } = 255;

    /// <summary>
    /// others: the test has pairs that training has not, as <c>test</c> says; renditions: it has every training pair as it might be heard
    /// and seen another time. A name cannot be guessed from a picture, so the second one asks what is still known of the names that were taught.
    /// </summary>
    [AllowedValues("others", "renditions")]
    public string TestOn { get; set; } = "others";

    /// <summary>
    /// How often training has every pair besides as it might be heard and seen another time. Each is a sample of its own, drawn once; a test's are others.
    /// </summary>
    [Range(0, 1000)]
    public int Renditions { get; set; }

    /// <summary>Folder of prepared pairs, relative to the job file.</summary>
    [DoesNotAffectNumbers]
    public string CacheDirectory { get; set; } = ".cache/pairs";

    /// <summary>Samples of every sound.</summary>
    internal int Samples => Math.Max(1, (int)Math.Round(Seconds * Rate));

    /// <summary>What pictures are brought to.</summary>
    internal Fitting Fitting => new(Size, Fit, true, Background);

    /// <inheritdoc/>
    public override double TestShare() => TestOn == "others" ? Test : 0;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check()
    {
        foreach (var finding in base.Check()) yield return finding;
        foreach (var finding in FittingOptions.Twice(Classes, "classes")) yield return finding;
        foreach (var finding in FittingOptions.Twice(Languages, "languages")) yield return finding;
        if (Folder.Length == 0 && Set == "gcompris" && Sounds == "spoken")
        {
            yield return new Finding
            {
                Code = "AVD0001", Where = "sounds", What = "the set gcompris has no spoken names", Expected = "natural",
                Fix = "Set sounds to 'natural'.",
            };
        }
    }
}
