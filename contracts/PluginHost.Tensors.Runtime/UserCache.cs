namespace PluginHost.Tensors.Runtime;

/// <summary>The user's folder for what can be made again: <c>$XDG_CACHE_HOME/pluginhost</c>.</summary>
internal static class UserCache
{
    /// <summary>A folder in it; not created.</summary>
    internal static string Folder(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string Root => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named && Path.IsPathRooted(named)
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "pluginhost");
}
