using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace PluginHost.Sdk.Build;

/// <summary>
/// Writes <c>plugin.json</c> from what the generator put into the compiled assembly and from the project's properties. An assembly without
/// components is a library: nothing is written.
/// </summary>
public sealed class WritePluginManifest : Microsoft.Build.Utilities.Task
{
    /// <summary>The compiled assembly.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <summary>What it was compiled against, as files.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>The program that adds the schemas of the options; left empty, none are added.</summary>
    public string? SchemaProgram { get; set; }

    /// <summary>The names of assemblies that are contracts: those in use go into the manifest with the versions that fit.</summary>
    public ITaskItem[] Contracts { get; set; } = [];

    /// <summary>The plugin's id.</summary>
    [Required]
    public string Id { get; set; } = "";

    /// <summary>The plugin's version.</summary>
    [Required]
    public string Version { get; set; } = "";

    /// <summary>Its name for people.</summary>
    public string? Title { get; set; }

    /// <summary>What it is for.</summary>
    public string? Description { get; set; }

    /// <summary>Its authors, separated by semicolons.</summary>
    public string? Authors { get; set; }

    /// <summary>Its licence.</summary>
    public string? License { get; set; }

    /// <summary>Its target framework.</summary>
    [Required]
    public string TargetFramework { get; set; } = "";

    /// <summary>Other plugins that it needs; the metadata <c>Version</c> is a range.</summary>
    public ITaskItem[] Requires { get; set; } = [];

    /// <summary>Free facts; the metadata <c>Value</c> is JSON.</summary>
    public ITaskItem[] Capabilities { get; set; } = [];

    /// <summary>Where the manifest goes.</summary>
    [Required]
    public string ManifestFile { get; set; } = "";

    /// <summary>The manifest, or <see langword="null"/> if the assembly has no components.</summary>
    [Output]
    public string? WrittenFile { get; private set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (CompiledAssembly.Read(Assembly) is not { } assembly
            || !assembly.Facts.TryGetValue("PluginHost.EntryType", out var entryType)
            || !assembly.Facts.TryGetValue("PluginHost.Provides", out var provides))
        {
            if (File.Exists(ManifestFile)) File.Delete(ManifestFile);
            return true;
        }

        var fields = new List<string> { Field("id", Id), Field("version", SemanticVersion(Version)) };
        if (!string.IsNullOrWhiteSpace(Title)) fields.Add(Field("name", Title!));
        if (!string.IsNullOrWhiteSpace(Description)) fields.Add(Field("description", Description!));
        var authors = (Authors ?? "").Split([';'], StringSplitOptions.RemoveEmptyEntries).Select(author => author.Trim()).ToArray();
        if (authors.Length > 0) fields.Add($"\"authors\": [{string.Join(", ", authors.Select(Json))}]");
        if (!string.IsNullOrWhiteSpace(License)) fields.Add(Field("license", License!));
        fields.Add($"\"contracts\": {Object(UsedContracts(assembly).Select(pair => Field(pair.Key, Range(pair.Value))))}");
        fields.Add(Field("targetFramework", TargetFramework));
        fields.Add(Field("entryAssembly", Path.GetFileName(Assembly)));
        fields.Add(Field("entryType", entryType));
        fields.Add($"\"provides\": {provides}");
        if (Requires.Length > 0) fields.Add($"\"requires\": [{string.Join(", ", Requires.Select(Requirement))}]");
        if (Capabilities.Length > 0)
            fields.Add($"\"capabilities\": {Object(Capabilities.Select(item => $"{Json(item.ItemSpec)}: {Value(item)}"))}");
        var manifest = $"{{\n  {string.Join(",\n  ", fields)}\n}}\n";
        if (assembly.HasOptions && !string.IsNullOrEmpty(SchemaProgram)) manifest = WithSchemas(manifest, entryType);
        File.WriteAllText(ManifestFile, manifest, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        WrittenFile = ManifestFile;
        return !Log.HasLoggedErrors;
    }

    private string WithSchemas(string manifest, string entryType)
    {
        var (completed, fault) = new SchemaProgram(SchemaProgram!).Complete(manifest, Assembly, entryType, References.Select(item => item.ItemSpec));
        if (completed is null)
            Log.LogWarning(null, "PHSDK012", null, Assembly, 0, 0, 0, 0, $"The options get no schema in plugin.json: {fault}");
        return completed ?? manifest;
    }

    /// <summary>
    /// The contracts that the assembly uses, itself or through libraries that it brings along, with the newest version any of them was built
    /// against.
    /// </summary>
    private SortedDictionary<string, Version> UsedContracts(CompiledAssembly assembly)
    {
        var contracts = new HashSet<string>(Contracts.Select(item => item.ItemSpec), StringComparer.OrdinalIgnoreCase);
        var carried = References.Where(item => string.Equals(item.GetMetadata("CopyLocal"), "true", StringComparison.OrdinalIgnoreCase))
            .GroupBy(item => Path.GetFileNameWithoutExtension(item.ItemSpec), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First().ItemSpec, StringComparer.OrdinalIgnoreCase);
        var used = new SortedDictionary<string, Version>(StringComparer.Ordinal);
        var waiting = new Queue<CompiledAssembly>([assembly]);
        while (waiting.Count > 0)
        {
            foreach (var reference in waiting.Dequeue().References)
            {
                if (contracts.Contains(reference.Key))
                {
                    if (!used.TryGetValue(reference.Key, out var known) || known < reference.Value) used[reference.Key] = reference.Value;
                }
                else if (carried.TryGetValue(reference.Key, out var path))
                {
                    carried.Remove(reference.Key);
                    if (CompiledAssembly.Read(path) is { } library) waiting.Enqueue(library);
                }
            }
        }

        return used;
    }

    /// <summary>The versions that serve what was built against one: before 1.0 each minor version may break, from then on each major one.</summary>
    private static string Range(Version version) => version.Major == 0
        ? $"[0.{version.Minor},0.{version.Minor + 1})"
        : $"[{version.Major}.{version.Minor},{version.Major + 1}.0)";

    private static string SemanticVersion(string version) => version.Split('-', '+')[0].Split('.').Length switch
    {
        1 => version + ".0.0",
        2 => version + ".0",
        _ => version,
    };

    private static string Requirement(ITaskItem item) => item.GetMetadata("Version") is { Length: > 0 } range
        ? $"{{ {Field("id", item.ItemSpec)}, {Field("version", range)} }}"
        : $"{{ {Field("id", item.ItemSpec)} }}";

    private static string Value(ITaskItem item) => item.GetMetadata("Value") is { Length: > 0 } value ? value : "true";

    private static string Object(IEnumerable<string> fields) => $"{{ {string.Join(", ", fields)} }}";

    private static string Field(string name, string value) => $"{Json(name)}: {Json(value)}";

    private static string Json(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var letter in text.Trim())
        {
            if (letter is '"' or '\\') json.Append('\\').Append(letter);
            else if (char.IsControl(letter)) json.Append($"\\u{(int)letter:x4}");
            else json.Append(letter);
        }

        return json.Append('"').ToString();
    }
}
