using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Json;

namespace PluginHost.Comparisons.Running;

/// <summary>Which launcher a comparison asks for, in its file or on the command line.</summary>
internal static class LauncherChoice
{
    private const string Key = "launcher";

    /// <summary>Applies <c>--launcher</c> and <c>--launcher-set</c>. Options that the file gives to another launcher are dropped.</summary>
    public static FindingList Apply(LocatedJson json, ComparisonRequest request)
    {
        var findings = new FindingList();
        if (request.Launcher is { } name && UseOf(json.Root[Key]) != name) JobOverride.Set(json, Key, JsonValue.Create(name), $"--{Key}");
        foreach (var text in request.LauncherOptions)
        {
            if (json.Root[Key] is null) JobOverride.Set(json, Key, JsonValue.Create(LocalLauncher.Name), $"--{Key}");
            findings.AddRange(JobOverride.Apply(json, text, [], "--launcher-set", $"{Key}.options."));
        }

        return findings;
    }

    /// <summary>Reads the key; <see langword="null"/> for the host's own launcher, and after a finding.</summary>
    public static JobComponent? Read(JsonObject root, ComparisonFields fields)
    {
        if (root[Key] is not { } value) return null;
        JobComponent? component;
        if (JsonWords.TryString(value, out var use)) component = new JobComponent { Kind = Key, Path = Key, Use = use };
        else if (value is JsonObject json) component = JobComponentReader.Read(json, Key, Key, fields.Fault);
        else
        {
            fields.Bad(Key, $"found {JsonWords.Describe(value)}", "a launcher's name, or { \"use\": name, \"options\": { ... } }");
            return null;
        }

        if (component?.Use != LocalLauncher.Name) return component;
        foreach (var (option, _) in component.Options as JsonObject ?? [])
            fields.Bad(component.OptionPath(option), $"unknown option '{option}'", $"no options: {component.Name} has none");
        return null;
    }

    private static string? UseOf(JsonNode? value) =>
        JsonWords.TryString(value, out var name) || JsonWords.TryString((value as JsonObject)?["use"], out name) ? name : null;
}
