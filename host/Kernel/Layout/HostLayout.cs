using PluginHost.Findings;

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

    /// <summary>The user's folder for what can be made again, or <see langword="null"/> to keep nothing.</summary>
    public string? UserCache { get; init; }

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

    /// <summary>What is wrong with how this installation and the user's folders are named; part of every discovery's findings.</summary>
    public FindingList Findings { get; init; } = new();

    public static HostLayout Find()
    {
        var findings = new FindingList();
        var users = UserFolders.Present;
        var home = findings.Take(Named(HomeVariable));
        var layout = Find(AppContext.BaseDirectory, Environment.CurrentDirectory, home) with
        {
            UserStore = IsSet(StoreVariable) ? findings.Take(Named(StoreVariable)) : users.Store(),
            UserCache = users.Cache(),
            AllowLists = findings.Take(FindAllowLists(users)),
            Findings = findings,
        };
        findings.AddRange(users.Findings);
        return layout;
    }

    /// <summary>Where plugins are looked for, first to last: the project's store, the user's, the built-in ones.</summary>
    /// <param name="project">The folder of the job or of the project, absolute.</param>
    /// <remarks>A folder that cannot be read is a warning.</remarks>
    public Result<IReadOnlyList<string>> PluginPath(string project)
    {
        var findings = new FindingList();
        var installed = findings.Take(PluginStore.OfProject(project).Folders());
        var ofUser = UserStore is null ? [] : findings.Take(new PluginStore(UserStore).Folders());
        return new([.. installed, .. ofUser, PluginsDirectory], findings);
    }

    /// <summary>The directories of <see cref="PluginPath"/>, whatever lies in them.</summary>
    public IReadOnlyList<string> Stores(string project) =>
        [PluginStore.OfProject(project).Root, .. UserStore is null ? [] : new[] { UserStore }, PluginsDirectory];

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
        if (!string.IsNullOrEmpty(home)) return Of(host, home);
        if (IsLocalTool(host) && BuiltTreeAbove(currentDirectory) is { } built) return Of(host, built);
        var above = Path.GetDirectoryName(host);
        return Directory.Exists(Path.Combine(host, "shared")) || above is null ? Of(host, host) : Of(host, above);
    }

    private static Result<IReadOnlyList<string>> FindAllowLists(UserFolders users)
    {
        string?[] usual = [MachineSettings, users.Settings()];
        List<string> lists = [.. usual.OfType<string>().Select(folder => Path.Combine(folder, AllowListFile)).Where(ReadableFolder.MayHold)];
        var (named, findings) = Named(AllowVariable);
        if (named is not null) lists.Add(named);
        return new(lists, findings);
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    /// <summary>The path that a variable names. A relative one would name another place wherever one stands.</summary>
    private static Result<string?> Named(string variable)
    {
        var findings = new FindingList();
        if (!IsSet(variable)) return new(null, findings);
        var value = Environment.GetEnvironmentVariable(variable)!;
        if (Path.IsPathFullyQualified(value)) return new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(value)), findings);
        findings.Error(
            FindingCodes.BadValue, variable, $"'{value}' is a relative path, which depends on where one stands", "an absolute path");
        return new(null, findings);
    }

    // A local tool runs from the package cache, since a manifest above the present folder names it. A global one lies in a .store: it
    // runs anywhere and takes no code from there.
    private static bool IsLocalTool(string host)
    {
        var parts = host.Split(Path.DirectorySeparatorChar);
        return parts.Contains(ToolPackage) && !parts.Contains(".store");
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
