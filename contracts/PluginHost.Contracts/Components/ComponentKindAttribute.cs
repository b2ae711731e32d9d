namespace PluginHost.Contracts;

/// <summary>Names the kind of the components that fulfil a contract, such as <c>strategy</c>: also their key in a job file.</summary>
/// <param name="kind">The kind: one lower-case word.</param>
[AttributeUsage(AttributeTargets.Interface, Inherited = false)]
public sealed class ComponentKindAttribute(string kind) : Attribute
{
    /// <summary>The kind.</summary>
    public string Kind { get; } = kind;

    /// <summary>Whether a job may name several components of this kind, as with metrics and observers.</summary>
    public bool Many { get; init; }
}
