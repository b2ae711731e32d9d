using PluginHost.Contracts;
using PluginHost.Trust;

namespace PluginHost.Verification;

/// <summary>Asks the allow-lists in force.</summary>
internal sealed class AllowVerifier(TrustPolicy policy) : IPluginVerifier
{
    public IEnumerable<Finding> Verify(PluginUnderTest plugin) => policy.Refusals(plugin.Folder, plugin.Manifest);
}
