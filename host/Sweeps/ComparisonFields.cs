using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Comparisons;

/// <summary>Reads typed fields of a comparison file.</summary>
internal sealed class ComparisonFields(LocatedJson file) : JsonFields(file, Codes)
{
    private static readonly FieldCodes Codes =
        new(FindingCodes.ComparisonKeyMissing, FindingCodes.ComparisonValue, FindingCodes.ComparisonKeyUnknown);

    private readonly LocatedJson _file = file;

    public string Where(string path) => _file.Where(path);

    public void Fault(string code, string path, string what, string? expected, string? fix = null) =>
        Findings.Error(code, _file.Where(path), what, expected, fix);

    /// <summary>Reads an object of job paths and values.</summary>
    public IReadOnlyList<JobChange> Changes(JsonObject json, string path, string name)
    {
        if (Object(json, name, required: false, path) is not { } set) return [];
        var full = JsonPath.Append(path, name);
        var changes = new List<JobChange>();
        foreach (var (key, value) in set)
        {
            if (Change(key, value, JsonPath.Append(full, key)) is { } change) changes.Add(change);
        }

        return changes;
    }

    /// <summary>A change of the job; <see langword="null"/> after a finding if its path is malformed.</summary>
    public JobChange? Change(string jobPath, JsonNode? value, string path)
    {
        if (JsonPath.Split(jobPath) is not null) return new JobChange(jobPath, value, Where(path));
        Bad(path, $"'{jobPath}' is no path of a job", "a path such as strategy.options.lambda or metric[0]");
        return null;
    }
}
