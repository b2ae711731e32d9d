using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.DatasetSoundfont;

/// <summary>A preset in a soundfont of the user's own, to be used for one class instead of the built-in choice.</summary>
public sealed class PresetChoice
{
    [Description("Soundfont file (.sf2), relative to the job file")]
    [Required]
    public string File { get; set; } = "";

    [Description("Bank number in the file")]
    [Range(0, 128)]
    public int Bank { get; set; }

    [Description("Program number, counted from 0")]
    [Range(0, 127)]
    public int Program { get; set; }
}
