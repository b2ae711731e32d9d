using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Jsonl;

/// <summary>Options of the JSON lines observer.</summary>
public sealed class JsonlOptions
{
    /// <summary>Seconds between two progress events of one activity; 0 writes none.</summary>
    [Range(0.0, 86400.0)]
    [Description("Seconds between progress events of one activity; the last of an activity is always written; 0 writes none at all")]
    public double ProgressEverySeconds { get; set; } = 10;
}
