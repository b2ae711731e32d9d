namespace PluginHost.Tests.Observers;

internal sealed class FakeRun(string directory) : IRunContext
{
    public string Name => Path.GetFileName(Directory);

    public string Directory { get; } = directory;

    public string JobDirectory => Directory;

    public string Device => "cpu";

    public int Threads => 2;

    public long Seed => 7;

    public bool Resume { get; init; }

    public bool ShowProgress { get; init; } = true;

    public string ResolvePath(string path) => Path.Combine(Directory, path);
}
