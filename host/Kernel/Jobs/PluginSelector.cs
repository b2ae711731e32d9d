using NuGet.Versioning;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Verification;

namespace PluginHost.Jobs;

/// <summary>
/// Chooses plugins for a job: the highest version of each that satisfies the job and every plugin that requires it. One version per
/// plugin takes part in a job. Where a lock prescribes a version, that one and no other.
/// </summary>
internal sealed class PluginSelector(Job job, PluginCatalog catalog)
{
    private readonly FindingList _findings = new();
    private readonly Dictionary<JobComponent, string> _ids = [];

    /// <summary>Versions that a lock prescribes, by id.</summary>
    public IReadOnlyDictionary<string, NuGetVersion> Pins { get; init; } = new Dictionary<string, NuGetVersion>(StringComparer.Ordinal);

    /// <summary>What findings call the lock.</summary>
    public string PinnedBy { get; init; } = "";

    /// <summary>Chooses: the job with the folder of each component that can be served, and all plugins, requirements before what requires them.</summary>
    public Result<(Job Job, IReadOnlyList<PluginFolder> InLoadOrder)> Select()
    {
        foreach (var group in job.Components.GroupBy(entry => entry.Kind)) SelectKind(group.Key, [.. group]);
        var wishes = _ids.Select(pair => (pair.Value, pair.Key.Range)).ToArray();
        var chosen = new VersionResolver(catalog, wishes, Pins).Solve() ?? ChooseAsFarAsPossible();
        WarnOfBrokenCopies(chosen);
        var chain = new ConflictChain(job, _ids, chosen);
        foreach (var folder in chosen.Values)
        {
            foreach (var finding in RequirementCheck.Check(folder, folder.Manifest!, catalog))
                _findings.Add(finding.Code == FindingCodes.RequiresCycle ? finding : finding with
                {
                    What = $"{chain.To(folder.Id)}; {finding.What}",
                });
        }

        var order = new List<PluginFolder>();
        foreach (var id in chosen.Keys.Order(StringComparer.Ordinal)) AddInOrder(id, chosen, order, []);
        var components = job.Components.Select(
            component => _ids.TryGetValue(component, out var id) && chosen.TryGetValue(id, out var folder) ? component with { Folder = folder } : component);
        return new((job with { Components = [.. components] }, order), _findings);
    }

    private void SelectKind(string kind, IReadOnlyList<JobComponent> entries)
    {
        var kinds = catalog.Kinds.ToArray();
        if (!kinds.Contains(kind) && !IsOfBrokenPlugin(entries[0]))
        {
            var key = entries[0].Key;
            var keys = kinds.Concat(job.Keys.Keys).Concat(JobReader.ReservedKeys.Where(reserved => reserved[0] != '$')).ToArray();
            var nearest = JobKeys.DeclaredElsewhere(key, catalog) is var (component, meant)
                ? $"Only jobs with {component} call their {meant} so; write \"{meant}\"."
                : NearestName.Suggest(key, keys);
            var expected = kinds.Length == 0 ? "kinds of components of plugins, but no plugin was found" : NearestName.OneOf(keys);
            _findings.Error(
                FindingCodes.UnknownKey,
                job.Json.Where(key),
                $"unknown key or kind '{key}'",
                nearest is null ? expected : null,
                nearest);
            return;
        }

        foreach (var entry in entries)
        {
            if (SelectId(entry) is { } id) _ids[entry] = id;
        }
    }

    private string? SelectId(JobComponent entry)
    {
        var providers = catalog.ProvidersOf(entry.Kind, entry.Use).ToArray();
        if (entry.From is { } wanted)
        {
            if (providers.Contains(wanted)) return wanted;
            var suggestion = NearestName.Suggest(wanted, providers);
            _findings.Error(
                FindingCodes.UnknownComponent,
                job.Json.Where($"{entry.Path}.plugin"),
                $"no plugin '{wanted}' provides {entry.Name}",
                providers.Length > 0 ? NearestName.OneOf(providers) : null,
                suggestion);
            return null;
        }

        if (providers.Length == 1) return providers[0];
        var where = job.Json.Where(entry.Path);
        if (providers.Length > 1)
        {
            _findings.Error(
                FindingCodes.AmbiguousComponent,
                where,
                $"{entry.Name} is provided by several plugins: {string.Join(", ", providers)}",
                fix: "Say which: \"plugin\": \"<id>\".");
        }
        else if (!IsOfBrokenPlugin(entry))
        {
            var names = catalog.NamesOf(entry.Kind).ToArray();
            var nearest = NearestName.Suggest(entry.Use, names);
            _findings.Error(FindingCodes.UnknownComponent, where, $"unknown {entry.Key} '{entry.Use}'", NearestName.OneOf(names), nearest);
        }

        return null;
    }

    /// <summary>When a plugin's manifest is unusable, its findings say more than "unknown component".</summary>
    private bool IsOfBrokenPlugin(JobComponent entry)
    {
        var broken = catalog.All.FirstOrDefault(plugin => plugin.Manifest is null && plugin.Id == entry.Name);
        if (broken is not null) _findings.AddRange(broken.Findings);
        return broken is not null;
    }

