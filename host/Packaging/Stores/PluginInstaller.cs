using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Layout;
using PluginHost.Manifests;
using PluginHost.Packages;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.Stores;

/// <summary>
/// Puts plugins into a store: everything happens in a staging folder and becomes visible by one rename, after every check. Whatever goes
/// wrong leaves the store as it was. Nothing of a plugin is executed.
/// </summary>
internal sealed class PluginInstaller(PluginStore store, PluginVerification verification, ArchiveLimits limits)
{
    /// <summary>Whether other content of the same version may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Installs a <c>.nupkg</c>.</summary>
    /// <param name="package">The file.</param>
    /// <param name="wanted">What a feed was asked for, which the package must be; <see langword="null"/> for whatever it is.</param>
    public Result<InstalledPlugin?> InstallPackage(string package, PackageIdentity? wanted = null)
    {
        var display = wanted?.ToString() ?? LocatedJson.DisplayName(package);
        return Install(display, content => StagedPlugin.Unpack(package, content, display, wanted, limits));
    }

    /// <summary>Installs a built plugin folder; hashes are added to a manifest that has none.</summary>
    public Result<InstalledPlugin?> InstallFolder(string folder) => Install(LocatedJson.DisplayName(folder), content =>
    {
        Directory.CreateDirectory(content);
        var findings = FolderCopy.Copy(folder, content, limits);
        if (findings.HasErrors) return new(null, findings);
        var plugin = PluginDiscovery.Read(content);
        if (plugin.Manifest is not { Files: null }) return new(plugin, findings);
        PackedManifest.Stamp(content);
        return new(PluginDiscovery.Read(content), findings);
    });

    private Result<InstalledPlugin?> Install(string display, Func<string, Result<PluginFolder?>> fill)
    {
        var findings = new FindingList();
        string? staging = null;
        try
        {
            staging = store.CreateStaging();
            if (findings.Take(fill(Path.Combine(staging, "content"))) is not { } plugin) return new(null, findings);
            verification.Verify(plugin);
            findings.AddRange(StagedPlugin.Report(plugin, display));
            return new(plugin.Findings.HasErrors ? null : findings.Take(Admit(plugin, staging, display)), findings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Error(
                FindingCodes.StoreUnwritable,
                LocatedJson.DisplayName(store.Root),
                $"cannot install {display}: {exception.Message}",
                cause: exception);
            return new(null, findings);
        }
        finally
        {
            if (staging is not null) Directory.Delete(staging, recursive: true);
        }
    }

    private Result<InstalledPlugin?> Admit(PluginFolder plugin, string staging, string display)
    {
        var findings = new FindingList();
        var manifest = plugin.Manifest!;
        var target = store.FolderOf(manifest.Id, manifest.Version);
        var installed = new InstalledPlugin { Manifest = manifest, Folder = target, ContentHash = ContentHash.Of(plugin.Path) };
        if (TryPlace(plugin.Path, target)) return new(installed, findings);
        var present = ContentHash.Of(target);
        if (present == installed.ContentHash) return new(installed with { WasThere = true }, findings);
        if (Force)
        {
            Replace(plugin.Path, target, Path.Combine(staging, "replaced"));
            return new(installed, findings);
        }

        findings.Error(
            FindingCodes.InstalledDifferently,
            display,
            $"{plugin} is installed already with other content: sha256 {present}, this one has {installed.ContentHash}",
            fix: "Give it a new version, or replace the installed one with --force.");
        return new(null, findings);
    }

    /// <summary>Moves the plugin into its place unless something is there, be it that another process was quicker.</summary>
    private static bool TryPlace(string content, string target)
    {
        if (Directory.Exists(target)) return false;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        try
        {
            Directory.Move(content, target);
            return true;
        }
        catch (IOException) when (Directory.Exists(target))
        {
            return false;
        }
    }

    private static void Replace(string content, string target, string aside)
    {
        Directory.Move(target, aside);
        try
        {
            Directory.Move(content, target);
        }
        catch (IOException)
        {
            Directory.Move(aside, target);
            throw;
        }
    }
}

/// <summary>A plugin that an installation put in place or found there.</summary>
internal sealed record InstalledPlugin
{
    public required PluginManifest Manifest { get; init; }

    /// <summary>Its folder in the store, absolute.</summary>
    public required string Folder { get; init; }

    public required string ContentHash { get; init; }

    /// <summary>Whether the same content was installed before.</summary>
    public bool WasThere { get; init; }

    public override string ToString() => $"{Manifest.Id} {Manifest.Version}";
}
