using PluginHost.Packages;

namespace PluginHost.Tests.Runtimes;

/// <summary>An installation whose shared set brings a scripted runtime, and its host as processes: a runtime is made once per process.</summary>
internal sealed class RuntimeBench : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("pluginhost-runtimes-").FullName;

    public RuntimeBench(params string[] script)
    {
        Directory.CreateDirectory(Native);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Workbench.Fixtures, "shared"), "*.dll")
            .Append(Path.Combine(Workbench.Fixtures, "Fixtures.Runtime", "Fixtures.Runtime.dll")))
            File.Copy(file, Path.Combine(Shared, Path.GetFileName(file)));
        Script(script);
        Directory.CreateSymbolicLink(Path.Combine(_home, "plugins"), Workbench.Plugins);
    }

    public Workbench Jobs { get; } = new();

    public string Shared => Path.Combine(_home, "shared");

    public string Folder => Jobs.Folder;

    /// <summary>What the runtime was asked, in this order.</summary>
    public string[] Log => File.Exists(LogFile) ? File.ReadAllLines(LogFile) : [];

    private string Native => Path.Combine(Shared, "native");

    private string LogFile => Path.Combine(Native, "log.txt");

    public RuntimeBench Job(string components)
    {
        Jobs.Job(components);
        return this;
    }

    /// <summary>What the runtime is to do.</summary>
    public void Script(params string[] lines) => File.WriteAllLines(Path.Combine(Native, "script.txt"), lines);

    /// <summary>Runs a command in a process of its own.</summary>
    public Task<CliResult> Host(string[] arguments, params (string Name, string? Value)[] variables) =>
        Host(arguments, "dotnet", variables);

    /// <summary>Runs a command in a process of its own, by some dotnet.</summary>
    public Task<CliResult> Host(string[] arguments, string dotnet, params (string Name, string? Value)[] variables) => HostProcess.StartAsync(
        Folder,
        [dotnet, HostProcess.Program, .. arguments],
        [("PLUGINHOST_HOME", _home), ("PLUGINHOST_STORE", Path.Combine(_home, "store")), ("OMP_NUM_THREADS", null), .. variables]);

    /// <summary>Makes a feed of one package beside the job and lets the NuGet configuration of that folder know no other.</summary>
    public void Feed(string id, string version)
    {
        var feed = Directory.CreateDirectory(Path.Combine(Folder, "feed")).FullName;
        var files = new Dictionary<string, Func<Stream>>(StringComparer.Ordinal)
        {
            ["runtimes/linux-x64/native/libdrum.so"] = () => new MemoryStream([1, 2, 3]),
        };
        PackageWriter.Write(
            Path.Combine(feed, $"{id}.{version}.nupkg"),
            Nuspec.OfLibrary(id, version, "A native library.", []),
            files);
        File.WriteAllText(Path.Combine(Folder, "nuget.config"), """
            <configuration>
              <packageSources><clear /><add key="here" value="feed" /></packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """);
    }

    public void Dispose()
    {
        Directory.Delete(Path.Combine(_home, "plugins"));
        Directory.Delete(_home, recursive: true);
        Jobs.Dispose();
    }
}
