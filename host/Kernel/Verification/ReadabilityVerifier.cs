using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Trust;

namespace PluginHost.Verification;

/// <summary>Whether the system lets every file of a plugin be read: all that comes after, from hashes to loading, reads them.</summary>
internal sealed class ReadabilityVerifier : IPluginVerifier
{
    public IEnumerable<Finding> Verify(PluginUnderTest plugin) => Faults(plugin.Folder.Path).Select(fault => plugin.Error(
        FindingCodes.ManifestUnreadable,
        fault.File,
        $"'{fault.File}' cannot be read: {fault.Why}",
        fix: "Give this user the right to read it, or install the plugin again."));

    /// <summary>The files and folders that cannot be read, relative to the plugin's folder, and why.</summary>
    public static IReadOnlyList<(string File, string Why)> Faults(string folder)
    {
        var faults = new List<(string, string)>();
        IReadOnlyList<string> files = [];
        Try(faults, ".", () => files = PluginFiles.In(folder));
        foreach (var file in files)
        {
            Try(faults, file, () =>
            {
                var path = Path.Combine(folder, file);
                // A link is judged by where it points; what is no plain file may have nothing to read.
                if (new FileInfo(path).LinkTarget is null && File.Exists(path)) File.OpenHandle(path).Dispose();
            });
        }

        return faults;
    }

    private static void Try(List<(string, string)> faults, string name, Action read)
    {
        try
        {
            read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add((name, exception.Message));
        }
    }
}
