using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Json;
using PluginHost.Locks;
using PluginHost.Runs;

namespace PluginHost.Reports.Reading;

/// <summary>What a run's folder tells at a glance. Nothing of a plugin is loaded.</summary>
/// <param name="Folder">The folder, absolute.</param>
/// <param name="State">completed, stopped, failed, running; killed where run.json says running and no process holds the folder; unreadable.</param>
/// <param name="Started">When the latest execution started; the earliest time where it is not known.</param>
/// <param name="Reason">Why it stopped or failed.</param>
internal sealed record RunSummary(string Folder, string State, DateTimeOffset Started, string? Reason)
{
    public const string Killed = "killed";
    public const string Unreadable = "unreadable";

    private const string PooledFinal = "pooled final average";
    private static readonly string[] s_model = ["separator", "classifier", "encoder", "network"];

    private JsonObject? _job, _metrics;
    private PluginsLock? _lock;

    /// <summary>Reads the folder of a run.</summary>
    /// <param name="folder">An absolute folder with run.json.</param>
    public static RunSummary Read(string folder)
    {
        var state = RunState.Read(folder);
        var word = state?.State ?? Unreadable;
        if (word == RunState.Running && !RunFolder.IsHeld(folder)) word = Killed;
        return new(folder, word, state?.Started ?? default, state?.Reason);
    }

    /// <summary>The folders of runs at and below a folder, in ordinal order. Links and folders without access are passed over.</summary>
    /// <param name="root">An absolute folder.</param>
    public static IEnumerable<string> Folders(string root)
    {
        if (File.Exists(Path.Combine(root, RunState.FileName))) return [root];
        var listing = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden };
        return Directory.EnumerateDirectories(root, "*", listing).Order(StringComparer.Ordinal).SelectMany(Folders);
    }

    /// <summary>The resolved job, read when it is asked for; empty where it cannot be read.</summary>
    public JsonObject Job => _job ??= Object("job.json") ?? [];

    /// <summary>metrics.json, read when it is asked for; <see langword="null"/> where there is none yet or it cannot be read.</summary>
    public JsonObject? Metrics => _metrics ??= Object(RunFigures.FileName);

    /// <summary>What ran, by version and hash, read when it is asked for; <see langword="null"/> where there is no lock that can be read.</summary>
    public PluginsLock? Lock => _lock ??= Path.Combine(Folder, PluginsLock.FileName) is var file && File.Exists(file) ? PluginsLock.Read(file).Value : null;

    /// <summary>Plugins of the run by id; none without a lock.</summary>
    public IReadOnlyDictionary<string, LockedPlugin> Plugins => Lock?.Plugins ?? new Dictionary<string, LockedPlugin>(StringComparer.Ordinal);

    /// <summary>Kinds of components that tell runs apart: data, stream, model, method.</summary>
    public static IEnumerable<string> Kinds => ["dataset", "benchmark", .. s_model, "strategy", "memory"];

    /// <summary>The seed; empty if unknown.</summary>
    public string Seed => Job["seed"]?.ToString() ?? "";

    /// <summary>Data set, model and strategies by name, such as <c>synthetic, iquery, contav-sep</c>.</summary>
    public string Parts => string.Join(", ", new[] { "dataset" }.Concat(s_model).Append("strategy").Select(Uses).Where(name => name.Length > 0));

    /// <summary>The model's entry of the job; <see langword="null"/> if unknown.</summary>
    public JsonNode? Model => s_model.Select(kind => Job[kind]).FirstOrDefault(entry => entry is not null);

    /// <summary>Experiences that were trained and tested.</summary>
    public int Experiences => (Metrics?["experiences"] as JsonArray)?.Count ?? 0;

    /// <summary>The run's first figure on all classes after the last experience, such as <c>SDR 6.66 dB</c>; empty without one.</summary>
    public string Leading
    {
        get
        {
            var rows = RunFigures.Rows(Metrics).ToArray();
            if (rows.Length == 0) return "";
            var value = Array.Find(rows, row => row.Name == RunFigures.Summary(rows[0].Name, PooledFinal))?.Value ?? rows[0].Value;
            return value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{rows[0].Name} {number:0.00} {rows[0].Unit}").TrimEnd() : "";
        }
    }

    /// <summary>When it started, in UTC; a dash if unknown.</summary>
    public string When => Started == default ? "-" : Started.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Names that the job uses of a kind, joined by plus signs; empty for none.</summary>
    /// <param name="kind">Such as <c>strategy</c>.</param>
    public string Uses(string kind) => Job[kind] switch
    {
        null => "",
        JsonArray several => string.Join(" + ", several.Select(Use)),
        var one => Use(one),
    };

    /// <summary>The summary for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["folder"] = Folder,
        ["state"] = State,
        ["started"] = Started == default ? null : Started.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        ["reason"] = Reason,
        ["seed"] = Job["seed"]?.DeepClone(),
        ["parts"] = Parts,
        ["experiences"] = Experiences,
        ["leading"] = Leading,
        ["bytes"] = RunFiles.Bytes(Folder),
    };

    private JsonObject? Object(string name)
    {
        var file = Path.Combine(Folder, name);
        return File.Exists(file) ? LocatedJson.Read(file, "", "").Value?.Root : null;
    }

    private static string Use(JsonNode? component) => (component is JsonObject named ? named["use"] : component)?.ToString() ?? "";
}
