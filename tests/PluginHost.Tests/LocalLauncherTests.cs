using System.Diagnostics;
using PluginHost.Comparisons;
using PluginHost.Comparisons.Cells;
using PluginHost.Comparisons.Running;
using PluginHost.Contracts;

namespace PluginHost.Tests;

/// <summary>The processes of this machine as runs of cells, with shell scripts in the place of a run.</summary>
public sealed class LocalLauncherTests : IDisposable
{
    private readonly Workbench _bench = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();

    public void Dispose()
    {
        _stop.Dispose();
        _kill.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task Output_and_errors_go_to_the_log_below_the_command_line()
    {
        var outcome = await Run("echo 'one'; echo \"two  $1\" >&2; cat", "it's \"quoted\" \\ and $HOME");

        (outcome.Failure, outcome.Stopped).ShouldBe((null, false));
        var log = Log();
        log[0].ShouldStartWith("# ");
        log[0].ShouldEndWith("""'it'\''s "quoted" \ and $HOME'""");
        log[1..].Order(StringComparer.Ordinal).ShouldBe(["one", """two  it's "quoted" \ and $HOME"""]);
    }

    [Fact]
    public async Task Why_a_run_failed_is_read_from_the_result_that_it_wrote_and_never_from_what_it_printed()
    {
        const string refused = """{ "outcome": "refused", "findings": [ { "code": "PH9", "severity": "error", "where": "job.json", "what": "no" } ] }""";

        (await Run("echo 'error PH1 printed'; exit 7")).Failure.ShouldBe("the run's process ended with exit code 7");
        (await Run($"echo 'error PH1 printed'; echo '{refused}' > result.json; exit 2")).Failure.ShouldBe("PH9 job.json: no");
        (await Run("""echo '{ "outcome": "failed", "reason": "it broke" }' > result.json; exit 4""")).Failure.ShouldBe("it broke");
    }

    [Fact]
    public async Task The_result_of_an_earlier_execution_says_nothing_of_a_process_that_wrote_none()
    {
        await Run("""echo '{ "outcome": "failed", "reason": "it broke" }' > result.json; exit 4""");

        (await Run("exit 7")).Failure.ShouldBe("the run's process ended with exit code 7");
    }

    [Fact]
    public async Task A_request_to_stop_is_SIGTERM_and_what_the_run_still_writes_is_kept()
    {
        var running = Run("trap 'echo saved; exit 130' TERM; trap 'echo interrupted; exit 1' INT; touch ready; while :; do read -t 1 <> <(:); done");
        await Appears("ready", running);
        await _stop.CancelAsync();

        (await running).Stopped.ShouldBeTrue();
        Log()[^1].ShouldBe("saved");
    }

    [Fact]
    public async Task A_request_to_end_at_once_kills_the_run_and_the_processes_it_started()
    {
        var running = Run("trap '' TERM INT; sleep 1000 & echo $! > child.new; mv child.new child; wait; wait");
        await Appears("child", running);
        using var child = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(Path.Combine(_bench.Folder, "child"))));
        await _stop.CancelAsync();
        await _kill.CancelAsync();

        (await running).Stopped.ShouldBeTrue();
        await child.WaitForExitAsync();
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_why_the_run_cannot_be_started() =>
        (await Launch([Path.Combine(_bench.Folder, "nothing")])).Failure.ShouldNotBeNull().ShouldStartWith("it cannot be started: ");

    private Task<CellOutcome> Run(string script, params string[] arguments) =>
        Launch(["bash", "-c", $"cd '{_bench.Folder}'; {script}", "run", .. arguments]);

    private async Task<CellOutcome> Launch(IReadOnlyList<string> commandLine)
    {
        var context = new LaunchRecorder(_bench.Folder, _stop.Token, _kill.Token);
        var run = LaunchRecorder.Run("trial", _bench.RunFolder, commandLine) with { ResultFile = Result };
        await new LocalLauncher().LaunchAsync([run], context);
        return GridLaunch.Judge(run, context.Ends.ShouldHaveSingleItem().End, _stop.IsCancellationRequested);
    }

    private string Result => Path.Combine(_bench.Folder, "result.json");

    private string[] Log() => File.ReadAllLines(Path.Combine(_bench.RunFolder, "output.log"));

    private async Task Appears(string file, Task running)
    {
        while (!File.Exists(Path.Combine(_bench.Folder, file)) && !running.IsCompleted) await Task.Delay(20);
    }
}
