using PluginHost.Findings;

namespace PluginHost.Locks;

/// <summary>Compares what is in use with a lock and names each difference.</summary>
internal sealed class LockComparison(string display)
{
    private const string Remedy = "Restore what was locked, or accept the change with: dotnet host plugins lock JOB";
    private readonly FindingList _findings = new();

    public FindingList Compare(PluginsLock locked, PluginsLock present)
    {
        if (locked.Host != present.Host) Differ("host", $"the host is {present.Host}", locked.Host);
        foreach (var (name, (version, hash)) in locked.Shared)
        {
            var what = $"shared {name}";
            if (!present.Shared.TryGetValue(name, out var found)) Differ(what, "the shared assembly is missing", version);
            else if (found.Version != version) Differ(what, $"it has version {found.Version}", version);
            else if (found.Hash != hash) Differ(what, $"it has sha256 {found.Hash}", $"sha256 {hash}");
        }

        foreach (var name in present.Shared.Keys.Except(locked.Shared.Keys))
            Differ($"shared {name}", "the shared assembly is not in the lock", "shared assemblies of the lock only");
        foreach (var id in locked.Plugins.Keys.Union(present.Plugins.Keys).Order(StringComparer.Ordinal)) ComparePlugin(id, locked, present);
        return _findings;
    }

    private void ComparePlugin(string id, PluginsLock locked, PluginsLock present)
    {
        if (!present.Plugins.TryGetValue(id, out var found))
        {
            Differ(id, $"the job does not use the plugin {id}", $"{id} {locked.Plugins[id].Version}");
            return;
        }

        if (!locked.Plugins.TryGetValue(id, out var wanted))
        {
            Differ(id, $"the job uses {id} {found.Version}, which is not in the lock", "plugins of the lock only");
            return;
        }

        if (found.Version != wanted.Version)
        {
            Differ(id, $"the job uses {id} {found.Version}", $"{id} {wanted.Version}");
            return;
        }

        foreach (var file in wanted.Files.Keys.Union(found.Files.Keys).Order(StringComparer.Ordinal))
        {
            var (before, now) = (wanted.Files.GetValueOrDefault(file), found.Files.GetValueOrDefault(file));
            if (now is null) Differ(id, $"{id} {found.Version} lacks the file '{file}'", $"sha256 {before}");
            else if (before is null) Differ(id, $"{id} {found.Version} has the file '{file}', which is not in the lock", null);
            else if (before != now) Differ(id, $"{id} {found.Version}: the file '{file}' has sha256 {now}", $"sha256 {before}");
        }
    }

    private void Differ(string what, string found, string? expected) =>
        _findings.Error(FindingCodes.LockDiffers, $"{display} {what}", found, expected, Remedy);
}
