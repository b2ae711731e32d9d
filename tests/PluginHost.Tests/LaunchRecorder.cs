using PluginHost.Contracts;

namespace PluginHost.Tests;

/// <summary>Stands in for the host before a launcher: notes what it is told.</summary>
internal sealed class LaunchRecorder(string directory, CancellationToken stop, CancellationToken kill) : ILaunchContext
{
    private readonly Lock _gate = new();

    public List<string> Prepared { get; } = [];

    public List<(string Name, bool Resumed)> Starts { get; } = [];

    public List<(string Name, LaunchEnd End)> Ends { get; } = [];

    public List<string> Told { get; } = [];

    public string Directory => Path.Combine(directory, ".launcher");

    public int? Parallel { get; init; }

    public CancellationToken Stop => stop;

    public CancellationToken Kill => kill;

    /// <summary>A run whose two command lines differ in a last argument.</summary>
    public static LaunchedRun Run(string name, string folder, IReadOnlyList<string> commandLine) => new()
    {
        Name = name,
        Folder = folder,
        OutputLog = Path.Combine(folder, "output.log"),
        ResultFile = folder + ".result.json",
        Start = commandLine,
        Resume = [.. commandLine, "--resume"],
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["FIXTURE"] = "it's set" },
        Threads = 0,
        Fingerprint = "f1",
    };

    public bool Prepare(LaunchedRun run)
    {
        lock (_gate) Prepared.Add(run.Name);
        return File.Exists(Path.Combine(run.Folder, "run.json"));
    }

    public void Started(LaunchedRun run, bool resumed)
    {
        lock (_gate) Starts.Add((run.Name, resumed));
    }

    public void Ended(LaunchedRun run, LaunchEnd end)
    {
        lock (_gate) Ends.Add((run.Name, end));
    }

    public void Tell(string text)
    {
        lock (_gate) Told.Add(text);
    }
}
