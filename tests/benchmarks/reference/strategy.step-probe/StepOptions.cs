using System.ComponentModel.DataAnnotations;

namespace PluginHost.Benchmarks.Reference;

/// <summary>Options of the step probe.</summary>
public sealed class StepOptions
{
    /// <summary>The file of the socket that orders come from.</summary>
    [Required]
    public string Socket { get; set; } = "";

    /// <summary>Items of the batch that every measured step takes.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; set; } = 16;

    /// <summary>The experience whose steps are measured, from 0; those before take one step each.</summary>
    [Range(0, 1000)]
    public int Experience { get; set; } = 1;
}
