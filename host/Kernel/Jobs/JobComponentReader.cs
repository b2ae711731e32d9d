using System.Text.Json.Nodes;
using NuGet.Versioning;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Jobs;

/// <summary>Reads the long form of a component in a job.</summary>
internal static class JobComponentReader
{
    private static readonly string[] Keys = ["use", "version", "plugin", "options"];

    /// <summary>Takes a fault: code, path, what, expected, fix.</summary>
    public delegate void Fault(string code, string path, string what, string? expected, string? fix = null);

    public static JobComponent? Read(JsonObject json, string kind, string path, Fault fault)
    {
        foreach (var (key, _) in json)
        {
            if (Keys.Contains(key)) continue;
            var fix = NearestName.Suggest(key, Keys)
                ?? (json.ContainsKey("options") ? null : "A component's options stand inside \"options\".");
            fault(FindingCodes.UnknownKey, $"{path}.{key}", $"unknown key '{key}'", fix is null ? NearestName.OneOf(Keys) : null, fix);
        }

        var range = VersionRange.All;
        if (Text(json, "version", path, fault) is { } version && !VersionRange.TryParse(version, out range))
        {
            fault(
                FindingCodes.BadValue,
                $"{path}.version",
                $"'{version}' is no version range",
                "a NuGet version range such as \"[1.0,2.0)\"");
            range = VersionRange.All;
        }

        if (json.TryGetPropertyValue("options", out var options) && options is not JsonObject)
        {
            fault(FindingCodes.WrongType, $"{path}.options", $"found {JsonWords.Describe(options)}", "an object");
            options = null;
        }

        var plugin = Text(json, "plugin", path, fault);
        if (!json.ContainsKey("use"))
        {
            fault(FindingCodes.WrongType, $"{path}.use", "the key 'use' is missing", $"the name of the {kind}");
            return null;
        }

        return Text(json, "use", path, fault) is { } use
            ? new JobComponent { Kind = kind, Path = path, Use = use, Range = range!, From = plugin, Options = options }
            : null;
    }

    private static string? Text(JsonObject json, string key, string path, Fault fault)
    {
        if (!json.TryGetPropertyValue(key, out var value)) return null;
        if (JsonWords.TryString(value, out var text)) return text;
        fault(FindingCodes.WrongType, $"{path}.{key}", $"found {JsonWords.Describe(value)}", "a text");
        return null;
    }
}
