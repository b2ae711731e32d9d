using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.ConsoleOutput;

/// <summary>Options of the console observer.</summary>
public sealed class ConsoleOptions
{
    /// <summary>Seconds between progress lines where the output is no terminal.</summary>
    [Range(0.0, 86400.0)]
    [Description("Seconds between progress lines where the output is no terminal; 0 shows none")]
    public double IntervalSeconds { get; set; } = 10;

    /// <summary>How often the live line may change.</summary>
    [Range(1, 60)]
    [Description("How often the live line may change, in times per second")]
    public int RedrawsPerSecond { get; set; } = 10;

    /// <summary>Whether evaluations get a line each.</summary>
    [Description("Whether each evaluation gets a line")]
    public bool ShowEvaluations { get; set; } = true;

    /// <summary>Whether the header names the components in use.</summary>
    [Description("Whether the header names the components and versions in use")]
    public bool ShowComponents { get; set; } = true;

    /// <summary>Whether results tables are shown.</summary>
    [Description("Whether tables of results are shown")]
    public bool ShowTables { get; set; } = true;
}
