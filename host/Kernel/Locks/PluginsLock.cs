using System.Text.Json.Nodes;
using NuGet.Versioning;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Layout;
using PluginHost.Loading;
using PluginHost.Manifests;
using PluginHost.Trust;

namespace PluginHost.Locks;

/// <summary>
/// What ran, or is to run: the exact version of every plugin and of the shared set, with the SHA-256 of every file. Written into every run
/// folder and, by <c>plugins lock</c>, beside a job.
/// </summary>
internal sealed class PluginsLock
{
    public const string FileName = "plugins.lock.json";

    public required string Host { get; init; }

    /// <summary>Version and SHA-256 of each shared assembly.</summary>
    public required IReadOnlyDictionary<string, (string Version, string Hash)> Shared { get; init; }

    public required IReadOnlyDictionary<string, LockedPlugin> Plugins { get; init; }

    /// <summary>Records what is in use.</summary>
    public static PluginsLock Of(IEnumerable<PluginFolder> plugins, SharedAssemblies shared) => new()
    {
        Host = HostVersion.Text,
        Shared = shared.All.ToDictionary(
            assembly => assembly.Name,
            assembly => (assembly.Version.ToString(), FileHash.Of(assembly.Path)),
            StringComparer.Ordinal),
        Plugins = plugins.ToDictionary(
            plugin => plugin.Id,
            plugin => new LockedPlugin(
                plugin.Manifest!.Version,
                PluginFiles.In(plugin.Path).ToDictionary(
                    file => file,
                    file => FileHash.Of(Path.Combine(plugin.Path, file)),
                    StringComparer.Ordinal)),
            StringComparer.Ordinal),
    };

    /// <summary>Reads a lock; <see langword="null"/> after adding findings.</summary>
    public static Result<PluginsLock?> Read(string file)
    {
        var findings = new FindingList();
        var json = findings.Take(LocatedJson.Read(file, FindingCodes.LockUnreadable, FindingCodes.LockUnreadable));
        if (json is null) return new(null, findings);
        try
        {
            return new(Read(json.Root), findings);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or ArgumentException)
        {
            findings.Error(
                FindingCodes.LockUnreadable,
                json.Display,
                "the file is no lock of plugins",
                "a plugins.lock.json as a run or 'plugins lock' writes it",
                cause: exception);
            return new(null, findings);
        }
    }

    public JsonObject ToJson() => new()
    {
        ["host"] = Host,
        ["shared"] = new JsonArray(
        [
            .. Sorted(Shared).Select(pair => (JsonNode)new JsonObject
            {
                ["name"] = pair.Key, ["version"] = pair.Value.Version, ["sha256"] = pair.Value.Hash,
            }),
        ]),
        ["plugins"] = new JsonArray(
        [
            .. Sorted(Plugins).Select(pair => (JsonNode)new JsonObject
            {
                ["id"] = pair.Key,
                ["version"] = pair.Value.Version.ToNormalizedString(),
                ["files"] = new JsonObject(
                    Sorted(pair.Value.Files).Select(file => KeyValuePair.Create(file.Key, (JsonNode?)JsonValue.Create(file.Value)))),
            }),
        ]),
    };

    private static PluginsLock Read(JsonObject root) => new()
    {
        Host = Text(root, "host"),
        Shared = Objects(root, "shared").ToDictionary(
            item => Text(item, "name"),
            item => (Text(item, "version"), Text(item, "sha256")),
            StringComparer.Ordinal),
        Plugins = Objects(root, "plugins").ToDictionary(
            item => Text(item, "id"),
            item => new LockedPlugin(
                NuGetVersion.Parse(Text(item, "version")),
                (item["files"] as JsonObject ?? throw new FormatException("no files")).ToDictionary(
                    file => file.Key,
                    file => file.Value!.GetValue<string>(),
                    StringComparer.Ordinal)),
            StringComparer.Ordinal),
    };

    private static IEnumerable<KeyValuePair<string, T>> Sorted<T>(IReadOnlyDictionary<string, T> items) =>
        items.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static IEnumerable<JsonObject> Objects(JsonObject json, string name) =>
        (json[name] as JsonArray ?? throw new FormatException($"no {name}"))
            .Select(item => item as JsonObject ?? throw new FormatException($"an entry of {name} is no object"));

    private static string Text(JsonObject json, string name) =>
        JsonWords.TryString(json[name], out var text) ? text : throw new FormatException($"no {name}");
}

/// <summary>What a lock says of one plugin.</summary>
/// <param name="Version">Its exact version.</param>
/// <param name="Files">The SHA-256 of every file, manifest included, by path with forward slashes.</param>
internal sealed record LockedPlugin(NuGetVersion Version, IReadOnlyDictionary<string, string> Files);
