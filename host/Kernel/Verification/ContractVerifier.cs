using NuGet.Versioning;
using PluginHost.Contracts;
using PluginHost.Findings;

namespace PluginHost.Verification;

/// <summary>Compares the contract versions that a plugin asks for, and those it was compiled against, with the host's.</summary>
internal sealed class ContractVerifier : IPluginVerifier
{
    public IEnumerable<Finding> Verify(PluginUnderTest plugin)
    {
        foreach (var (name, range) in plugin.Manifest.Contracts)
        {
            if (plugin.Shared.Find(name) is not { } shared)
            {
                yield return plugin.Error(
                    FindingCodes.ContractRange,
                    $"contracts.{name}",
                    $"the host has no contract '{name}'",
                    NearestName.OneOf(plugin.Shared.Names),
                    NearestName.Suggest(name, plugin.Shared.Names));
            }
            else if (!range.Satisfies(new NuGetVersion(shared.Version)))
            {
                yield return plugin.Error(
                    FindingCodes.ContractRange,
                    $"contracts.{name}",
                    $"it works with {name} {range.ToNormalizedString()}, but this host has {Short(shared.Version)}",
                    fix: "Install a version of the plugin, or of the host, that fits.");
            }
        }

        foreach (var file in plugin.Assemblies.Where(file => !plugin.Shared.Contains(file.Name)))
        {
            foreach (var (name, version) in file.References)
            {
                if (plugin.Shared.Find(name) is not { } shared || Serves(shared.Version, version)) continue;
                var update = version > shared.Version ? $"Update the host to {name} {Short(version)} or newer, or rebuild" : "Rebuild";
                yield return plugin.Error(
                    FindingCodes.NewerContract,
                    Path.GetFileName(file.Path),
                    $"it was built against {name} {Short(version)}, but this host has {Short(shared.Version)}",
                    fix: $"{update} the plugin against {Short(shared.Version)}.");
            }
        }
    }

    /// <summary>
    /// Whether a shared assembly serves what was built against another version of it: nothing newer; before 1.0, where every minor version
    /// may break what was there, the same minor one.
    /// </summary>
    private static bool Serves(Version shared, Version built) =>
        built <= shared && (shared.Major > 0 || built.Minor == shared.Minor);

    private static string Short(Version version) => version.ToString(version.Revision > 0 ? 4 : version.Build >= 0 ? 3 : 2);
}
