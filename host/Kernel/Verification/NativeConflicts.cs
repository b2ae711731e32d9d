using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Manifests;
using PluginHost.Trust;

namespace PluginHost.Verification;

/// <summary>
/// Finds native libraries of one name and different content in the plugins of a job: Linux binds the second plugin to the first one's
/// library without a word, so they cannot share a process.
/// </summary>
internal static class NativeConflicts
{
    public static IEnumerable<Finding> Among(IEnumerable<PluginFolder> plugins)
    {
        // Hashed only where two bear one name: a library may have hundreds of megabytes.
        var known = new Dictionary<string, (PluginFolder Plugin, string File)>(StringComparer.Ordinal);
        // Verification tells which files cannot be read.
        foreach (var plugin in plugins.Where(plugin => ReadabilityVerifier.Faults(plugin.Path).Count == 0))
        {
            foreach (var file in NativeFiles.OfLinux(plugin.Path))
            {
                var path = Path.Combine(plugin.Path, file);
                var name = ElfName.Of(path);
                if (known.TryAdd(name, (plugin, file))) continue;
                var (other, otherFile) = known[name];
                if (other == plugin) continue;
                var (hash, otherHash) = (FileHash.Of(path), FileHash.Of(Path.Combine(other.Path, otherFile)));
                if (hash == otherHash) continue;
                yield return new Finding
                {
                    Code = FindingCodes.NativeConflict,
                    Where = plugin.ManifestDisplay,
                    What = $"{plugin} brings the native library {name} ({file}, sha256 {hash}), and so does {other} with other content "
                        + $"({otherFile}, sha256 {otherHash}); one process can load only one of them",
                    Fix = "Use versions of the plugins that bring the same library, or run them in separate jobs.",
                };
            }
        }
    }
}
