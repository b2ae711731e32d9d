using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginName;

/// <summary>Options of the component. What stands here are the defaults; ranges and descriptions are shown by "plugins inspect".</summary>
public sealed class PluginNameOptions
{
    [Range(1, 1000)]
    [Description("Exemplars per class; a smaller class is kept whole")]
    public int PerClass { get; set; } = 1;
}
