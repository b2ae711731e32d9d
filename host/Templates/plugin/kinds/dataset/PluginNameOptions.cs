using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginName;

/// <summary>Options of the component. What stands here are the defaults; ranges and descriptions are shown by "plugins inspect".</summary>
public sealed class PluginNameOptions
{
    [Range(1, 10000)]
    [Description("Training clips of a class; half as many to validate and to test")]
    public int ClipsPerClass { get; set; } = 4;
}
