namespace PluginHost.Tensors.Runtime;

/// <summary>
/// The user's folders for what can be made or fetched again. None is known without a home folder that is absolute and there: native code is
/// never taken from where one happens to stand.
/// </summary>
internal static class UserCache
{
    /// <summary>A folder in <c>$XDG_CACHE_HOME/pluginhost</c>, not created; null if no cache is known.</summary>
    internal static string? Folder(params ReadOnlySpan<string> parts) => Root is { } root ? Path.Combine([root, .. parts]) : null;

    /// <summary>The package cache of NuGet; null if none is known.</summary>
    internal static string? Packages => Named("NUGET_PACKAGES") ?? (Home is { } home ? Path.Combine(home, ".nuget", "packages") : null);

    private static string? Root => Named("XDG_CACHE_HOME") is { } cache ? Path.Combine(cache, "pluginhost")
        : Home is { } home ? Path.Combine(home, ".cache", "pluginhost")
        : null;

    // .NET gives an empty text for a folder that is not there, and a relative one as it stands.
    private static string? Home =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { } home && Path.IsPathFullyQualified(home) ? home : null;

    private static string? Named(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named && Path.IsPathFullyQualified(named) ? named : null;
}
