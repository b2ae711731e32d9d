using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Jsonl;

/// <summary>Options of the JSON lines observer.</summary>
public sealed class JsonlOptions
{
    /// <summary>Seconds between progress events of one activity; the last of an activity is always written; 0 writes none at all.</summary>
    [Range(0.0, 86400.0)]
    public double ProgressEverySeconds { get; set; } = 10;
}
