namespace PluginHost.Manifests;

/// <summary>A component that a manifest promises.</summary>
internal sealed record ProvidedComponent(string Kind, string Name, string? Description)
{
    public override string ToString() => $"{Kind}.{Name}";
}
