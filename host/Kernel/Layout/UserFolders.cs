using PluginHost.Contracts;
using PluginHost.Findings;

namespace PluginHost.Layout;

/// <summary>
/// Where a user's own settings and data lie, as the XDG base directory rules say. A folder that is not known is <see langword="null"/> and
/// never relative: what lies where one happens to stand is nobody's.
/// </summary>
/// <param name="variable">Gives a variable of the environment.</param>
/// <param name="home">The home folder that the system knows, be it there or not.</param>
internal sealed class UserFolders(Func<string, string?> variable, string home)
{
    private readonly FindingList _findings = new();

    /// <summary>Those of this process.</summary>
    public static UserFolders Present => new(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify));

    /// <summary>What is not known, as warnings; of the folders that were asked for.</summary>
    public FindingList Findings => _findings;

    /// <summary>The home folder: absolute and there; <see langword="null"/> if there is none.</summary>
    // The system's answer for a user without one is the root.
    public string? Home => Path.IsPathFullyQualified(home) && Directory.Exists(home) && (home != "/" || variable("HOME") == "/") ? home : null;

    /// <summary>The user's installed plugins: <c>$XDG_DATA_HOME/pluginhost/plugins</c>.</summary>
    public string? Store() => Of("XDG_DATA_HOME", [".local", "share"], ["pluginhost", "plugins"], "no plugins are taken from a user's store");

    /// <summary>The user's settings: <c>$XDG_CONFIG_HOME/pluginhost</c>.</summary>
    public string? Settings() => Of("XDG_CONFIG_HOME", [".config"], ["pluginhost"], "no allow-list of the user's is in force");

    /// <summary>What can be made again: <c>$XDG_CACHE_HOME/pluginhost</c>. Nothing is said where there is none.</summary>
    public string? Cache() => Known("XDG_CACHE_HOME", [".cache"], ["pluginhost"]);

    /// <summary>A path with a leading <c>~</c> written out; <see langword="null"/> if there is no home folder to put there.</summary>
    public string? Expand(string path)
    {
        if (path != "~" && !path.StartsWith("~/", StringComparison.Ordinal)) return path;
        return Home is { } known ? known + path[1..] : null;
    }

    private string? Of(string name, string[] usual, string[] below, string consequence)
    {
        if (Known(name, usual, below) is { } folder) return folder;
        var found = home.Length == 0 || home == "/" ? "there is no home folder" : $"the home folder '{home}' is no existing absolute folder";
        _findings.Warn(
            FindingCodes.NoUserFolder,
            "HOME",
            $"{found}, so {consequence}",
            fix: $"Set HOME to an existing folder, or {name} to an absolute one.");
        return null;
    }

    private string? Known(string name, string[] usual, string[] below)
    {
        // A relative value is to be ignored.
        var value = variable(name);
        if (!string.IsNullOrEmpty(value) && Path.IsPathFullyQualified(value)) return Path.Combine([value, .. below]);
        return Home is { } known ? Path.Combine([known, .. usual, .. below]) : null;
    }
}
