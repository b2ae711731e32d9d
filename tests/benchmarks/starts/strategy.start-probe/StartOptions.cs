using System.ComponentModel.DataAnnotations;

namespace PluginHost.Benchmarks.Starts;

/// <summary>Options of the start probe.</summary>
public sealed class StartOptions
{
    /// <summary>The file that the times are written into.</summary>
    [Required]
    public string File { get; set; } = "";
}
