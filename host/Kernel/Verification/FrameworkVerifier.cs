using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Verification;

/// <summary>Checks that the plugin's target framework and shared frameworks are what this host runs on.</summary>
internal sealed partial class FrameworkVerifier : IPluginVerifier
{
    public IEnumerable<Finding> Verify(PluginUnderTest plugin)
    {
        var host = Environment.Version.Major;
        var stated = FrameworkPattern().Match(plugin.Manifest.TargetFramework);
        var major = stated.Success ? int.Parse(stated.Groups["major"].Value, CultureInfo.InvariantCulture) : 0;
        if (major < 10 || major > host)
        {
            yield return plugin.Error(
                FindingCodes.TargetFramework,
                "targetFramework",
                $"target framework '{plugin.Manifest.TargetFramework}' does not run here",
                host == 10 ? "net10.0" : $"net10.0 to net{host}.0");
        }
        else if (plugin.Entry?.TargetFramework is { } compiled && compiled != $".NETCoreApp,Version=v{major}.0")
        {
            yield return plugin.Error(
                FindingCodes.TargetFramework,
                "targetFramework",
                $"the manifest says {plugin.Manifest.TargetFramework}, but {plugin.Manifest.EntryAssembly} was built for {compiled}");
        }

        foreach (var framework in RuntimeFrameworks(plugin).Where(name => name != "Microsoft.NETCore.App"))
        {
            yield return plugin.Error(
                FindingCodes.SharedFramework,
                Path.ChangeExtension(plugin.Manifest.EntryAssembly, ".runtimeconfig.json"),
                $"it needs the shared framework {framework}, which a plugin cannot add to the host",
                "Microsoft.NETCore.App only");
        }
    }

    private static List<string> RuntimeFrameworks(PluginUnderTest plugin)
    {
        var file = Path.ChangeExtension(plugin.Folder.EntryPath, ".runtimeconfig.json");
        if (plugin.EntryFile is null || !File.Exists(file)) return [];
        var options = LocatedJson.Read(file, "", "").Value?.Root["runtimeOptions"] as JsonObject;
        IEnumerable<JsonNode?> frameworks = options?["frameworks"] as JsonArray ?? [];
        return
        [
            .. frameworks.Append(options?["framework"])
                .OfType<JsonObject>()
                .Select(framework => JsonWords.TryString(framework["name"], out var name) ? name : "?"),
        ];
    }

    [GeneratedRegex(@"^net(?<major>[1-9][0-9]?)\.0\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FrameworkPattern();
}
