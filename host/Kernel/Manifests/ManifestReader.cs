using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NuGet.Versioning;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Manifests;

/// <summary>Reads <c>plugin.json</c> and finds everything wrong in it at once.</summary>
internal sealed partial class ManifestReader
{
    public const string FileName = "plugin.json";

    private const int LongestName = 100;

    private static readonly string[] Keys =
    [
        "$schema", "id", "version", "name", "description", "authors", "license",
        "contracts", "targetFramework", "entryAssembly", "entryType", "provides", "requires", "capabilities", "files",
    ];

    private readonly ManifestFields _fields;

    private ManifestReader(LocatedJson json) => _fields = new ManifestFields(json);

    /// <summary>Reads the manifest of a plugin folder; without a value there is nothing to work with.</summary>
    public static Result<PluginManifest?> Read(string folder)
    {
        var (json, findings) = LocatedJson.Read(
            Path.Combine(folder, FileName), FindingCodes.ManifestUnreadable, FindingCodes.ManifestUnreadable);
        if (json is null) return new(null, findings);
        var reader = new ManifestReader(json);
        var manifest = reader.Read(json.Root);
        findings.AddRange(reader._fields.Findings);
        return new(manifest, findings);
    }

    public static bool IsId(string text) => text.Length <= LongestName && IdPattern().IsMatch(text);

    private static bool IsWord(string text) => text.Length <= LongestName && WordPattern().IsMatch(text);

    private PluginManifest? Read(JsonObject root)
    {
        _fields.RefuseUnknownKeys(root, "", Keys);
        var id = _fields.Text(root, "", "id", required: true);
        if (id is not null && !IsId(id))
            _fields.Bad("id", $"'{id}' is no plugin id", "lower-case words joined by dots and hyphens");
        var version = _fields.Version(root, "version");
        var contracts = ReadContracts(root);
        var entryAssembly = _fields.Text(root, "", "entryAssembly", required: true) ?? "";
        if (entryAssembly.Any(char.IsControl))
            _fields.Bad("entryAssembly", "found control characters", "the name of a file in the plugin's folder");
        var manifest = new PluginManifest
        {
            Id = id ?? "",
            Version = version ?? new NuGetVersion(0, 0, 0),
            Name = _fields.Text(root, "", "name", required: false),
            Description = _fields.Text(root, "", "description", required: false),
            Authors = _fields.Texts(root, "authors"),
            License = _fields.Text(root, "", "license", required: false),
            Contracts = contracts,
            TargetFramework = _fields.Text(root, "", "targetFramework", required: true) ?? "",
            EntryAssembly = entryAssembly,
            EntryType = _fields.Text(root, "", "entryType", required: true) ?? "",
            Provides = ReadProvides(root),
            Requires = ReadRequires(root),
            Capabilities = ReadCapabilities(root),
            Files = ReadFiles(root),
        };
        return !_fields.Findings.HasErrors ? manifest : null;
    }

    private Dictionary<string, VersionRange> ReadContracts(JsonObject root)
    {
        var contracts = new Dictionary<string, VersionRange>(StringComparer.Ordinal);
        if (_fields.Object(root, "contracts", required: true) is not { } json) return contracts;
        foreach (var (name, _) in json)
        {
            if (_fields.Range(json, "contracts", name) is { } range) contracts[name] = range;
        }

        if (!json.ContainsKey("PluginHost.Contracts"))
            _fields.Missing(
                "contracts.PluginHost.Contracts",
                "the versions of the host contract the plugin works with, such as \"[1.0,2.0)\"");
        return contracts;
    }

