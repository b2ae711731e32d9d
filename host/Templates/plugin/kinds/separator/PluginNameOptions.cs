using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginName;

/// <summary>Options of the component. What stands here are the defaults; ranges and descriptions are shown by "plugins inspect".</summary>
public sealed class PluginNameOptions
{
    [Range(1, 1024)]
    [Description("Channels of the sound features, and size of a query")]
    public int Channels { get; set; } = 8;
}
