using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginName;

/// <summary>Options of the component. What stands here are the defaults; ranges and descriptions are shown by "plugins inspect".</summary>
public sealed class PluginNameOptions
{
    [Range(0.0, 1.0)]
    [Description("Energy below which a true sound counts as silent and is skipped")]
    public double Floor { get; set; } = 1e-8;
}