    private List<ProvidedComponent> ReadProvides(JsonObject root)
    {
        var provides = new List<ProvidedComponent>();
        foreach (var (json, path) in _fields.Objects(root, "provides", required: true))
        {
            _fields.RefuseUnknownKeys(json, path, ["kind", "name", "description", "options", "jobKeys", "needs", "declares", "evidence"]);
            var kind = _fields.Text(json, path, "kind", required: true);
            var name = _fields.Text(json, path, "name", required: true);
            if (kind is not null && !IsWord(kind))
                _fields.Bad($"{path}.kind", $"'{kind}' is no kind", "lower-case words joined by hyphens");
            if (name is not null && !IsWord(name))
                _fields.Bad($"{path}.name", $"'{name}' is no name", "lower-case words joined by hyphens");
            if (kind is null || name is null) continue;
            if (json.TryGetPropertyValue("options", out var options) && options is not JsonObject)
                _fields.Bad($"{path}.options", $"found {JsonWords.Describe(options)}", "a JSON schema of the component's options");
            var component = new ProvidedComponent(kind, name, _fields.Text(json, path, "description", required: false))
            {
                Options = options as JsonObject,
                JobKeys = ReadJobKeys(json, path),
                Needs = ReadTexts(json, path, "needs"),
                Declares = ReadTexts(json, path, "declares"),
                Evidence = ReadEvidence(json, path),
            };
            if (provides.Exists(known => known.Kind == kind && known.Name == name))
                _fields.Bad(path, $"{component} is listed twice", "each component once");
            else provides.Add(component);
        }

        return provides;
    }

    private Dictionary<string, string> ReadJobKeys(JsonObject component, string path)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        if (_fields.Object(component, "jobKeys", required: false, path) is not { } json) return keys;
        foreach (var (key, value) in json)
        {
            var where = JsonPath.Append($"{path}.jobKeys", key);
            if (!IsWord(key)) _fields.Bad(where, $"'{key}' is no key of a job", "lower-case words joined by hyphens");
            else if (JsonWords.TryString(value, out var kind) && IsWord(kind)) keys[key] = kind;
            else _fields.Bad(where, $"found {JsonWords.Describe(value)}", "the kind that the key stands for");
        }

        return keys;
    }

    private Dictionary<string, string> ReadTexts(JsonObject component, string path, string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (_fields.Object(component, name, required: false, path) is not { } json) return texts;
        foreach (var (key, value) in json)
        {
            if (JsonWords.TryString(value, out var text)) texts[key] = text;
            else _fields.Bad(JsonPath.Append($"{path}.{name}", key), $"found {JsonWords.Describe(value)}", "a text");
        }

        return texts;
    }

    private List<ComponentEvidence> ReadEvidence(JsonObject component, string path)
    {
        var evidence = new List<ComponentEvidence>();
        foreach (var (json, place) in _fields.Objects(component, "evidence", required: false, path))
        {
            _fields.RefuseUnknownKeys(json, place, ["test", "table"]);
            if (_fields.Text(json, place, "test", required: true) is { } test)
                evidence.Add(new ComponentEvidence(test, _fields.Text(json, place, "table", required: false)));
        }

        return evidence;
    }

    private List<PluginRequirement> ReadRequires(JsonObject root)
    {
        var requires = new List<PluginRequirement>();
        foreach (var (json, path) in _fields.Objects(root, "requires", required: false))
        {
            _fields.RefuseUnknownKeys(json, path, ["id", "version"]);
            var id = _fields.Text(json, path, "id", required: true);
            var range = json.ContainsKey("version") ? _fields.Range(json, path, "version") : VersionRange.All;
            if (id is not null && range is not null) requires.Add(new PluginRequirement(id, range));
        }

        return requires;
    }

    private Dictionary<string, string> ReadCapabilities(JsonObject root)
    {
        var capabilities = new Dictionary<string, string>(StringComparer.Ordinal);
        if (_fields.Object(root, "capabilities", required: false) is not { } json) return capabilities;
        foreach (var (name, value) in json) capabilities[name] = JsonWords.Text(value);
        return capabilities;
    }

    private Dictionary<string, string>? ReadFiles(JsonObject root)
    {
        if (_fields.Object(root, "files", required: false) is not { } json) return null;
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, value) in json)
        {
            if (JsonWords.TryString(value, out var hash) && FileHash.IsHash(hash)) files[path] = hash.ToLowerInvariant();
            else _fields.Bad(JsonPath.Append("files", path), $"found {JsonWords.Describe(value)}", "a SHA-256 of 64 hexadecimal digits");
        }

        return files;
    }

    [GeneratedRegex("^[a-z0-9]+([.-][a-z0-9]+)*\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdPattern();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordPattern();
}
