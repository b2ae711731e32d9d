namespace PluginHost.Contracts;

/// <summary>
/// Declares a fact about a component that people choose it by: what it holds, which streams it fits. The Sdk writes it into the manifest, so
/// that it can be listed without executing anything.
/// </summary>
/// <param name="name">What it is about: lower-case words joined by hyphens, such as <c>memory</c>.</param>
/// <param name="text">The fact, in a few words.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DeclaresAttribute(string name, string text) : Attribute
{
    /// <summary>What it is about.</summary>
    public string Name { get; } = name;

    /// <summary>The fact.</summary>
    public string Text { get; } = text;
}

/// <summary>Names a test that holds a component to what its description says. The Sdk writes it into the manifest.</summary>
/// <param name="test">The test, as <c>Class.Method</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class EvidenceAttribute(string test) : Attribute
{
    /// <summary>The test.</summary>
    public string Test { get; } = test;

    /// <summary>A comparison in which the component has figures, as a path in the repository; <see langword="null"/> for none.</summary>
    public string? Table { get; init; }
}
