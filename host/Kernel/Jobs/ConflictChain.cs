using NuGet.Versioning;
using PluginHost.Discovery;

namespace PluginHost.Jobs;

/// <summary>Tells how a plugin came into a job: from an entry of the job over the plugins that require one another.</summary>
internal sealed class ConflictChain(
    Job job,
    IReadOnlyDictionary<JobEntry, string> ids,
    IReadOnlyDictionary<string, PluginFolder> chosen)
{
    /// <summary>
    /// The shortest way to a plugin, such as "job.json(3,5) strategy wants a [1.0.0, 2.0.0); a 1.2.0 requires b [2.0.0, )"; empty if no
    /// way leads there.
    /// </summary>
    public string To(string id)
    {
        var ways = new Queue<(string Id, string Text)>();
        foreach (var (entry, wanted) in ids.OrderBy(pair => pair.Key.Path, StringComparer.Ordinal))
            ways.Enqueue((wanted, $"{job.Json.Where(entry.Path)} wants {wanted}{Shown(entry.Range)}"));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (ways.TryDequeue(out var way))
        {
            if (way.Id == id) return way.Text;
            if (!seen.Add(way.Id) || !chosen.TryGetValue(way.Id, out var folder)) continue;
            foreach (var required in folder.Manifest!.Requires)
                ways.Enqueue((required.Id, $"{way.Text}; {folder} requires {required.Id}{Shown(required.Range)}"));
        }

        return "";
    }

    private static string Shown(VersionRange range) => range.Equals(VersionRange.All) ? "" : " " + range.ToNormalizedString();
}
