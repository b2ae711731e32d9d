using PluginHost.Plugins.Continual;
using PluginHost.Plugins.ContavSep;

namespace PluginHost.Learning.Tests.Survival;

/// <summary>A toy job that is stopped after a step, what its folder holds then, and what a run that goes on from there comes to.</summary>
internal sealed class Halves(Func<ContinualOptions>? options = null) : IDisposable
{
    private const int Seed = 5;
    private readonly ToyRun _run = new(Seed);

    public string Checkpoints => Path.Combine(_run.Directory, "checkpoints");

    public string Directory => _run.Directory;

    public string[] States => [.. System.IO.Directory.GetFiles(Checkpoints, "state-*.json").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public static ContinualOptions Options()
    {
        var options = ToyJob.Options(16, 12);
        options.LogEverySteps = 1;
        options.CheckpointEverySteps = 4;
        return options;
    }

    /// <summary>Runs the job to its end, never stopped.</summary>
    public async Task<float[]> Whole()
    {
        using var run = new ToyRun(Seed);
        using var job = await Job(run, new(), new()).Run();
        return job.Weights();
    }

    /// <summary>Stops the job after a step.</summary>
    public async Task Stop(int experience, int step, ToyDataset? dataset = null, int threads = 1)
    {
        using var stop = new CancellationTokenSource();
        var events = new EventLog(runEvent =>
        {
            if (runEvent is StepCompleted taken && taken.Experience == experience && taken.Step == step) stop.Cancel();
        });
        var run = new ToyRun(Seed, directory: Directory, threads: threads);
        var job = Job(run, events, dataset ?? new());
        await Should.ThrowAsync<OperationCanceledException>(() => job.Run(stop.Token));
    }

    /// <summary>Runs the job until it fails by itself.</summary>
    public async Task<TException> Fails<TException>(Action<RunEvent> on)
        where TException : Exception
    {
        var job = Job(_run, new(on), new());
        return await Should.ThrowAsync<TException>(() => job.Run());
    }

    /// <summary>Goes on to the end.</summary>
    public async Task<(float[] Weights, EventLog Events)> Resume(ToyDataset? dataset = null, int threads = 1, ContinualOptions? other = null)
    {
        var events = new EventLog();
        var run = new ToyRun(Seed, resume: true, directory: Directory, threads: threads);
        using var job = await Job(run, events, dataset ?? new(), other).Run();
        return (job.Weights(), events);
    }

    /// <summary>Tries to go on, and gives what is found.</summary>
    public async Task<IReadOnlyList<Finding>> Refused(ToyDataset? dataset = null, int threads = 1, ContinualOptions? other = null) =>
        (await Should.ThrowAsync<JobException>(() => Resume(dataset, threads, other))).Findings;

    public void Dispose() => _run.Dispose();

    private ToyJob Job(ToyRun run, EventLog events, ToyDataset dataset, ContinualOptions? other = null) =>
        new(run, new ContavSepStrategy(new()), other ?? options?.Invoke() ?? Options()) { Events = events, Dataset = dataset };
}
