using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PluginHost.Composition;
using PluginHost.Loading;

namespace PluginHost.Runs;

/// <summary>What ran: the exact version of every plugin and of the shared set, with the SHA-256 of every file.</summary>
internal static class PluginsLock
{
    public static JsonObject Create(PreparedJob prepared, SharedAssemblies shared)
    {
        var plugins = new JsonArray();
        foreach (var plugin in prepared.Plugins.OrderBy(plugin => plugin.Manifest.Id, StringComparer.Ordinal))
        {
            plugins.Add((JsonNode)new JsonObject
            {
                ["id"] = plugin.Manifest.Id,
                ["version"] = plugin.Manifest.Version.ToNormalizedString(),
                ["files"] = Hashes(plugin.Folder.Path),
            });
        }

        var common = new JsonArray();
        foreach (var assembly in shared.All)
        {
            common.Add((JsonNode)new JsonObject
            {
                ["name"] = assembly.Name,
                ["version"] = assembly.Version.ToString(),
                ["sha256"] = Hash(assembly.Path),
            });
        }

        return new JsonObject { ["host"] = HostVersion.Text, ["shared"] = common, ["plugins"] = plugins };
    }

    private static JsonObject Hashes(string folder)
    {
        var files = new JsonObject();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            files[Path.GetRelativePath(folder, file).Replace('\\', '/')] = Hash(file);
        return files;
    }

    private static string Hash(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
