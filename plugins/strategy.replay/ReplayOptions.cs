using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Replay;

/// <summary>Options of experience replay.</summary>
public sealed class ReplayOptions
{
    /// <summary>The share of exemplars in the training list.</summary>
    [Range(0.0, 0.99)]
    [Description("Share of exemplars in the training list, so in each batch on average; 0 keeps the list as the engine repeats it")]
    public double Share { get; set; } = 0.5;
}
