namespace PluginHost.Loading;

/// <summary>A capability that a component needs some other component of the job to have.</summary>
internal sealed record CapabilityNeed(Type Capability, string Why);
