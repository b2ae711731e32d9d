namespace PluginHost.Composition;

/// <summary>A component to build and what its constructor gets from other components.</summary>
/// <param name="Entry">The component.</param>
/// <param name="Dependencies">Contract types of constructor parameters with the components that fulfil them, in the order of the
/// job.</param>
internal sealed record PlannedComponent(
    PreparedEntry Entry,
    IReadOnlyList<(Type Contract, IReadOnlyList<PreparedEntry> Providers)> Dependencies);
