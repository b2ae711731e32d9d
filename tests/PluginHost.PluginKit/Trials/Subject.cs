using System.Reflection;
using System.Text.Json.Nodes;

namespace PluginHost.PluginKit.Trials;

/// <summary>The component under test.</summary>
internal sealed record Subject
{
    /// <summary>The metadata of a test assembly that names the folder of a plugin under test.</summary>
    public const string PluginMetadata = "PluginHost.Plugin";

    /// <summary>The metadata of a test assembly that names the directory of the plugins that fill the rest of a job.</summary>
    public const string PluginsMetadata = "PluginHost.Plugins";

    /// <summary>The plugin's folder, absolute.</summary>
    public required string Folder { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required string Options { get; init; }

    /// <summary>Where the other plugins of a job lie.</summary>
    public required string Companions { get; init; }

    public static Subject Of(Assembly tests, string plugin, string kind, string name, string options)
    {
        var companions = Metadata(tests, PluginsMetadata).FirstOrDefault() ?? Path.Combine(AppContext.BaseDirectory, "plugins");
        return new Subject
        {
            Folder = Find(tests, plugin, companions),
            Kind = kind,
            Name = name,
            Options = options,
            Companions = companions,
        };
    }

    public override string ToString() => $"{Kind}.{Name}";

    /// <summary>A fact that the manifest declares about the component; <see langword="null"/> for none.</summary>
    public string? Declared(string name)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "plugin.json")))!;
        var component = manifest["provides"]!.AsArray().Single(each => (string?)each!["kind"] == Kind && (string?)each["name"] == Name);
        return (string?)component!["declares"]?[name];
    }

    private static string Find(Assembly tests, string plugin, string companions)
    {
        if (Path.IsPathRooted(plugin)) return plugin;
        var named = Metadata(tests, PluginMetadata).Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return named.FirstOrDefault(folder => Path.GetFileName(folder) == plugin) ?? Path.GetFullPath(plugin, companions);
    }

    private static IEnumerable<string> Metadata(Assembly tests, string key) =>
        tests.GetCustomAttributes<AssemblyMetadataAttribute>().Where(item => item.Key == key).Select(item => item.Value!);
}
