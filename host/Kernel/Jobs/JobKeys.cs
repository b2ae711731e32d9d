using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Manifests;

namespace PluginHost.Jobs;

/// <summary>
/// The names that a component gives to kinds in its jobs: a task may call its model <c>separator</c>. From then on the entry counts as of
/// the kind, while findings and the run's resolved job keep the word of the job file.
/// </summary>
internal static class JobKeys
{
    /// <summary>Gives every entry its kind; doing so twice changes nothing. A kind that the job names under two keys is a finding.</summary>
    /// <param name="job">The job as read.</param>
    /// <param name="catalog">The plugins there are.</param>
    /// <param name="findings">Takes a finding for each kind that the job names under two keys.</param>
    public static Result<Job> Resolve(Job job, PluginCatalog catalog)
    {
        var findings = new FindingList();
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, kind) in job.Components.SelectMany(entry => Components(entry, catalog)).SelectMany(component => component.JobKeys))
            keys.TryAdd(key, kind);
        if (keys.Count == 0) return new(job, findings);
        var entries = job.Components
            .Select(entry => keys.TryGetValue(entry.Key, out var kind) ? entry with { Key = entry.Key, Kind = kind } : entry)
            .ToList();
        foreach (var kind in keys.Values.Distinct(StringComparer.Ordinal))
        {
            var used = entries.Where(entry => entry.Kind == kind).Select(entry => entry.Key).Distinct(StringComparer.Ordinal).ToArray();
            foreach (var second in used.Skip(1))
            {
                findings.Error(
                    FindingCodes.TooManyOfKind,
                    job.Json.Where(second),
                    $"'{used[0]}' and '{second}' both name the {kind} of this job",
                    "one of them");
                entries.RemoveAll(entry => entry.Kind == kind && entry.Key == second);
            }
        }

        return new(job with { Components = entries, Keys = keys }, findings);
    }

    /// <summary>A component that declares a key, whether or not the job names it.</summary>
    public static (ProvidedComponent Component, string Kind)? DeclaredElsewhere(string key, PluginCatalog catalog)
    {
        foreach (var component in catalog.Usable.SelectMany(plugin => plugin.Manifest.Provides))
        {
            if (component.JobKeys.TryGetValue(key, out var kind)) return (component, kind);
        }

        return null;
    }

    private static IEnumerable<ProvidedComponent> Components(JobComponent entry, PluginCatalog catalog) => catalog.Usable
        .Where(plugin => entry.From is null || plugin.Manifest.Id == entry.From)
        .SelectMany(plugin => plugin.Manifest.Provides)
        .Where(provided => provided.Kind == entry.Kind && provided.Name == entry.Use);
}
