using PluginHost.Contracts;

namespace PluginHost.Verification;

/// <summary>Looks at one aspect of a plugin folder without executing any of its code, and reports everything it finds.</summary>
internal interface IPluginVerifier
{
    /// <summary>Returns the findings; empty if all is well.</summary>
    IEnumerable<Finding> Verify(PluginUnderTest plugin);
}
