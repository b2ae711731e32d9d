namespace PluginHost.Contracts;

/// <summary>
/// Makes a class a component of its assembly's plugin. <c>PluginHost.Sdk</c> finds every such class at compile time and writes the entry
/// point, the JSON code of the options and the manifest from it.
/// </summary>
/// <remarks>
/// The kind is the <see cref="ComponentKindAttribute"/> of the contract that the class implements. The first sentence of the class's XML
/// summary is the line that <c>plugins list</c> shows, and the summary of an option's property is the option's description.
/// </remarks>
/// <param name="name">The name within the kind, such as <c>contav-sep</c>: lower-case words joined by hyphens.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ComponentAttribute(string name) : Attribute
{
    /// <summary>The name within the kind.</summary>
    public string Name { get; } = name;

    /// <summary>The contract that the component fulfils; needed only where the class implements contracts of several kinds.</summary>
    public Type? Contract { get; init; }

    /// <summary>
    /// The options class; needed only where it cannot be told from the constructor, whose parameter of a class named <c>...Options</c> of the
    /// same assembly is taken otherwise.
    /// </summary>
    public Type? Options { get; init; }
}

/// <summary>States that a component needs some other component of the job to implement a capability interface.</summary>
/// <typeparam name="TCapability">The capability, for instance <c>IClassQueries</c>.</typeparam>
/// <param name="why">What it is needed for, in words that fit after "because"; shown when it is missing.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class NeedsAttribute<TCapability>(string why) : Attribute
    where TCapability : class
{
    /// <summary>What the capability is needed for.</summary>
    public string Why { get; } = why;
}

/// <summary>
/// Gives a kind another name in the jobs of one component: <c>[JobKey("separator", "model")]</c> on a task lets its jobs name their model
/// under <c>separator</c>.
/// </summary>
/// <param name="key">The key in the job file: lower-case words joined by hyphens.</param>
/// <param name="kind">The kind that it stands for.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class JobKeyAttribute(string key, string kind) : Attribute
{
    /// <summary>The key in the job file.</summary>
    public string Key { get; } = key;

    /// <summary>The kind that the key stands for.</summary>
    public string Kind { get; } = kind;
}
