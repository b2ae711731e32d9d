using System.Text.Json.Nodes;

namespace PluginHost.Manifests;

/// <summary>A component that a manifest promises.</summary>
internal sealed record ProvidedComponent(string Kind, string Name, string? Description)
{
    /// <summary>Kinds by the names that they have in this component's jobs, such as <c>separator</c> for <c>model</c>.</summary>
    public IReadOnlyDictionary<string, string> JobKeys { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The schema of its options as packing found it, or <see langword="null"/>.</summary>
    public JsonObject? Options { get; init; }

    public override string ToString() => $"{Kind}.{Name}";
}
