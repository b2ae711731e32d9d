namespace PluginHost.Contracts;

/// <summary>Says on a shared assembly which of its types is an <see cref="ISharedRuntime"/>.</summary>
/// <param name="runtime">The class; public, with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class SharedRuntimeAttribute(Type runtime) : Attribute
{
    /// <summary>The class.</summary>
    public Type Runtime { get; } = runtime;
}
