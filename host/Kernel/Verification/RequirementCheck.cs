using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Manifests;

namespace PluginHost.Verification;

/// <summary>
/// Checks what a plugin requires of other plugins: that they are there, in a fitting version, and that there is no circle.
/// </summary>
internal static class RequirementCheck
{
    public static IEnumerable<Finding> Check(PluginFolder folder, PluginManifest manifest, PluginCatalog catalog)
    {
        for (var i = 0; i < manifest.Requires.Count; i++)
        {
            var requirement = manifest.Requires[i];
            var where = $"{folder.ManifestDisplay} requires[{i}]";
            var versions = catalog.Versions(requirement.Id).Select(version => version.Manifest.Version).ToArray();
            var found = string.Join(", ", versions.Select(version => version.ToString()));
            if (versions.Length == 0)
            {
                var ids = catalog.Usable.Select(plugin => plugin.Manifest.Id).ToArray();
                yield return Error(
                    FindingCodes.RequiresMissing,
                    where,
                    $"{folder} requires the plugin '{requirement.Id}', which was not found",
                    null,
                    NearestName.Suggest(requirement.Id, ids) ?? "Add its folder with --plugins DIR.");
            }
            else if (!Array.Exists(versions, requirement.Range.Satisfies))
            {
                yield return Error(
                    FindingCodes.RequiresVersion,
                    where,
                    $"{folder} requires {requirement.Id} {requirement.Range.ToNormalizedString()}, found {found}",
                    null,
                    $"Install a version of {requirement.Id} in that range.");
            }
        }

        if (FindCycle(manifest.Id, catalog) is { } cycle)
        {
            yield return Error(
                FindingCodes.RequiresCycle,
                $"{folder.ManifestDisplay} requires",
                $"the requirements form a circle: {string.Join(" -> ", cycle)}",
                "requirements without a circle",
                null);
        }
    }

    private static List<string>? FindCycle(string start, PluginCatalog catalog)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal);
        return Walk([start]);

        List<string>? Walk(List<string> chain)
        {
            var manifest = catalog.Versions(chain[^1]).Select(found => found.Manifest).FirstOrDefault();
            foreach (var required in manifest?.Requires ?? [])
            {
                if (required.Id == start) return [.. chain, start];
                if (visited.Add(required.Id) && Walk([.. chain, required.Id]) is { } cycle) return cycle;
            }

            return null;
        }
    }

    private static Finding Error(string code, string where, string what, string? expected, string? fix) =>
        new() { Code = code, Where = where, What = what, Expected = expected, Fix = fix };
}
