using System.Text.Json.Nodes;
using PluginHost.Loading;
using PluginHost.Options;

namespace PluginHost.Cli;

/// <summary>What <c>plugins inspect</c> shows of a component; holds texts only, so that the plugin can be unloaded.</summary>
/// <param name="Name">Its kind and name.</param>
/// <param name="Description">Its line.</param>
/// <param name="Schema">The schema of its options, or <see langword="null"/>.</param>
/// <param name="Needs">Capabilities it needs, with reasons.</param>
/// <param name="Offers">Interfaces it implements.</param>
internal sealed record InspectedComponent(
    string Name,
    string? Description,
    JsonObject? Schema,
    IReadOnlyList<(string Name, string Why)> Needs,
    IReadOnlyList<string> Offers)
{
    public static InspectedComponent Of(ComponentRegistration component) => new(
        component.ToString(),
        component.Description,
        component.Options is { } options ? OptionsSchema.Create(options) : null,
        [.. component.NeededCapabilities.Select(need => (need.Capability.Name, need.Why))],
        [.. component.Implementation.GetInterfaces()
            .Where(type => type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true)
            .Select(type => type.Name)
            .Order(StringComparer.Ordinal)]);

    public JsonNode ToJson() => new JsonObject
    {
        ["component"] = Name,
        ["description"] = Description,
        ["needs"] = new JsonObject(Needs.Select(need => KeyValuePair.Create(need.Name, (JsonNode?)need.Why))),
        ["offers"] = new JsonArray([.. Offers.Select(name => JsonValue.Create(name))]),
        ["options"] = Schema?.DeepClone(),
    };
}

/// <summary>What <c>plugins inspect</c> says of a plugin as a whole.</summary>
/// <param name="State">How far it has come.</param>
/// <param name="Reason">Why.</param>
/// <param name="ContentHash">The SHA-256 that stands for all its files.</param>
/// <param name="IsHashed">Whether its manifest holds the hash of every file.</param>
/// <param name="Natives">Its native libraries.</param>
internal sealed record InspectedFiles(string State, string Reason, string ContentHash, bool IsHashed, IReadOnlyList<string> Natives);
