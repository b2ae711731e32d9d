namespace PluginHost.Layout;

/// <summary>Where a user's and the machine's own settings and data lie, as the XDG base directory rules say.</summary>
internal static class UserFolders
{
    /// <summary>The user's installed plugins: <c>$XDG_DATA_HOME/pluginhost/plugins</c>.</summary>
    public static string Store => Path.Combine(Of("XDG_DATA_HOME", ".local", "share"), "pluginhost", "plugins");

    /// <summary>The user's settings: <c>$XDG_CONFIG_HOME/pluginhost</c>.</summary>
    public static string Settings => Path.Combine(Of("XDG_CONFIG_HOME", ".config"), "pluginhost");

    private static string Of(string variable, params string[] below)
    {
        // A relative value is to be ignored.
        var value = Environment.GetEnvironmentVariable(variable);
        return !string.IsNullOrEmpty(value) && Path.IsPathFullyQualified(value)
            ? value
            : Path.Combine([Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), .. below]);
    }
}
