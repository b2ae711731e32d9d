using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

public sealed class ReproducibilityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_same_seed_gives_the_same_numbers_whatever_the_number_of_loader_threads()
    {
        var job = _folder.File("job.json", TinyJob.Text);
        Run(job, "one", "engine.options.loaderThreads=1");
        Run(job, "three", "engine.options.loaderThreads=3");
        TinyJob.Numbers(Folder("three")).ShouldBe(TinyJob.Numbers(Folder("one")));
        Weights("three").ShouldBe(Weights("one"));
    }

    [Fact]
    public void Another_seed_gives_other_numbers()
    {
        var job = _folder.File("job.json", TinyJob.Text);
        Run(job, "five", "seed=5");
        Run(job, "six", "seed=6");
        Weights("six").ShouldNotBe(Weights("five"));
    }

    [Fact]
    public async Task A_stopped_run_that_is_resumed_ends_with_the_numbers_of_an_uninterrupted_one()
    {
        // A second experience so long that no machine ends it before the signal arrives.
        const string steps = "engine.options.steps={\"first\":12,\"later\":300}";
        var job = _folder.File("job.json", TinyJob.Text.Replace("\"seed\": 5,", "\"seed\": 5, \"threads\": 1,", StringComparison.Ordinal));
        Run(job, "whole", steps);
        using var process = HostRun.Start(_folder.Path, "run", job, "--output", Folder("cut"), "--set", steps);
        var events = Path.Combine(Folder("cut"), "events.jsonl");
        while (!process.HasExited && !(File.Exists(events) && File.ReadAllText(events).Contains("\"experience\":1,\"phase\"", StringComparison.Ordinal)))
            await Task.Delay(20);
        HostRun.StartProgram("kill", _folder.Path, ["-TERM", $"{process.Id}"]).WaitForExit();
        var stopped = HostRun.Finish(process);
        stopped.ExitCode.ShouldBe(130, stopped.Output + stopped.Errors);

        var resumed = HostRun.Execute(_folder.Path, "run", job, "--output", Folder("cut"), "--set", steps, "--resume");
        resumed.ExitCode.ShouldBe(0, resumed.Output + resumed.Errors);
        TinyJob.Numbers(Folder("cut")).ShouldBe(TinyJob.Numbers(Folder("whole")));
        Weights("cut").ShouldBe(Weights("whole"));
    }

    public void Dispose() => _folder.Dispose();

    private string Folder(string run) => Path.Combine(_folder.Path, run);

    private byte[] Weights(string run) => File.ReadAllBytes(Path.Combine(Folder(run), "checkpoints", "experience-1.safetensors"));

    private void Run(string job, string name, params string[] settings)
    {
        var run = HostRun.Execute(_folder.Path, ["run", job, "--output", Folder(name), .. settings.SelectMany(setting => new[] { "--set", setting })]);
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
    }
}
