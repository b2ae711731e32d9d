using System.Text.Json.Nodes;
using PluginHost.Comparisons.Tables;
using PluginHost.Discovery;
using PluginHost.Json;
using PluginHost.Options;

namespace PluginHost.Cli;

/// <summary>The page that <c>plugins inspect</c> prints.</summary>
internal static class PluginSheet
{
    public static void Write(TextWriter writer, PluginFolder folder, InspectedFiles facts, IReadOnlyList<InspectedComponent> components)
    {
        writer.WriteLine(folder.ToString());
        if (folder.Manifest is { } manifest)
        {
            if (manifest.Name is not null || manifest.Description is not null)
                writer.WriteLine($"  {string.Join(": ", new[] { manifest.Name, manifest.Description }.Where(text => text is not null))}");
            if (manifest.Authors.Count > 0) writer.WriteLine($"  by         {string.Join(", ", manifest.Authors)}");
            if (manifest.License is not null) writer.WriteLine($"  license    {manifest.License}");
            writer.WriteLine(
                $"  contracts  {string.Join(", ", manifest.Contracts.Select(pair => $"{pair.Key} {pair.Value.ToNormalizedString()}"))}");
            if (manifest.Requires.Count > 0)
                writer.WriteLine(
                    $"  requires   {string.Join(", ", manifest.Requires.Select(wish => $"{wish.Id} {wish.Range.ToNormalizedString()}"))}");
            foreach (var (name, value) in manifest.Capabilities) writer.WriteLine($"  {name,-10} {value}");
        }

        if (facts.Natives.Count > 0) writer.WriteLine($"  natives    {string.Join(", ", facts.Natives)}");
        writer.WriteLine($"  state      {facts.State}: {facts.Reason}");
        writer.WriteLine($"  content    sha256 {facts.ContentHash}{(facts.IsHashed ? "" : " (no hashes in the manifest)")}");
        writer.WriteLine($"  path       {LocatedJson.DisplayName(folder.Path)}");
        foreach (var component in components) Write(writer, component);
    }

    private static void Write(TextWriter writer, InspectedComponent component)
    {
        writer.WriteLine();
        writer.WriteLine(component.Name + (component.Description is null ? "" : $": {component.Description}"));
        foreach (var (name, why) in component.Needs) writer.WriteLine($"  needs {name} because {why}");
        if (component.Offers.Count > 0) writer.WriteLine($"  offers {string.Join(", ", component.Offers)}");
        if (component.Schema is not { } schema) return;
        var rows = new List<IReadOnlyList<string>>();
        AddRows(schema, "", rows);
        if (rows.Count > 0) TextTable.Write(writer, ["option", "type", "default", "description"], rows, "  ");
    }

    private static void AddRows(JsonObject schema, string path, List<IReadOnlyList<string>> rows)
    {
        var required = (schema["required"] as JsonArray ?? []).Select(item => item!.GetValue<string>()).ToArray();
        foreach (var (name, node) in schema["properties"] as JsonObject ?? [])
        {
            if (node is not JsonObject property) continue;
            var full = JsonPath.Append(path, name);
            var stated = property.ContainsKey("default") ? JsonWords.Text(property["default"]) : "";
            var fallback = required.Contains(name) ? "(required)" : stated;
            var nested = property["properties"] is JsonObject;
            rows.Add([full, SchemaTypes.Describe(property), nested ? "" : fallback, property["description"]?.GetValue<string>() ?? ""]);
            if (nested) AddRows(property, full, rows);
            else if (property["items"] is JsonObject items && items["properties"] is JsonObject) AddRows(items, full + "[]", rows);
        }
    }
}
