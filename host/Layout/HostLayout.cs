namespace PluginHost.Layout;

/// <summary>
/// Where the parts of an installation lie: <c>shared/</c> and <c>plugins/</c> beside the host (packaged) or one level above it (built
/// tree). Run as the local tool
/// of a checkout, the host takes the checkout's built tree, so that plugins are never stale.
/// </summary>
internal sealed class HostLayout
{
    /// <summary>The environment variable that names a folder with <c>shared/</c> and <c>plugins/</c>.</summary>
    public const string HomeVariable = "PLUGINHOST_HOME";

    private const string ToolPackage = "pluginhost.tool";

    public required string HostDirectory { get; init; }

    /// <summary>The shared assemblies; may be absent, then only the host's own contracts are shared.</summary>
    public required string SharedDirectory { get; init; }

    /// <summary>The built-in plugins; may be absent.</summary>
    public required string PluginsDirectory { get; init; }

    public static HostLayout Find() =>
        Find(AppContext.BaseDirectory, Environment.CurrentDirectory, Environment.GetEnvironmentVariable(HomeVariable));

    internal static HostLayout Find(string baseDirectory, string currentDirectory, string? home)
    {
        var host = Path.TrimEndingDirectorySeparator(baseDirectory);
        if (!string.IsNullOrEmpty(home)) return Of(host, Path.GetFullPath(home));
        if (host.Split(Path.DirectorySeparatorChar).Contains(ToolPackage) && BuiltTreeAbove(currentDirectory) is { } built)
            return Of(host, built);
        var above = Path.GetDirectoryName(host);
        return Directory.Exists(Path.Combine(host, "shared")) || above is null ? Of(host, host) : Of(host, above);
    }

    private static string? BuiltTreeAbove(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            var artifacts = Path.Combine(folder.FullName, "artifacts");
            if (!File.Exists(Path.Combine(folder.FullName, "dotnet-tools.json"))) continue;
            return Directory.Exists(Path.Combine(artifacts, "plugins"))
                && Directory.Exists(Path.Combine(artifacts, "shared"))
                ? artifacts
                : null;
        }

        return null;
    }

    private static HostLayout Of(string host, string home) => new()
    {
        HostDirectory = host,
        SharedDirectory = Path.Combine(home, "shared"),
        PluginsDirectory = Path.Combine(home, "plugins"),
    };
}
