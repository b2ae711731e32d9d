using PluginHost.Discovery;
using PluginHost.Findings;

namespace PluginHost.Jobs;

/// <summary>Which plugin folder serves which entry of a job, and which others those need.</summary>
internal sealed class PluginSelection
{
    /// <summary>The chosen folder of each entry that could be served.</summary>
    public required IReadOnlyDictionary<JobEntry, PluginFolder> ByEntry { get; init; }

    /// <summary>Every chosen plugin, requirements before what requires them.</summary>
    public required IReadOnlyList<PluginFolder> InLoadOrder { get; init; }

    /// <summary>Chosen plugins by id.</summary>
    public required IReadOnlyDictionary<string, PluginFolder> ById { get; init; }
}
