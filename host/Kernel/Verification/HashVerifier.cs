using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Manifests;
using PluginHost.Trust;

namespace PluginHost.Verification;

/// <summary>Compares the files of a plugin with the hashes in its manifest, where it has any: changed, missing and added files.</summary>
internal sealed class HashVerifier : IPluginVerifier
{
    private const string Remedy = "Install the plugin again, or, if the change is yours, pack it again.";

    public IEnumerable<Finding> Verify(PluginUnderTest plugin)
    {
        if (plugin.Manifest.Files is not { } promised) yield break;
        var present = PluginFiles.In(plugin.Folder.Path).Where(file => file != ManifestReader.FileName).ToHashSet(StringComparer.Ordinal);
        foreach (var (file, hash) in promised.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!present.Contains(file))
            {
                yield return plugin.Error(
                    FindingCodes.HashMismatch,
                    $"files.{file}",
                    $"the file '{file}' is missing",
                    $"sha256 {hash}",
                    Remedy);
                continue;
            }

            var found = FileHash.Of(Path.Combine(plugin.Folder.Path, file));
            if (!string.Equals(found, hash, StringComparison.OrdinalIgnoreCase))
                yield return plugin.Error(
                    FindingCodes.HashMismatch,
                    $"files.{file}",
                    $"the file '{file}' has sha256 {found}",
                    $"sha256 {hash}",
                    Remedy);
        }

        foreach (var file in present.Where(file => !promised.ContainsKey(file)).Order(StringComparer.Ordinal))
            yield return plugin.Error(
                FindingCodes.HashMismatch,
                file,
                $"the file '{file}' is not among the files of the manifest",
                "files with a hash in the manifest only",
                Remedy);
    }
}
