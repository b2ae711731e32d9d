using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginName;

/// <summary>Options of the component. What stands here are the defaults; ranges and descriptions are shown by "plugins inspect".</summary>
public sealed class PluginNameOptions
{
    [Range(0.0, 10.0)]
    [Description("Weight of a row that comes from memory; rows of new classes weigh 1")]
    public double MemoryWeight { get; set; } = 0.5;
}
