using System.Text.Json.Nodes;
using PluginHost.Discovery;
using PluginHost.Manifests;

namespace PluginHost.Cli;

/// <summary>A requirement graph as a tree of lines, as Graphviz' language and as JSON.</summary>
internal static class GraphText
{
    /// <summary>One tree for each root; a plugin that was shown before is not unfolded again.</summary>
    public static void WriteTree(TextWriter writer, RequirementGraph graph, IEnumerable<PluginManifest> roots)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var root in roots)
        {
            writer.WriteLine($"{root.Id} {root.Version}");
            WriteBelow(writer, graph, root, "", shown);
        }
    }

    public static void WriteDot(TextWriter writer, RequirementGraph graph)
    {
        writer.WriteLine("digraph plugins {");
        writer.WriteLine("  rankdir=LR;");
        writer.WriteLine("  node [shape=box];");
        foreach (var plugin in graph.Plugins) writer.WriteLine($"  \"{plugin.Id}\" [label=\"{plugin.Id}\\n{plugin.Version}\"];");
        foreach (var edge in graph.Edges)
        {
            var style = edge.Served is null ? ", color=red, style=dashed" : "";
            writer.WriteLine($"  \"{edge.From.Id}\" -> \"{Quoted(edge.To)}\" [label=\"{edge.Range.ToNormalizedString()}\"{style}];");
        }

        writer.WriteLine("}");
    }

    public static JsonObject ToJson(RequirementGraph graph) => new()
    {
        ["plugins"] = new JsonArray([.. graph.Plugins.Select(plugin => (JsonNode)new JsonObject
        {
            ["id"] = plugin.Id,
            ["version"] = plugin.Version.ToNormalizedString(),
        })]),
        ["requires"] = new JsonArray([.. graph.Edges.Select(edge => (JsonNode)new JsonObject
        {
            ["from"] = edge.From.Id,
            ["to"] = edge.To,
            ["range"] = edge.Range.ToNormalizedString(),
            ["version"] = edge.Served?.Version.ToNormalizedString(),
        })]),
    };

    private static void WriteBelow(TextWriter writer, RequirementGraph graph, PluginManifest plugin, string indent, HashSet<string> shown)
    {
        var edges = graph.Of(plugin).ToArray();
        if (!shown.Add(plugin.Id))
        {
            if (edges.Length > 0) writer.WriteLine($"{indent}└─ (see above)");
            return;
        }

        for (var i = 0; i < edges.Length; i++)
        {
            var (edge, last) = (edges[i], i == edges.Length - 1);
            writer.WriteLine($"{indent}{(last ? "└─" : "├─")} {edge.To} {edge.Range.ToNormalizedString()}: {edge.Standing}");
            if (edge.Served is { } served) WriteBelow(writer, graph, served, indent + (last ? "   " : "│  "), shown);
        }
    }

    private static string Quoted(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
