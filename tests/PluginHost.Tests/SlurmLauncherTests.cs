using System.Diagnostics;
using PluginHost.Contracts;
using PluginHost.Plugins.Slurm;

namespace PluginHost.Tests;

/// <summary>The Slurm launcher over shell scripts in the place of Slurm's programs; tests/Jobs.Tests has a real Slurm.</summary>
public sealed class SlurmLauncherTests : IDisposable
{
    private readonly FakeSlurm _slurm = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SlurmOptions _options = new() { PollSeconds = 0.1, PatienceSeconds = 1 };
    private readonly LaunchRecorder _context;

    public SlurmLauncherTests() => _context = new LaunchRecorder(_slurm.Root, _stop.Token, CancellationToken.None);

    public void Dispose()
    {
        _stop.Dispose();
        _slurm.Dispose();
    }

    [Fact]
    public void The_script_asks_for_what_the_options_say()
    {
        var options = new SlurmOptions
        {
            Time = "2:00:00", Partition = "long", Account = "lab", Gpus = "1", Cpus = 3, Memory = "8G", SignalSeconds = 60, Extra = ["--qos=high"],
        };

        var lines = ArrayScript.Of("/shared/1", "name", [Run("a", ""), Run("b", "")], options, parallel: 7).Split('\n');

        string[] asked =
        [
            "job-name=name", "array=0-1%7", "cpus-per-task=3", "output=\"/shared/1.log\"", "open-mode=append", "requeue", "time=2:00:00",
            "partition=long", "account=lab", "gpus=1", "mem=8G", "signal=B:USR1@60", "qos=high",
        ];
        foreach (var option in asked) lines.ShouldContain($"#SBATCH --{option}");
        lines.ShouldContain("export OMP_NUM_THREADS=3");
    }

    [Fact]
    public async Task A_run_that_ends_by_itself_is_reported_with_its_exit_code_and_not_repeated()
    {
        await Launch(Run("good", "echo \"said $FIXTURE\""), Run("bad", "exit 4"));

        Codes().ShouldBe([("bad", 4), ("good", 0)]);
        _slurm.Submissions.ShouldBe(1);
        var log = await File.ReadAllLinesAsync(Path.Combine(_slurm.Root, "good", "output.log"));
        log[0].ShouldStartWith("# ");
        log[1].ShouldBe("said it's set");
    }

    [Fact]
    public async Task A_killed_run_is_submitted_again_and_resumes()
    {
        await Launch(Run("run", "[ \"$1\" = --resume ] && exit 0; echo '{}' >run.json; kill -9 $$"));

        Codes().ShouldBe([("run", 0)]);
        _slurm.Submissions.ShouldBe(2);
        _context.Prepared.ShouldBe(["run", "run"]);
        _context.Starts.ShouldBe([("run", false)]);
    }

    [Fact]
    public async Task A_run_that_never_comes_to_its_end_is_given_up_after_the_attempts()
    {
        _options.Attempts = 2;
        await Launch(Run("run", "kill -9 $$"));

        var end = _context.Ends.ShouldHaveSingleItem().End;
        end.ExitCode.ShouldBeNull();
        end.Reason.ShouldBe("it was broken off 2 times, the last one as FAILED");
        _slurm.Submissions.ShouldBe(2);
    }

    [Fact]
    public async Task The_signal_before_the_limit_reaches_the_run_and_its_task_goes_back_into_the_queue()
    {
        var running = Launch(Run(
            "run", "[ \"$1\" = --resume ] && exit 0; trap 'echo saved; exit 130' USR1; echo '{}' >run.json; while :; do sleep 0.05; done"));
        await Appears(Path.Combine(_slurm.Root, "run", "run.json"), running);
        using (var kill = Process.Start("kill", ["-USR1", _slurm.Read("pid-1_0")])) await kill.WaitForExitAsync();
        await running;

        Codes().ShouldBe([("run", 0)]);
        _slurm.Submissions.ShouldBe(1);
        (await File.ReadAllTextAsync(Path.Combine(_slurm.Root, "run", "output.log"))).ShouldContain("saved");
    }

    [Fact]
    public async Task A_task_that_somebody_cancelled_is_not_submitted_again()
    {
        _slurm.Set("hold");
        var running = Launch(Run("run", "exit 0"));
        await Appears(Path.Combine(_slurm.Root, "task-1_0"), running);
        using (var cancel = Process.Start(Path.Combine(_slurm.Root, "scancel"), ["1_0"])) await cancel.WaitForExitAsync();
        await running;

        _context.Ends.ShouldHaveSingleItem().End.Reason.ShouldBe("its task was cancelled");
        _slurm.Submissions.ShouldBe(1);
    }

