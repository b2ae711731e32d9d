using System.ComponentModel.DataAnnotations;
using PluginHost.Contracts;

namespace PluginHost.Plugins.DatasetAudioVisual.Clips;

/// <summary>Options of sets of clips in a published layout.</summary>
public abstract class ClipOptions : DivisionOptions
{
    /// <summary>Folder that the set was unpacked to, relative to the job file.</summary>
    [Required]
    [MinLength(1)]
    public string Folder { get; set; } = "";

    /// <summary>Sub-folder with the videos, at any depth; empty = the layout's own.</summary>
    public string Videos { get; set; } = "";

    /// <summary>Classes to use, in order; empty = all of the set.</summary>
    public IReadOnlyList<string> Classes { get; set; } = [];

    /// <summary>What to do with clips of the lists that are not there: leave them out and say how many, or refuse to run.</summary>
    [AllowedValues("leave-out", "refuse")]
    public string Incomplete { get; set; } = "leave-out";

    /// <summary>
    /// What to do with clips that end before the window does: pad them with silence and their last frame, or refuse them.
    /// </summary>
    [AllowedValues("pad", "refuse")]
    public string Shorter { get; set; } = "pad";

    /// <summary>Sampling rate in hertz.</summary>
    [Range(1000, 96000)]
    public int Rate { get; set; } = 16000;

    /// <summary>Frames per second.</summary>
    [Range(0.1, 60)]
    public double FrameRate { get; set; } = 1;

    /// <summary>Pixels on a side of the square that every frame is brought to.</summary>
    [Range(4, 1024)]
    public int Size { get; set; } = 64;

    /// <summary>crop: the middle square; pad: the whole on black; stretch: the whole, out of proportion.</summary>
    [AllowedValues("crop", "pad", "stretch")]
    public string Fit { get; set; } = "crop";

    /// <summary>The length of a clip in seconds.</summary>
    public virtual double ClipSeconds() => 10;

    /// <summary>What frames are brought to.</summary>
    internal Fitting Fitting => new(Size, Fit, true, 0);

    /// <summary>Samples of a sound.</summary>
    internal int Samples => (int)Math.Round(ClipSeconds() * Rate);

    /// <summary>Frames of a clip.</summary>
    internal int Frames => Math.Max(1, (int)Math.Round(ClipSeconds() * FrameRate));

    /// <summary>Segments of a second in a clip.</summary>
    internal int Segments => Math.Max(1, (int)Math.Round(ClipSeconds()));

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check() => [.. base.Check(), .. FittingOptions.Twice(Classes, "classes")];
}

/// <summary>Options of sets whose clips are taken as far as one wants.</summary>
public abstract class WindowOptions : ClipOptions
{
    /// <summary>Seconds of every clip, from its start.</summary>
    [Range(0.1, 600)]
    public double Seconds { get; set; } = 10;

    /// <inheritdoc/>
    public override double ClipSeconds() => Seconds;
}
