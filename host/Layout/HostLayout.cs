namespace PluginHost.Layout;

/// <summary>Where the parts of an installation lie: <c>shared/</c> and <c>plugins/</c> beside the host (packaged) or one level above it (built tree).</summary>
internal sealed class HostLayout
{
    /// <summary>The environment variable that names a folder with <c>shared/</c> and <c>plugins/</c>.</summary>
    public const string HomeVariable = "PLUGINHOST_HOME";

    public required string HostDirectory { get; init; }

    /// <summary>The shared assemblies; may be absent, then only the host's own contracts are shared.</summary>
    public required string SharedDirectory { get; init; }

    /// <summary>The built-in plugins; may be absent.</summary>
    public required string PluginsDirectory { get; init; }

    public static HostLayout Find()
    {
        var host = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var home = Environment.GetEnvironmentVariable(HomeVariable);
        if (!string.IsNullOrEmpty(home)) return Of(host, Path.GetFullPath(home));
        var above = Path.GetDirectoryName(host);
        return Directory.Exists(Path.Combine(host, "shared")) || above is null ? Of(host, host) : Of(host, above);
    }

    private static HostLayout Of(string host, string home) => new()
    {
        HostDirectory = host,
        SharedDirectory = Path.Combine(home, "shared"),
        PluginsDirectory = Path.Combine(home, "plugins"),
    };
}
