using System.Collections.Concurrent;
using PluginHost.Contracts;

namespace DataSets.Tests.Soundfont;

/// <summary>A run in a folder of its own, removed afterwards; keeps the events.</summary>
internal sealed class RunStandIn : IRunContext, IRunEvents, IDisposable
{
    public RunStandIn() => Directory = System.IO.Directory.CreateTempSubdirectory("soundfont-test-").FullName;

    public ConcurrentQueue<RunEvent> Events { get; } = new();

    public string Name => "test";

    public string Directory { get; }

    public string JobDirectory => Directory;

    public string Device => "cpu";

    public int Threads => 1;

    public long Seed => 0;

    public bool Resume => false;

    public bool ShowProgress => false;

    public string ResolvePath(string path) => Path.GetFullPath(path, Directory);

    public void Publish(RunEvent runEvent) => Events.Enqueue(runEvent);

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
