using System.Text.Json.Nodes;

namespace PluginHost.Options;

/// <summary>Options of one component of a job: the object it will get, and the same as JSON with every default filled in.</summary>
internal sealed record BoundOptions(object Value, JsonNode? Resolved);
