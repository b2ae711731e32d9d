using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.RandomMemory;

/// <summary>Options of the random memory.</summary>
public sealed class RandomMemoryOptions
{
    /// <summary>Exemplars per class.</summary>
    [Range(1, 1_000_000)]
    [Description("Exemplars per old class; a smaller class is kept whole")]
    public int PerClass { get; set; } = 1;
}