    /// <summary>Someone who works on a copy of a plugin must hear that it is broken, although another copy serves the job.</summary>
    private void WarnOfBrokenCopies(Dictionary<string, PluginFolder> chosen)
    {
        foreach (var broken in catalog.All.Where(plugin => plugin.Manifest is null && chosen.ContainsKey(plugin.Id)))
        {
            foreach (var reported in broken.Findings.All)
                _findings.Add(reported.Finding with { Severity = FindingSeverity.Warning }, reported.Trace);
        }
    }

    /// <summary>When not all ranges can hold: a choice that breaks few of them, and findings that say which.</summary>
    private Dictionary<string, PluginFolder> ChooseAsFarAsPossible()
    {
        var chosen = new Dictionary<string, PluginFolder>(StringComparer.Ordinal);

        // Choosing a plugin can add constraints on others, which can only lower choices: repeat until nothing changes.
        for (var round = 0; round < 100; round++)
        {
            var constraints = Constraints(chosen);
            var next = new Dictionary<string, PluginFolder>(StringComparer.Ordinal);
            foreach (var (id, wishes) in constraints)
            {
                var fitting = catalog.Versions(id).Where(found => wishes.TrueForAll(wish => wish.Range.Satisfies(found.Manifest.Version)));
                if (fitting.FirstOrDefault().Folder is { } best) next[id] = best;
            }

            if (next.Count == chosen.Count && next.All(pair => chosen.TryGetValue(pair.Key, out var before) && before == pair.Value))
            {
                ReportUnsatisfied(constraints, chosen);
                return chosen;
            }

            chosen = next;
        }

        return chosen;
    }

    private Dictionary<string, List<VersionConstraint>> Constraints(Dictionary<string, PluginFolder> chosen)
    {
        var constraints = new Dictionary<string, List<VersionConstraint>>(StringComparer.Ordinal);
        foreach (var (entry, id) in _ids) Add(id, new VersionConstraint(entry.Range, job.Json.Where($"{entry.Path}.version")));
        foreach (var folder in chosen.Values)
        {
            foreach (var requirement in folder.Manifest!.Requires)
                Add(requirement.Id, new VersionConstraint(requirement.Range, folder.ToString()));
        }

        foreach (var (id, list) in constraints)
        {
            if (!Pins.TryGetValue(id, out var pinned)) continue;
            list.Add(new VersionConstraint(new VersionRange(pinned, true, pinned, true), PinnedBy));
        }

        return constraints;

        void Add(string id, VersionConstraint constraint)
        {
            if (!constraints.TryGetValue(id, out var list)) constraints[id] = list = [];
            list.Add(constraint);
        }
    }

    private void ReportUnsatisfied(Dictionary<string, List<VersionConstraint>> constraints, Dictionary<string, PluginFolder> chosen)
    {
        foreach (var (id, wishes) in constraints)
        {
            var versions = catalog.Versions(id).Select(found => found.Manifest.Version).ToArray();
            if (chosen.ContainsKey(id) || versions.Length == 0) continue;
            // The wish of a single plugin is reported with its requirements.
            if (wishes.Count == 1 && !_ids.ContainsValue(id)) continue;
            var strict = wishes.Where(wish => !wish.Range.Equals(VersionRange.All)).ToArray();
            // How a plugin came into the job that has a wish, but which the job does not name itself.
            var chain = new ConflictChain(job, _ids, chosen);
            var others = chosen.Values.Where(folder => folder.Manifest!.Requires.Any(required => required.Id == id))
                .Where(folder => !_ids.ContainsValue(folder.Id));
            _findings.Error(
                Pins.ContainsKey(id) ? FindingCodes.LockDiffers : FindingCodes.NoSuchVersion,
                strict.Length == 1 ? strict[0].By : job.Json.Display,
                string.Join(
                    "; ",
                    [
                        $"no version of {id} satisfies {string.Join("; ", strict.Select(wish => wish.ToString()))}",
                        .. others.Select(folder => $"{folder.Id} is needed because {chain.To(folder.Id)}"),
                    ]),
                fix: $"Found: {string.Join(", ", versions.Select(version => version.ToString()))}.");
        }
    }

    private static void AddInOrder(string id, Dictionary<string, PluginFolder> chosen, List<PluginFolder> order, HashSet<string> path)
    {
        if (!chosen.TryGetValue(id, out var folder) || order.Contains(folder) || !path.Add(id)) return;
        foreach (var requirement in folder.Manifest!.Requires) AddInOrder(requirement.Id, chosen, order, path);
        order.Add(folder);
    }
}

/// <summary>Tells how a plugin came into a job: from an entry of the job over the plugins that require one another.</summary>
internal sealed class ConflictChain(
    Job job,
    IReadOnlyDictionary<JobComponent, string> ids,
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