    [Fact]
    public async Task What_an_earlier_session_submitted_is_found_and_not_submitted_twice()
    {
        var run = Run("run", "exit 0");
        _slurm.Set("hold");
        await new SlurmQueue(_context.Directory).SubmitAsync([(run, 0)], _options, 0);
        var running = Launch(run);
        while (_context.Told.Count == 0 && !running.IsCompleted) await Task.Delay(20);
        var script = Path.Combine(_context.Directory, "1.sh");
        var name = new SlurmQueue(_context.Directory).JobName(1);
        using (var execute = Process.Start(Path.Combine(_slurm.Root, "execute"), [name, "1", "0", script])) await execute.WaitForExitAsync();
        await running;

        _context.Told[0].ShouldStartWith("1 of them");
        Codes().ShouldBe([("run", 0)]);
        _context.Prepared.ShouldBeEmpty();
        _slurm.Submissions.ShouldBe(1);
    }

    [Fact]
    public async Task A_waiting_task_of_another_job_than_the_present_one_is_cancelled_and_submitted_anew()
    {
        var run = Run("run", "exit 0");
        _slurm.Set("hold");
        await new SlurmQueue(_context.Directory).SubmitAsync([(run, 0)], _options, 0);
        _slurm.Unset("hold");
        await Launch(run with { Fingerprint = "f2" });

        _slurm.Read("scancel.log").ShouldBe("1_0");
        Codes().ShouldBe([("run", 0)]);
        _slurm.Submissions.ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_submission_is_a_finding_with_Slurms_own_words()
    {
        _slurm.Set("refuse", "invalid partition specified: lnog");

        var finding = await Refused(Run("run", "exit 0"));

        finding.Code.ShouldBe("SLURM0102");
        finding.What.ShouldContain("invalid partition specified: lnog");
    }

    [Fact]
    public async Task A_queue_that_gives_no_answer_for_too_long_is_a_finding()
    {
        _slurm.Set("hold");
        _slurm.Set("mute");

        var finding = await Refused(Run("run", "exit 0"));

        finding.Code.ShouldBe("SLURM0103");
        finding.What.ShouldContain("Unable to contact slurm controller");
    }

    [Fact]
    public async Task A_request_to_stop_cancels_what_waits_and_lets_what_runs_save()
    {
        _slurm.Set("hold");
        var running = Launch(Run("run", "exit 0"));
        await Appears(Path.Combine(_slurm.Root, "task-1_0"), running);
        await _stop.CancelAsync();
        while (_slurm.Read("scancel.log").Split('\n').Length < 2 && !running.IsCompleted) await Task.Delay(20);
        _slurm.Set("task-1_0", new SlurmQueue(_context.Directory).JobName(1) + " 1 0 CANCELLED None\n");
        await running;

        var asked = _slurm.Read("scancel.log").Split('\n');
        asked.ShouldContain(line => line.StartsWith("--state=PENDING --name=compare-", StringComparison.Ordinal));
        asked.ShouldContain(line => line.StartsWith("--state=RUNNING --full --signal=TERM --name=compare-", StringComparison.Ordinal));
        _context.Ends.ShouldBeEmpty();
    }

    [Fact]
    public void Programs_that_are_not_on_PATH_are_named()
    {
        SlurmLauncher.Check("/nowhere").Select(finding => finding.Code + " " + finding.What)
            .ShouldContain("SLURM0101 the program 'sbatch' of Slurm is not on PATH");
        SlurmLauncher.Check(_slurm.Root).ShouldBeEmpty();
    }

    private async Task<Finding> Refused(LaunchedRun run) =>
        (await Should.ThrowAsync<JobException>(Launch(run))).Findings.ShouldHaveSingleItem();

    private Task Launch(params LaunchedRun[] runs) => new SlurmLauncher(_options).LaunchAsync(runs, _context);

    private LaunchedRun Run(string name, string script)
    {
        var folder = Path.Combine(_slurm.Root, name);
        return LaunchRecorder.Run(name, folder, ["bash", "-c", $"cd '{folder}'; {script}", "run"]);
    }

    private IEnumerable<(string, int?)> Codes() => _context.Ends.Select(end => (end.Name, end.End.ExitCode)).Order();

    private static async Task Appears(string file, Task running)
    {
        while (!File.Exists(file) && !running.IsCompleted) await Task.Delay(20);
    }
}
