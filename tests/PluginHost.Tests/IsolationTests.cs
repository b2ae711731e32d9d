using System.Text.Json.Nodes;

namespace PluginHost.Tests;

/// <summary>Whatever one plugin does, the finding names it, the others go on, and the run's folder says what happened.</summary>
public class IsolationTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_broken_static_constructor_of_a_component_is_told_with_its_cause()
    {
        var result = await _bench.Job(""" "engine": "trivial", "word": ["static", "throwing"] """).Run();

        result.ShouldExitWith(3).Errors.ShouldBe(2);
        result.Error.ShouldContain(
            "word.static (word[0]) of word.faulty 1.0.0 could not be built: the static constructor of Fixtures.Faulty.StaticWord threw "
            + "InvalidOperationException: the dictionary is missing");
    }

    [Fact]
    public async Task A_broken_static_constructor_of_an_entry_point_is_told_with_its_cause()
    {
        _bench.CopyPlugin("word.faulty", "mine/word.faulty", ("Fixtures.Faulty.Plugin", "Fixtures.Faulty.BrokenPlugin"));
        _bench.Job(""" "plugins": ["mine"], "engine": "trivial", "word": "tidy" """);

        (await _bench.Run()).ShouldExitWith(3)
            .Finding("PH0402")
            .ShouldContain("the static constructor of Fixtures.Faulty.BrokenPlugin threw FormatException");
    }

    [Fact]
    public async Task A_plugin_that_fails_at_its_first_use_is_named_and_the_others_are_disposed()
    {
        var job = """ "engine": "trivial", "word": ["late", "tidy"], "observer": "recording" """;
        var result = await _bench.Job(job).Run();

        result.ShouldExitWith(4).Finding("PH0501").ShouldContain("word.faulty 1.0.0 threw InvalidOperationException: out of words");
        _bench.RunFile("disposed.txt").ShouldBe("tidy");
        _bench.RunFile("events.txt").ShouldEndWith("run-ended Failed\n");
        Ending("word.faulty").ShouldBe(("faulted", "word.faulty 1.0.0 threw InvalidOperationException: out of words"));
        Ending("engine.trivial").State.ShouldBe("active");
    }

    [Fact]
    public async Task An_engine_that_fails_is_named_itself()
    {
        var result = await _bench.Job(""" "engine": { "use": "wayward", "options": { "mode": "Crash" } }, "word": "tidy" """).Run();

        result.ShouldExitWith(4).Finding("PH0501").ShouldContain("engine.trivial 1.0.0 threw InvalidOperationException: the sky fell");
        _bench.RunFile("state.txt").ShouldBe("resume False\n");
        Ending("engine.trivial").State.ShouldBe("faulted");
    }

    [Fact]
    public async Task A_component_that_does_not_go_is_left_behind_after_the_deadline_and_the_others_are_disposed()
    {
        var run = await _bench.Job(""" "engine": "trivial", "word": ["tidy", "stuck"] """).Run("--stop-deadline", "0.2");

        run.ShouldExitWith(0)
            .Finding("PH0410")
            .ShouldContain("word.stuck (word[1]) of word.faulty 1.0.0 was not disposed within 0.2 seconds and is left behind");
        _bench.RunFile("disposed.txt").ShouldBe("tidy");
        JsonNode.Parse(_bench.RunFile("run.json"))!["state"]!.GetValue<string>().ShouldBe("completed");
        Ending("word.faulty").State.ShouldBe("faulted");
    }

    [Theory]
    [InlineData("hanging-at-start", "PH0501", "did not come back from the event 'run-started' within 0.5 seconds. The run is given up.", "Failed")]
    [InlineData("hanging-at-end", "PH0506", "did not come back from the event 'run-ended' within 0.5 seconds", "Completed")]
    [InlineData("hanging-at-disposal", "PH0410", "was not disposed within 0.5 seconds and is left behind", "Completed")]
    public async Task An_observer_that_hangs_is_left_behind_and_named_and_the_others_hear_how_the_run_ended(
        string observer, string code, string what, string outcome)
    {
        var run = await _bench.Job($$""" "engine": "trivial", "word": "tidy", "observer": ["{{observer}}", "recording"] """)
            .Run("--stop-deadline", "0.5");

        run.ShouldExitWith(4).Finding(code).ShouldContain($"observer.{observer}");
        run.Finding(code).ShouldContain(what);
        _bench.RunFile("events.txt").ShouldStartWith("run-started");
        _bench.RunFile("events.txt").ShouldEndWith($"run-ended {outcome}\n");
        JsonNode.Parse(_bench.RunFile("run.json"))!["state"]!.GetValue<string>().ShouldBe(outcome.ToLowerInvariant());
    }

    [Fact]
    public async Task An_engine_that_hangs_on_stop_is_named_in_the_finding()
    {
        _bench.Job(""" "engine": { "use": "wayward", "options": { "mode": "Hang" } } """);
        using var stop = new CancellationTokenSource();
        var running = _bench.Cli(["run", _bench.JobFile, "--stop-deadline", "0.2"], stop.Token);
        while (!running.IsCompleted && !File.Exists(Path.Combine(_bench.RunFolder, "state.txt"))) await Task.Delay(20);

        await stop.CancelAsync();

        (await running).ShouldExitWith(130)
            .Finding("PH0503")
            .ShouldContain("engine.wayward of engine.trivial 1.0.0 did not stop within 0.2 seconds");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("soon")]
    public async Task A_deadline_that_is_no_time_is_refused(string text)
    {
        var result = await _bench.Job(""" "engine": "trivial" """).Run("--stop-deadline", text);

        result.ShouldExitWith(2).Error.ShouldContain("stop-deadline");
        Directory.Exists(_bench.RunFolder).ShouldBeFalse();
    }

    private (string State, string? Reason) Ending(string id)
    {
        var plugins = JsonNode.Parse(_bench.RunFile("run.json"))!["plugins"]!.AsArray();
        var plugin = plugins.Single(item => (string?)item!["id"] == id)!;
        return ((string)plugin["state"]!, (string?)plugin["reason"]);
    }
}
