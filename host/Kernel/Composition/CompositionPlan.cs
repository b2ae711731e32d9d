namespace PluginHost.Composition;

/// <summary>The components of a job, each after everything that it depends on.</summary>
internal sealed record CompositionPlan(IReadOnlyList<PlannedComponent> InOrder);
