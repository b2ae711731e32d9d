using NuGet.Versioning;
using PluginHost.Discovery;

namespace PluginHost.Jobs;

/// <summary>
/// Finds a version of every plugin that a job needs so that all ranges hold: the highest first, in the order in which the job and then
/// the requirements name plugins, going back to lower versions where a higher one leads nowhere.
/// </summary>
/// <param name="catalog">The versions there are.</param>
/// <param name="wishes">What the job itself says.</param>
/// <param name="pins">Versions that a lock prescribes.</param>
internal sealed class VersionResolver(
    PluginCatalog catalog,
    IReadOnlyList<(string Id, VersionRange Range)> wishes,
    IReadOnlyDictionary<string, NuGetVersion> pins)
{
    private const int MostSteps = 20_000;
    private const int MostPlugins = 1_000;

    private readonly List<string> _ids = [.. wishes.Select(wish => wish.Id).Distinct(StringComparer.Ordinal)];
    private readonly List<(string Id, VersionRange Range)> _ranges = [.. wishes];
    private readonly Dictionary<string, PluginFolder> _chosen = new(StringComparer.Ordinal);
    private int _steps;

    /// <summary>Returns the choice by id, or <see langword="null"/> if there is none.</summary>
    public Dictionary<string, PluginFolder>? Solve() => Choose(0) ? _chosen : null;

    private bool Choose(int index)
    {
        if (index == _ids.Count) return true;
        if (index >= MostPlugins || ++_steps > MostSteps) return false;
        var id = _ids[index];
        foreach (var (folder, manifest) in catalog.Versions(id))
        {
            if (pins.TryGetValue(id, out var pinned) && pinned != manifest.Version) continue;
            if (!_ranges.TrueForAll(wish => wish.Id != id || wish.Range.Satisfies(manifest.Version))) continue;
            _chosen[id] = folder;
            var (ids, ranges) = (_ids.Count, _ranges.Count);
            foreach (var required in manifest.Requires)
            {
                _ranges.Add((required.Id, required.Range));
                if (!_ids.Contains(required.Id)) _ids.Add(required.Id);
            }

            if (manifest.Requires.All(required => Fits(required.Id, required.Range)) && Choose(index + 1)) return true;
            _ids.RemoveRange(ids, _ids.Count - ids);
            _ranges.RemoveRange(ranges, _ranges.Count - ranges);
            _chosen.Remove(id);
        }

        return false;
    }

    private bool Fits(string id, VersionRange range) =>
        !_chosen.TryGetValue(id, out var folder) || range.Satisfies(folder.Manifest!.Version);
}

/// <summary>Someone's wish for versions of a plugin.</summary>
/// <param name="Range">The versions that will do.</param>
/// <param name="By">Who says so: a place in the job, or a plugin.</param>
internal sealed record VersionConstraint(VersionRange Range, string By)
{
    public override string ToString() => $"{By} wants {(Range.Equals(VersionRange.All) ? "any" : Range.ToNormalizedString())}";
}
