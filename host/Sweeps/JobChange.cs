using System.Text.Json.Nodes;

namespace PluginHost.Comparisons;

/// <summary>One value of the base job that a comparison sets, as <c>run --set</c> does.</summary>
/// <param name="Path">The path in the job.</param>
/// <param name="Value">The value.</param>
/// <param name="Place">Where the change is written, for findings.</param>
internal sealed record JobChange(string Path, JsonNode? Value, string Place)
{
    /// <summary>The change as the text of a <c>--set</c>.</summary>
    public string Text => $"{Path}={Value?.ToJsonString() ?? "null"}";
}
