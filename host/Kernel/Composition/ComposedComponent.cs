using Autofac;

namespace PluginHost.Composition;

/// <summary>A component that was built, and the scope that owns it.</summary>
internal sealed record ComposedComponent(PreparedEntry Entry, object Instance, ILifetimeScope Scope);
