using System.Globalization;
using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

/// <summary>A part of tests/soak: runs that are killed without warning, at moments drawn from a fixed seed.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const string Classification = """
        {
          "name": "letters", "seed": 5, "threads": 1,
          "engine": { "use": "continual", "options": {
            "batchSize": 8, "evaluationBatchSize": 64, "steps": { "first": 60, "later": 40 }, "exemplarRepeat": 2,
            "optimizers": { "*": { "type": "sgd", "rate": 0.05 } }, "logEverySteps": 1, "checkpointEverySteps": 3 } },
          "task": "classification",
          "classifier": { "use": "mlp", "options": { "widths": [8] } },
          "dataset": { "use": "letters", "options": { "source": "embedded" } },
          "benchmark": { "use": "class-incremental", "options": { "classOrder": ["A", "B", "C", "D"], "classesPerExperience": 2 } },
          "strategy": "icarl",
          "memory": { "use": "herding", "options": { "total": 6 } },
          "metric": ["accuracy", "continual"]
        }
        """;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("separation", 1)]
    [InlineData("classification", 2)]
    public async Task A_run_killed_at_random_moments_ends_bit_for_bit_as_one_that_was_not(string task, int seed)
    {
        var random = new Random(seed);
        var job = _folder.File("job.json", task == "separation" ? TinyJob.Text : Classification);
        var whole = HostRun.Execute(_folder.Path, "run", job, "--output", Folder("whole"));
        whole.ExitCode.ShouldBe(0, whole.Output + whole.Errors);
        var (kills, alive) = (0, 0);
        while (true)
        {
            string[] resume = File.Exists(Path.Combine(Folder("cut"), "run.json")) ? ["--resume"] : [];
            using var process = HostRun.Start(_folder.Path, ["run", job, "--output", Folder("cut"), .. resume]);
            if (kills < 3)
            {
                // Some states later, however fast this machine is, and at any moment after that.
                var states = NewestState() + random.Next(1, 4);
                while (!process.HasExited && NewestState() < states) await Task.Delay(2);
                await Task.Delay(random.Next(30));
            }

            if (kills < 3 && !process.HasExited)
            {
                process.Kill();
                kills++;
                if (Directory.Exists(Path.Combine(Folder("cut"), "checkpoints"))) alive++;
                HostRun.Finish(process);
                // The kill may come when all is done but the process's end.
                var state = Path.Combine(Folder("cut"), "run.json");
                if (File.Exists(state) && File.ReadAllText(state).Contains("\"completed\"", StringComparison.Ordinal)) break;
                continue;
            }

            var run = HostRun.Finish(process);
            run.ExitCode.ShouldBe(0, run.Output + run.Errors);
            break;
        }

        kills.ShouldBeGreaterThan(0);
        alive.ShouldBeGreaterThan(0, "no kill came when something was saved");
        TinyJob.Numbers(Folder("cut")).ShouldBe(TinyJob.Numbers(Folder("whole")));
        Weights("cut").ShouldBe(Weights("whole"));
        Records("cut").ShouldBe(Records("whole"));
    }

    [Fact]
    public void A_killed_run_resumed_with_another_number_of_threads_or_log_interval_says_what_may_differ_and_what_not()
    {
        var job = _folder.File("job.json", Classification);
        using (var process = HostRun.Start(_folder.Path, "run", job, "--output", Folder("cut"), "--set", "engine.options.steps.later=100000"))
        {
            var checkpoints = Path.Combine(Folder("cut"), "checkpoints");
            while (!process.HasExited && !(Directory.Exists(checkpoints) && Directory.EnumerateFiles(checkpoints, "state-*.json").Any()))
                Thread.Sleep(20);
            process.Kill();
            HostRun.Finish(process);
        }

        string[] later = ["--resume", "--output", Folder("cut"), "--set", "engine.options.steps.later=100000"];
        var threads = HostRun.Execute(_folder.Path, ["run", job, .. later, "--threads", "2"]);
        threads.ExitCode.ShouldBe(2, threads.Output + threads.Errors);
        threads.Errors.ShouldContain("CE0303");
        threads.Errors.ShouldContain("--threads 1");

        var other = HostRun.Execute(_folder.Path, ["run", job, .. later, "--set", "engine.options.batchSize=4", "--set", "engine.options.logEverySteps=9"]);
        other.ExitCode.ShouldBe(2, other.Output + other.Errors);
        other.Errors.ShouldContain("engine.options.batchSize: the run to be resumed had 8, the job now has 4");
        other.Errors.ShouldNotContain("logEverySteps");
    }

    public void Dispose() => _folder.Dispose();

    private string Folder(string run) => Path.Combine(_folder.Path, run);

    private int NewestState() => !Directory.Exists(Path.Combine(Folder("cut"), "checkpoints")) ? 0 : Directory
        .EnumerateFiles(Path.Combine(Folder("cut"), "checkpoints"), "state-*.json")
        .Select(file => int.Parse(Path.GetFileNameWithoutExtension(file)["state-".Length..], CultureInfo.InvariantCulture))
        .DefaultIfEmpty(0).Max();

    // Names and contents of the predictions that a run kept; sounds are not kept.
    private string[] Records(string run) => !Directory.Exists(Path.Combine(Folder(run), "records")) ? [] :
    [
        .. Directory.GetFiles(Path.Combine(Folder(run), "records")).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];

    private byte[] Weights(string run) => File.ReadAllBytes(Path.Combine(Folder(run), "checkpoints", "experience-1.safetensors"));
}
