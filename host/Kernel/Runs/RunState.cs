using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Runs;

/// <summary>What <c>run.json</c> in a run folder says: how far the run has come.</summary>
/// <param name="State">One of <c>running</c>, <c>completed</c>, <c>stopped</c>, <c>failed</c>. A run that was killed still says
/// <c>running</c>.</param>
/// <param name="Started">When the latest execution started.</param>
/// <param name="Reason">Why it stopped or failed.</param>
internal sealed record RunState(string State, DateTimeOffset Started, string? Reason)
{
    public const string FileName = "run.json";
    public const string Running = "running";
    public const string Completed = "completed";

    public static RunState? Read(string directory)
    {
        var file = Path.Combine(directory, FileName);
        if (!File.Exists(file)) return null;
        var json = LocatedJson.Read(file, "", "").Value;
        if (json is null || !JsonWords.TryString(json.Root["state"], out var state)) return null;
        var started = JsonWords.TryString(json.Root["started"], out var text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time)
            ? time
            : default;
        return new RunState(state, started, JsonWords.TryString(json.Root["reason"], out var reason) ? reason : null);
    }

    /// <summary>Writes <c>run.json</c>.</summary>
    /// <param name="directory">The run's folder.</param>
    /// <param name="plugins">The plugins that took part, with what each of them did; <see langword="null"/> while the run goes on.</param>
    public void Write(string directory, IEnumerable<PluginFolder>? plugins = null)
    {
        var json = new JsonObject { ["state"] = State, ["started"] = Started.ToString("O", CultureInfo.InvariantCulture) };
        if (Reason is not null) json["reason"] = Reason;
        if (plugins is not null) json["plugins"] = new JsonArray([.. plugins.Select(ToJson)]);
        JsonFile.Write(Path.Combine(directory, FileName), json);
    }

    private static JsonNode ToJson(PluginFolder plugin) => new JsonObject
    {
        ["id"] = plugin.Id,
        ["version"] = plugin.Manifest?.Version.ToNormalizedString(),
        ["state"] = plugin.State.ToString().ToLowerInvariant(),
        ["reason"] = plugin.Reason,
    };
}
