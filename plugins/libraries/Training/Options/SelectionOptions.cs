using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Training;

/// <summary>Which weights of a phase go on.</summary>
public enum SelectionMode
{
    /// <summary>The last ones.</summary>
    [JsonStringEnumMemberName("last")]
    Last,

    /// <summary>Those with the strictly best validation score over all classes seen.</summary>
    [JsonStringEnumMemberName("best")]
    Best,
}

/// <summary>Which weights of an experience go on.</summary>
public sealed class SelectionOptions
{
    /// <summary>The last or the best ones.</summary>
    [Description("last, or best by validation over all classes seen")]
    public SelectionMode Mode { get; set; } = SelectionMode.Last;

    /// <summary>Steps between two validations; 0 for once per epoch.</summary>
    [Range(0, 100_000_000)]
    [Description("Steps between two validations; 0 for after every epoch")]
    public int EverySteps { get; set; }

    /// <summary>The figure to select by.</summary>
    [Description("Figure to select by, such as SDR; the first figure that is no baseline if absent")]
    public string? Metric { get; set; }
}
