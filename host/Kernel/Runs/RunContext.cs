using PluginHost.Contracts;
using PluginHost.Jobs;
using PluginHost.Runtimes;

namespace PluginHost.Runs;

/// <inheritdoc/>
internal sealed class RunContext : IRunContext
{
    public required string Name { get; init; }

    public required string Directory { get; init; }

    public required string JobDirectory { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }

    public required long Seed { get; init; }

    public required bool Resume { get; init; }

    public required bool ShowProgress { get; init; }

    public static RunContext For(Job job, string directory, bool resume, bool showProgress) => new()
    {
        Name = Path.GetFileName(directory),
        Directory = directory,
        JobDirectory = job.Directory,
        Device = job.Device,
        Threads = ComputeThreads.Of(job.Threads),
        Seed = job.Seed,
        Resume = resume,
        ShowProgress = showProgress,
    };

    public string ResolvePath(string path) => JobPath.Resolve(JobDirectory, path);
}
