using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Loading;
using PluginHost.Manifests;

namespace PluginHost.Verification;

/// <summary>A plugin whose manifest is usable, with what its verification may look at.</summary>
internal sealed class PluginUnderTest(PluginFolder folder, PluginManifest manifest, SharedAssemblies shared)
{
    private IReadOnlyList<ManagedFile>? _assemblies;

    public PluginFolder Folder => folder;

    public PluginManifest Manifest => manifest;

    public SharedAssemblies Shared => shared;

    /// <summary>
    /// The entry assembly's file inside the folder, or <see langword="null"/> if the manifest points outside or at nothing.
    /// </summary>
    public string? EntryFile
    {
        get
        {
            var full = Path.GetFullPath(folder.EntryPath);
            return IsInside(full) && File.Exists(full) ? full : null;
        }
    }

    /// <summary>The managed assemblies at the top of the folder, read as metadata.</summary>
    public IReadOnlyList<ManagedFile> Assemblies => _assemblies ??= [.. Directory.EnumerateFiles(folder.Path, "*.dll")
        .Order(StringComparer.Ordinal)
        .Select(ManagedFile.TryRead)
        .OfType<ManagedFile>()];

    public ManagedFile? Entry => Assemblies.FirstOrDefault(assembly => assembly.Path == EntryFile);

    public bool IsInside(string fullPath) => fullPath.StartsWith(folder.Path + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    public Finding Error(string code, string key, string what, string? expected = null, string? fix = null) =>
        new() { Code = code, Where = Place(key), What = $"{folder}: {what}", Expected = expected, Fix = fix };

    public Finding Warning(string code, string key, string what, string? fix = null) =>
        new() { Code = code, Severity = FindingSeverity.Warning, Where = Place(key), What = $"{folder}: {what}", Fix = fix };

    private string Place(string key) => key.Length == 0 ? folder.ManifestDisplay : $"{folder.ManifestDisplay} {key}";
}
