namespace TorchSharp.Modules;

/// <summary>Gives a module's field another name in the state dictionary than its own.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ComponentNameAttribute : Attribute
{
    /// <summary>The name to register under.</summary>
    public required string Name { get; set; }
}
