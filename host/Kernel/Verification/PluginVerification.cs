using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Loading;
using PluginHost.Trust;

namespace PluginHost.Verification;

/// <summary>Runs every verifier over a plugin and keeps the result with it. Nothing of the plugin is executed.</summary>
internal sealed class PluginVerification(SharedAssemblies shared, TrustPolicy policy)
{
    private readonly IPluginVerifier[] _verifiers =
    [
        new ReadabilityVerifier(), new ContractVerifier(), new FrameworkVerifier(), new EntryVerifier(), new FolderVerifier(), new OptionsSchemaVerifier(),
        new HashVerifier(), new AllowVerifier(policy),
    ];

    /// <summary>Verifies once; later calls return at once.</summary>
    /// <returns>Whether the plugin may be loaded.</returns>
    public bool Verify(PluginFolder folder)
    {
        if (folder.State != PluginState.Discovered) return folder.State != PluginState.Faulted;
        var plugin = new PluginUnderTest(folder, folder.Manifest!, shared);
        foreach (var verifier in _verifiers)
        {
            // What cannot be read need not be told again by each verifier that tries.
            if (folder.Findings.All.Any(reported => reported.Finding.Code == FindingCodes.ManifestUnreadable)) break;
            try
            {
                folder.Findings.AddRange(verifier.Verify(plugin));
            }
            catch (Exception exception)
            {
                folder.Findings.Error(
                    FindingCodes.ManifestUnreadable,
                    folder.ManifestDisplay,
                    $"cannot read the folder of {folder}: {exception.Message}",
                    cause: exception);
            }
        }

        if (folder.Findings.HasErrors) folder.Fault(folder.Findings);
        else folder.MoveTo(PluginState.Verified, "every check passed");
        return folder.State == PluginState.Verified;
    }

    /// <summary>Verifies every plugin and what they say of each other: requirements and components that two plugins claim.</summary>
    public void VerifyAll(PluginCatalog catalog)
    {
        foreach (var (folder, _) in catalog.Usable) Verify(folder);
        foreach (var (folder, manifest) in catalog.Usable)
        {
            var findings = new List<Finding>(RequirementCheck.Check(folder, manifest, catalog));
            foreach (var provided in manifest.Provides)
            {
                var others = catalog.ProvidersOf(provided.Kind, provided.Name).Where(id => id != manifest.Id).ToArray();
                if (others.Length == 0) continue;
                findings.Add(new Finding
                {
                    Code = FindingCodes.ClaimedTwice,
                    Severity = FindingSeverity.Warning,
                    Where = folder.ManifestDisplay,
                    What = $"{folder}: {provided} is also provided by {string.Join(", ", others)}",
                    Fix = "A job that uses it must say which: \"plugin\": \"<id>\".",
                });
            }

            folder.Findings.AddRange(findings);
            if (folder.Findings.HasErrors) folder.Fault(folder.Findings);
        }
    }
}

/// <summary>Looks at one aspect of a plugin folder without executing any of its code, and reports everything it finds.</summary>
internal interface IPluginVerifier
{
    /// <summary>Returns the findings; empty if all is well.</summary>
    IEnumerable<Finding> Verify(PluginUnderTest plugin);
}

/// <summary>Asks the allow-lists in force.</summary>
internal sealed class AllowVerifier(TrustPolicy policy) : IPluginVerifier
{
    public IEnumerable<Finding> Verify(PluginUnderTest plugin) => policy.Refusals(plugin.Folder, plugin.Manifest);
}
