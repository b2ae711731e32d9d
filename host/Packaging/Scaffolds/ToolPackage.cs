using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Json;
using PluginHost.Layout;

namespace PluginHost.Scaffolds;

/// <summary>
/// This installation as the package of a local .NET tool, so that <c>dotnet host</c> works in a project elsewhere: the host, the shared set,
/// plugins, libraries, Sdk and kit. Native libraries that <c>setup</c> fetches are left out.
/// </summary>
internal sealed class ToolPackage(HostLayout layout)
{
    /// <summary>The package's id.</summary>
    public const string Id = "PluginHost.Tool";

    /// <summary>The manifest by which the SDK finds the tool.</summary>
    public const string ManifestFile = "dotnet-tools.json";

    private const string HostName = "dotnet-host";
    private const string Place = "tools/net10.0/any/";

    // One line, also read by the build that packs the tool of this repository: names with semicolons between.
    private const string NativesFile = "tool-natives.txt";

    private const string Settings = """
        <?xml version="1.0" encoding="utf-8"?>
        <DotNetCliTool Version="1">
          <Commands>
            <Command Name="dotnet-host" EntryPoint="dotnet-host.dll" Runner="dotnet" />
          </Commands>
        </DotNetCliTool>
        """;

    /// <summary>The files that a host cannot be without, absolute.</summary>
    public IEnumerable<string> Needed => [InHost($"{HostName}.dll"), InHost($"{HostName}.deps.json"), InHost($"{HostName}.runtimeconfig.json")];

    /// <summary>Makes the package's description.</summary>
    public FeedPackage Create() => new()
    {
        Id = Id,
        Description = "The PluginHost kernel and its command line, with the plugins of the installation that made this package.",
        IsTool = true,
        Files = Files(),
        Texts = new Dictionary<string, string>(StringComparer.Ordinal) { [Place + "DotnetToolSettings.xml"] = Settings },
    };

    /// <summary>Names a version of the tool in a manifest; what else that names stays.</summary>
    /// <param name="file">The manifest; made if it is not there.</param>
    /// <param name="version">The version.</param>
    public static void WriteManifest(string file, string version)
    {
        var json = Read(file) ?? new JsonObject { ["version"] = 1, ["isRoot"] = true };
        if (json["tools"] is not JsonObject tools) json["tools"] = tools = [];
        tools[Id.ToLowerInvariant()] = new JsonObject
        {
            ["version"] = version,
            ["commands"] = new JsonArray(HostName),
            ["rollForward"] = false,
        };
        JsonFile.Write(file, json);
    }

    /// <summary>Whether a manifest names the tool.</summary>
    public static bool IsIn(string file) => (Read(file)?["tools"] as JsonObject)?.ContainsKey(Id.ToLowerInvariant()) == true;

    private static JsonObject? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Dictionary<string, string> Files()
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in HostFiles().Where(name => File.Exists(InHost(name)))) files[Place + name] = InHost(name);
        Add(files, "templates", Path.Combine(layout.HostDirectory, "templates"), _ => true);
        var natives = File.Exists(InHost(NativesFile)) ? File.ReadAllText(InHost(NativesFile)).Trim().Split(';') : null;
        bool IsNative(string path) => path.StartsWith("native/", StringComparison.Ordinal);
        Add(files, "shared", layout.SharedDirectory, path => natives is null || !IsNative(path) || natives.Contains(Path.GetFileName(path)));
        Add(files, "plugins", layout.PluginsDirectory, _ => true);
        Add(files, "libraries", layout.LibrariesDirectory, _ => true);
        Add(files, "sdk", layout.SdkDirectory, _ => true);
        Add(files, "kit", layout.KitDirectory, path => path.StartsWith("PluginHost.PluginKit.", StringComparison.Ordinal));
        return files;
    }

    /// <summary>What the host's own build recorded that it loads, and the files by which dotnet starts it.</summary>
    private IEnumerable<string> HostFiles()
    {
        yield return $"{HostName}.deps.json";
        yield return $"{HostName}.runtimeconfig.json";
        if (File.Exists(InHost(NativesFile))) yield return NativesFile;
        var targets = JsonNode.Parse(File.ReadAllText(InHost($"{HostName}.deps.json")))?["targets"] as JsonObject ?? [];
        foreach (var library in targets.SelectMany(target => target.Value as JsonObject ?? []).Select(pair => pair.Value as JsonObject ?? []))
        {
            foreach (var (path, _) in library["runtime"] as JsonObject ?? []) yield return Path.GetFileName(path);
            foreach (var (path, _) in library["runtimeTargets"] as JsonObject ?? []) yield return path;
        }
    }

    // Documentation of shared assemblies and libraries stays: projects are made from this installation too.
    private static void Add(Dictionary<string, string> files, string name, string folder, Func<string, bool> belongs)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (Path.GetExtension(file) != ".pdb" && belongs(path)) files[$"{Place}{name}/{path}"] = file;
        }
    }

    private string InHost(string name) => Path.Combine(layout.HostDirectory, name);
}
