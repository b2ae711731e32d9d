using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.ConsoleOutput;

/// <summary>Options of the console observer.</summary>
public sealed class ConsoleOptions
{
    /// <summary>Seconds between progress lines where the output is no terminal; 0 shows none.</summary>
    [Range(0.0, 86400.0)]
    public double IntervalSeconds { get; set; } = 10;

    /// <summary>How often the live display may change, in times per second.</summary>
    [Range(1, 60)]
    public int RedrawsPerSecond { get; set; } = 10;

    /// <summary>Whether each evaluation gets a line.</summary>
    public bool ShowEvaluations { get; set; } = true;

    /// <summary>Whether the header names the components and versions in use.</summary>
    public bool ShowComponents { get; set; } = true;

    /// <summary>Whether tables of results are shown.</summary>
    public bool ShowTables { get; set; } = true;
}
