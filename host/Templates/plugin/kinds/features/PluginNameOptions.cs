using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginName;

/// <summary>Options of the component. What stands here are the defaults; ranges and descriptions are shown by "plugins inspect".</summary>
public sealed class PluginNameOptions
{
    [Range(1, 32)]
    [Description("Squares on a side of a frame")]
    public int Squares { get; set; } = 4;
}
