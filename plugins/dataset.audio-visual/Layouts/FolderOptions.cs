using System.ComponentModel.DataAnnotations;
using PluginHost.Plugins.DatasetAudioVisual.Clips;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts;

/// <summary>Options of a folder of your own clips.</summary>
public sealed class FolderOptions : WindowOptions
{
    /// <summary>Share of the clips to test on, where the folder itself does not say.</summary>
    [Range(0, 0.9)]
    public double Test { get; set; } = 0.2;

    /// <summary>
    /// videos: a folder of videos a class; frames: audio/CLASS/ID.wav and frames/CLASS/ID/000001.jpg; list: a table of samples; contav-sep: its
    /// split files, audio_11025 and frames; auto: what is there, and a note says which.
    /// </summary>
    [AllowedValues("auto", "videos", "frames", "list", "contav-sep")]
    public string Layout { get; set; } = "auto";

    /// <summary>
    /// A table of samples (.csv) or a folder of tables or split files, relative to the folder; empty = manifest.csv, or train*.csv and others, here
    /// or in data.
    /// </summary>
    public string List { get; set; } = "";

    /// <summary>Stored pictures a second; of object vectors in files as well, which have a row a picture.</summary>
    [Range(0.1, 60)]
    public double StoredFrameRate { get; set; } = 1;

    /// <summary>Whether samples have pictures; without, they need none and none is decoded.</summary>
    public bool Pictures { get; set; } = true;

    /// <summary>
    /// Folder of vectors computed before, CLASS/ID.npz (or .safetensors) with the arrays objects and motion, relative to the folder; empty = none.
    /// </summary>
    public string Features { get; set; } = "";

    /// <summary>Numbers of an object vector in these files.</summary>
    [Range(1, 65536)]
    public int ObjectSize { get; set; } = 512;

    /// <summary>Numbers of a motion vector in these files.</summary>
    [Range(1, 65536)]
    public int MotionSize { get; set; } = 768;

    /// <inheritdoc/>
    public override double TestShare() => Test;
}
