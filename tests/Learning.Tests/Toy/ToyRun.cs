namespace PluginHost.Learning.Tests;

/// <summary>A run context in a temporary folder that goes when it is disposed.</summary>
internal sealed class ToyRun(long seed = 1, bool resume = false, string? directory = null, string device = "cpu", int threads = 1)
    : IRunContext, IDisposable
{
    public string Name => "toy";

    public string Directory { get; } = directory ?? System.IO.Directory.CreateTempSubdirectory("learning-tests-").FullName;

    public string JobDirectory => Directory;

    public string Device => device;

    public int Threads => threads;

    public long Seed => seed;

    public bool Resume => resume;

    public bool ShowProgress => false;

    public string ResolvePath(string path) => Path.Combine(JobDirectory, path);

    public void Dispose()
    {
        if (System.IO.Directory.Exists(Directory)) System.IO.Directory.Delete(Directory, recursive: true);
    }
}
