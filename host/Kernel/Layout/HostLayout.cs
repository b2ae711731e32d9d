namespace PluginHost.Layout;

/// <summary>
/// Where the parts of an installation lie: <c>shared/</c> and <c>plugins/</c> beside the host (packaged) or one level above it (built
/// tree). Run as the local tool
/// of a checkout, the host takes the checkout's built tree, so that plugins are never stale.
/// </summary>
internal sealed record HostLayout
{
    /// <summary>The environment variable that names a folder with <c>shared/</c> and <c>plugins/</c>.</summary>
    public const string HomeVariable = "PLUGINHOST_HOME";

    /// <summary>The environment variable that names the user's store.</summary>
    public const string StoreVariable = "PLUGINHOST_STORE";

    /// <summary>The environment variable that names an allow-list.</summary>
    public const string AllowVariable = "PLUGINHOST_ALLOW";

    /// <summary>The name of an allow-list, in settings and in projects.</summary>
    public const string AllowListFile = "plugins.allow.json";

    private const string MachineSettings = "/etc/pluginhost";
    private const string ToolPackage = "pluginhost.tool";

    public required string HostDirectory { get; init; }

    /// <summary>The shared assemblies; may be absent, then only the host's own contracts are shared.</summary>
    public required string SharedDirectory { get; init; }

    /// <summary>The built-in plugins; may be absent.</summary>
    public required string PluginsDirectory { get; init; }

    /// <summary>The user's installed plugins, or <see langword="null"/> to look for none.</summary>
    public string? UserStore { get; init; }

    /// <summary>The allow-lists in force beside a project's, absolute; each must be readable.</summary>
    public IReadOnlyList<string> AllowLists { get; init; } = [];

    /// <summary>The conformance kit; may be absent.</summary>
    public string KitDirectory { get; init; } = "";

    /// <summary>The generator and build steps that make plugins, as they lie in a package; may be absent.</summary>
    public string SdkDirectory { get; init; } = "";

    /// <summary>The public libraries that plugins carry as private copies, a folder each; may be absent.</summary>
    public string LibrariesDirectory { get; init; } = "";

    /// <summary>The template files of new plugins, beside the host.</summary>
    public string TemplateDirectory => Path.Combine(HostDirectory, "templates", "plugin");

    public static HostLayout Find() =>
        Find(AppContext.BaseDirectory, Environment.CurrentDirectory, Environment.GetEnvironmentVariable(HomeVariable)) with
        {
            UserStore = Environment.GetEnvironmentVariable(StoreVariable) is { Length: > 0 } store
                ? Path.GetFullPath(store)
                : UserFolders.Store,
            AllowLists = [.. FindAllowLists()],
        };

    /// <summary>Where plugins are looked for, first to last: the project's store, the user's, the built-in ones.</summary>
    /// <param name="project">The folder of the job or of the project, absolute.</param>
    public IReadOnlyList<string> PluginPath(string project) =>
    [
        .. PluginStore.OfProject(project).Folders(),
        .. UserStore is null ? [] : new PluginStore(UserStore).Folders(),
        PluginsDirectory,
    ];

    /// <summary>Words for where a plugin's folder lies.</summary>
    public string OriginOf(string folder, string project)
    {
        if (IsBelow(folder, PluginStore.OfProject(project).Root)) return "project";
        if (UserStore is not null && IsBelow(folder, UserStore)) return "user";
        return IsBuiltIn(folder) ? "built-in" : "named";
    }

    public bool IsBuiltIn(string folder) => IsBelow(folder, PluginsDirectory);

    private static bool IsBelow(string path, string directory) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(directory) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    internal static HostLayout Find(string baseDirectory, string currentDirectory, string? home)
    {
        var host = Path.TrimEndingDirectorySeparator(baseDirectory);
        if (!string.IsNullOrEmpty(home)) return Of(host, Path.GetFullPath(home));
        if (host.Split(Path.DirectorySeparatorChar).Contains(ToolPackage) && BuiltTreeAbove(currentDirectory) is { } built)
            return Of(host, built);
        var above = Path.GetDirectoryName(host);
        return Directory.Exists(Path.Combine(host, "shared")) || above is null ? Of(host, host) : Of(host, above);
    }

    private static IEnumerable<string> FindAllowLists()
    {
        string[] usual = [MachineSettings, UserFolders.Settings];
        foreach (var file in usual.Select(folder => Path.Combine(folder, AllowListFile)).Where(File.Exists)) yield return file;
        if (Environment.GetEnvironmentVariable(AllowVariable) is { Length: > 0 } named) yield return Path.GetFullPath(named);
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
        KitDirectory = Path.Combine(home, "kit"),
        SdkDirectory = Path.Combine(home, "sdk"),
        LibrariesDirectory = Path.Combine(home, "libraries"),
    };
}
