using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Cli;
using PluginHost.Findings;
using PluginHost.Loading;
using PluginHost.Options;

namespace PluginHost.PluginKit.Trials;

/// <summary>Looks at a component's options: the schema, the defaults, the way to JSON and back.</summary>
internal static class OptionsExamination
{
    /// <summary>What is wrong with the options; nothing for a component without any.</summary>
    public static IEnumerable<string> Faults(LoadedPlugin plugin, ComponentRegistration component, JsonNode given)
    {
        if (component.Options is not { } type) return [];
        var faults = new List<string>();
        var schema = OptionsSchema.Create(type);
        if (!JsonNode.DeepEquals(schema, InspectedComponent.Of(component).Schema))
            faults.Add("'plugins inspect' shows another schema than the one that options are checked with");
        if (!JsonNode.DeepEquals(schema, OptionsSchema.Create(type))) faults.Add("the schema is another one when it is made twice");
        var written = plugin.Manifest.Find(component.Kind, component.Name)?.Options;
        if (written is null && type.OriginatingResolver?.GetType().Name == "PluginOptionsJson")
            faults.Add("plugin.json has no schema of the options: its build says why (PHSDK012)");
        if (written is not null && !JsonNode.DeepEquals(written, schema))
            faults.Add($"plugin.json has another schema of the options than the plugin: {written.ToJsonString()}, not {schema.ToJsonString()}");
        faults.AddRange(Unreadable(schema, ""));
        var required = (schema["required"] as JsonArray ?? []).Count > 0;
        if (!required) faults.AddRange(Binding(component, new JsonObject(), "the defaults", out _));
        faults.AddRange(Binding(component, given, "the options under test", out var bound));
        if (bound is { } resolved)
        {
            faults.AddRange(Binding(component, resolved, "the options as resolved", out var again));
            if (again is not null && !JsonNode.DeepEquals(resolved, again))
                faults.Add($"options change on the way to JSON and back: {resolved.ToJsonString()}, then {again.ToJsonString()}");
        }

        var (_, findings) = new OptionsBinder().Bind(type, new JsonObject { ["noSuchOption"] = 1 }, component.ToString(), path => path);
        if (!findings.All.Any(reported => reported.Finding.Code == FindingCodes.UnknownOption))
            faults.Add("an unknown option is not refused");
        return faults;
    }

    // What a reader of 'plugins inspect' and of findings would stumble over.
    private static IEnumerable<string> Unreadable(JsonObject schema, string path)
    {
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            if (property is not JsonObject option) continue;
            var below = path.Length == 0 ? name : $"{path}.{name}";
            if (option["description"] is null) yield return $"the option '{below}' has no description: give it a summary, or [Description]";
            foreach (var word in option["enum"] as JsonArray ?? [])
            {
                if (word?.GetValueKind() == JsonValueKind.String && word.GetValue<string>() is { Length: > 1 } text && char.IsUpper(text[0]))
                    yield return $"the option '{below}' takes '{text}': words of jobs begin with a small letter";
            }

            foreach (var fault in Unreadable(option, below)) yield return fault;
            foreach (var keyword in (string[])["items", "additionalProperties"])
            {
                if (option[keyword] is not JsonObject elements) continue;
                foreach (var fault in Unreadable(elements, below + (keyword == "items" ? "[]" : ".*"))) yield return fault;
            }
        }
    }

    private static IEnumerable<string> Binding(ComponentRegistration component, JsonNode options, string what, out JsonNode? resolved)
    {
        var (bound, findings) = new OptionsBinder().Bind(component.Options!, options.DeepClone(), component.ToString(), path => path);
        resolved = bound?.Resolved;
        return PreparedTrial.Lines(findings).Select(line => $"{what} are refused: {line}");
    }
}
