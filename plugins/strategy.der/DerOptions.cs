using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Der;

/// <summary>Options of DER++.</summary>
public sealed class DerOptions
{
    /// <summary>Weight of the distance to stored outputs.</summary>
    [Range(0.0, 1000.0)]
    [Description("Weight alpha of the distance to stored outputs")]
    public double Alpha { get; set; } = 0.5;

    /// <summary>Weight of the base loss on replayed items.</summary>
    [Range(0.0, 1000.0)]
    [Description("Weight beta of the base loss on replayed items; 0 for DER without the pluses")]
    public double Beta { get; set; } = 0.5;

    /// <summary>Stored items of each exemplar.</summary>
    [Range(1, 1000)]
    [Description("Items stored for each exemplar, each with a crop and partner of its own")]
    public int ItemsPerExemplar { get; set; } = 4;

    /// <summary>Items replayed per step.</summary>
    [Range(1, 1024)]
    [Description("Items replayed in a step, once for each of the two terms")]
    public int BatchSize { get; set; } = 8;
}
