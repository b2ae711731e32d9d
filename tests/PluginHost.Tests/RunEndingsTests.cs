using System.Text.Json.Nodes;
using PluginHost.Pipeline;
using PluginHost.Runs;

namespace PluginHost.Tests;

public class RunEndingsTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("Crash", 4, "PH0501", "InvalidOperationException: the sky fell")]
    [InlineData("RunFailed", 4, "PH0501", "loss is not finite in experience 2, epoch 3, batch 4")]
    [InlineData("BadInput", 2, "FX0001", "clip.wav: the clip is silent")]
    public async Task A_failing_engine_ends_with_its_exit_code_and_no_stack_trace(string mode, int code, string finding, string text)
    {
        var result = await Wayward(mode).Run();

        result.ShouldExitWith(code).Finding(finding).ShouldContain(text);
        result.Error.ShouldNotContain("   at ");
        JsonNode.Parse(_bench.RunFile("run.json"))!["state"]!.GetValue<string>().ShouldBe("failed");
    }

    [Fact]
    public async Task Warnings_of_components_are_shown_where_the_job_has_no_observer()
    {
        const string Warning = "warning the sky is about to fall";
        (await Wayward("Crash").Run()).Error.ShouldStartWith(Warning);
        var asJson = await _bench.Run("--json");
        asJson.Error.ShouldStartWith(Warning);
        asJson.Output.ShouldNotContain(Warning);

        var observed = _bench.Job(""" "engine": { "use": "wayward", "options": { "mode": "Crash" } }, "observer": "recording" """);
        (await observed.Run()).Error.ShouldNotContain(Warning);
    }

    [Fact]
    public async Task Verbose_shows_where_an_engine_failed()
    {
        (await Wayward("Crash").Run("--verbose")).Error.ShouldContain("   at Fixtures.Engines.WaywardEngine.RunAsync");
    }

    [Fact]
    public async Task A_stopped_run_exits_with_130_and_can_be_resumed()
    {
        await StopAfterStart();

        var again = StopAfterStart("--resume");
        (await again).ExitCode.ShouldBe(130);
        _bench.RunFile("state.txt").ShouldBe("resume False\nresume True\n");
        Directory.Exists(_bench.RunFolder + "-2").ShouldBeFalse();
    }

    [Fact]
    public async Task A_resume_is_refused_when_the_job_has_changed_and_the_differing_paths_are_named()
    {
        await StopAfterStart();

        var result = await _bench.Run("--resume", "--set", "seed=9", "--set", "engine.options.mode=Crash", "--set", "threads=1");

        result.ShouldExitWith(2).Errors.ShouldBe(2);
        result.Error.ShouldContain("seed: the run to be resumed had 0, the job now has 9");
        result.Error.ShouldContain("engine.options.mode: the run to be resumed had \"Wait\", the job now has \"Crash\"");
    }

    [Fact]
    public async Task A_resume_accepts_options_and_observers_that_change_no_number_and_shows_other_differences_whole()
    {
        await StopAfterStart();
        var words = string.Join(',', Enumerable.Range(0, 40).Select(i => $"\"word number {i}\""));

        var result = await _bench.Run(
            "--resume",
            "--set", "engine.options.logEvery=7",
            "--set", "engine.options.inner.cache=9",
            "--set", "engine.options.inner.size=3",
            "--set", $"engine.options.words=[{words}]");

        result.ShouldExitWith(2).Errors.ShouldBe(41);
        result.Error.ShouldContain("engine.options.inner.size: the run to be resumed had 1, the job now has 3");
        result.Error.ShouldContain("engine.options.words[39]: the run to be resumed had null, the job now has \"word number 39\"");
        result.Error.ShouldNotContain("logEvery");
        result.Error.ShouldNotContain("cache");
    }

    [Theory]
    [InlineData("BlameWord")]
    [InlineData("WordHangs")]
    public async Task A_component_that_failed_in_a_call_is_told_with_its_plugin_which_is_at_fault(string mode)
    {
        var result = await _bench.Job($$"""
            "engine": { "use": "wayward", "options": { "mode": "{{mode}}" } }, "word": "library-v1"
            """).Run();

        result.ShouldExitWith(4).Finding("PH0501").ShouldContain("word.library-v1 failed in Text (word 1): not today.");
        var plugins = JsonNode.Parse(_bench.RunFile("run.json"))!["plugins"]!.AsArray();
        plugins.Single(plugin => (string?)plugin!["id"] == "word.library-v1")!["state"]!.GetValue<string>().ShouldBe("faulted");
        plugins.Single(plugin => (string?)plugin!["id"] == "engine.trivial")!["state"]!.GetValue<string>().ShouldNotBe("faulted");
    }

    [Fact]
    public async Task A_run_killed_before_it_began_leaves_a_folder_that_is_free()
    {
        Directory.CreateDirectory(_bench.RunFolder);
        await File.WriteAllTextAsync(Path.Combine(_bench.RunFolder, ".lock"), "");
        await File.WriteAllTextAsync(Path.Combine(_bench.RunFolder, "run.json.123.tmp"), "{");

        (await _bench.Job(""" "engine": "trivial" """).Run("--output", _bench.RunFolder)).ShouldExitWith(0);
    }

    [Fact]
    public async Task Of_several_unfinished_runs_the_one_with_the_highest_number_is_resumed_whatever_the_clock_said()
    {
        foreach (var (folder, started) in new[] { (_bench.RunFolder, "2026-03-02"), (_bench.RunFolder + "-2", "2026-03-01") })
        {
            Directory.CreateDirectory(folder);
            // As a run leaves it that was killed before it wrote its job down.
            var state = $$"""{ "state": "running", "started": "{{started}}T10:00:00+00:00" }""";
            await File.WriteAllTextAsync(Path.Combine(folder, "run.json"), state);
        }

        (await _bench.Job(""" "engine": "trivial" """).Run("--resume")).ShouldExitWith(0);

        _bench.Result("trial-2")[^1].ShouldContain("resume True");
        File.Exists(Path.Combine(_bench.RunFolder, "result.txt")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_resume_without_an_unfinished_run_is_refused()
    {
        _bench.Job(""" "engine": "trivial" """);
        await _bench.Run();

        (await _bench.Run("--resume")).ShouldExitWith(2).Finding("PH0110").ShouldContain("no unfinished run");
    }

    [Fact]
    public async Task An_engine_that_ignores_its_deadline_is_given_up()
    {
        Wayward("Hang");
        using var stop = new CancellationTokenSource();
        var pipeline = new JobPipeline(_bench.Layout, new Loading.SharedAssemblies(_bench.Layout.SharedDirectory));
        var request = new RunRequest { Job = _bench.JobFile, StopDeadline = TimeSpan.FromMilliseconds(200) };
        var running = pipeline.RunAsync(request, TextWriter.Null, _ => { }, stop.Token);
        await WaitFor(Path.Combine(_bench.RunFolder, "state.txt"), running);

        await stop.CancelAsync();
        var report = await running;

        report.ExitCode.ShouldBe(130);
        report.Findings.All.ShouldContain(reported => reported.Finding.Code == "PH0503");
    }

    [Fact]
    public async Task Observers_see_the_whole_run_in_order()
    {
        await _bench.Job(""" "engine": "trivial", "observer": "recording" """).Run();

        _bench.RunFile("events.txt").ShouldBe("run-started\nmessage hello\nrun-ended Completed\n");
    }

    [Fact]
    public async Task An_observer_that_throws_is_told_of_nothing_more_and_the_run_goes_on()
    {
        var result = await _bench.Job(""" "engine": "trivial", "observer": ["throwing", "recording"] """).Run();

        result.ShouldExitWith(0).Finding("PH0408").ShouldContain("observer.throwing (observer[0]) failed at the event 'run-started'");
        var events = _bench.RunFile("events.txt").Split('\n');
        events[0].ShouldBe("run-started");
        events.Count(line => line.Contains("is told of nothing more", StringComparison.Ordinal)).ShouldBe(1);
        events.ShouldContain("run-ended Completed");
    }

    [Fact]
    public async Task Json_leaves_one_object_on_standard_output()
    {
        var result = await Wayward("RunFailed").Run("--json");

        var json = JsonNode.Parse(result.ShouldExitWith(4).Output)!;
        json["outcome"]!.GetValue<string>().ShouldBe("failed");
        json["findings"]![0]!["code"]!.GetValue<string>().ShouldBe("PH0501");
        json["directory"]!.GetValue<string>().ShouldBe(_bench.RunFolder);
    }

    private Workbench Wayward(string mode) => _bench.Job($$""" "engine": { "use": "wayward", "options": { "mode": "{{mode}}" } } """);

    private async Task<CliResult> StopAfterStart(params string[] more)
    {
        Wayward("Wait");
        using var stop = new CancellationTokenSource();
        var state = Path.Combine(_bench.RunFolder, "state.txt");
        var before = File.Exists(state) ? new FileInfo(state).Length : 0;
        var running = _bench.Cli(["run", _bench.JobFile, .. more], stop.Token);
        while (!running.IsCompleted && (!File.Exists(state) || new FileInfo(state).Length <= before)) await Task.Delay(20);
        await stop.CancelAsync();
        var result = await running;
        return result.ShouldExitWith(130);
    }

    private static async Task WaitFor(string file, Task running)
    {
        while (!File.Exists(file) && !running.IsCompleted) await Task.Delay(20);
    }
}
