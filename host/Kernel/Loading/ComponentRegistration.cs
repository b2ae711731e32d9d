using System.Text.Json.Serialization.Metadata;
using PluginHost.Contracts;
using PluginHost.Manifests;

namespace PluginHost.Loading;

/// <summary>A component as its plugin registered it.</summary>
internal sealed class ComponentRegistration : IComponentRegistration
{
    private readonly List<CapabilityNeed> _needs = [];

    public required string Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>Whether a job may name several components of this kind.</summary>
    public required bool Many { get; init; }

    public required Type Contract { get; init; }

    public required Type Implementation { get; init; }

    /// <summary>The options' type information, or <see langword="null"/> for a component without options.</summary>
    public JsonTypeInfo? Options { get; init; }

    public string? Description { get; private set; }

    public IReadOnlyList<CapabilityNeed> NeededCapabilities => _needs;

    public IComponentRegistration Describe(string text)
    {
        Description = text;
        return this;
    }

    public IComponentRegistration Needs<TCapability>(string why)
        where TCapability : class
    {
        _needs.Add(new CapabilityNeed(typeof(TCapability), why));
        return this;
    }

    public ProvidedComponent AsProvided() => new(Kind, Name, Description);

    public override string ToString() => $"{Kind}.{Name}";
}

/// <summary>A capability that a component needs some other component of the job to have.</summary>
internal sealed record CapabilityNeed(Type Capability, string Why);
