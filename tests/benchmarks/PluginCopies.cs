using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Packages;

namespace PluginHost.Benchmarks;

/// <summary>A temporary folder with many plugins: copies of the built ones under other ids, with the hashes that a package has.</summary>
internal sealed class PluginCopies : IDisposable
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public PluginCopies(int count)
    {
        var built = Directory.GetDirectories(BuiltTree.Plugins).Where(folder => File.Exists(Path.Combine(folder, "plugin.json")))
            .Order(StringComparer.Ordinal).ToArray();
        for (var i = 0; i < count; i++) Copy(built[i % built.Length], i / built.Length);
        Files = Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Length;
        Bytes = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("pluginhost-benchmark-").FullName;

    public int Files { get; }

    public long Bytes { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Copy(string plugin, int edition)
    {
        var target = Directory.CreateDirectory(Path.Combine(Folder, $"{Path.GetFileName(plugin)}-{edition}")).FullName;
        foreach (var file in Directory.GetFiles(plugin, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(plugin, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var manifest = Path.Combine(target, "plugin.json");
        var json = (JsonObject)JsonNode.Parse(File.ReadAllText(manifest), documentOptions: Lenient)!;
        json["id"] = $"{json["id"]}-{edition}";
        foreach (var provided in json["provides"]!.AsArray()) provided!["name"] = $"{provided["name"]}-{edition}";
        foreach (var required in json["requires"]?.AsArray() ?? []) required!["id"] = $"{required["id"]}-{edition}";
        File.WriteAllText(manifest, json.ToJsonString());
        PackedManifest.Stamp(target);
    }
}
