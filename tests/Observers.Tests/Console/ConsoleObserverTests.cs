using PluginHost.Plugins.ConsoleOutput;
using PluginHost.Plugins.ConsoleOutput.Terminals;

namespace PluginHost.Tests.Observers.Console;

public sealed class ConsoleObserverTests
{
    private readonly StringWriter output = new();

    [Fact]
    public void Without_a_terminal_there_are_plain_lines_at_intervals()
    {
        var observer = Open(live: false);
        observer.OnEvent(Events.Started(Path.GetFullPath("runs/demo")));
        for (var second = 0; second < 25; second++) observer.OnEvent(Events.Progress(second, second, loss: 0.5));

        Lines().Where(line => line.Contains("steps", StringComparison.Ordinal)).ShouldBe(
        [
            "  experience 1/4   10 %   10/100 steps  loss 0.5000  1.0 steps/s  1 min 30 s left",
            "  experience 1/4   20 %   20/100 steps  loss 0.5000  1.0 steps/s  1 min 20 s left",
        ]);
        output.ToString().ShouldNotContain("\u001b");
        output.ToString().ShouldNotContain("\r");
    }

    [Fact]
    public void In_a_terminal_the_display_is_redrawn_and_results_stay_above_it()
    {
        var observer = Open(live: true);
        for (var second = 0; second < 5; second++) observer.OnEvent(Events.Progress(second, second));
        observer.OnEvent(Events.Evaluation());

        var screen = Screen();
        screen.Count.ShouldBe(4);
        screen[0].ShouldStartWith("  test");
        screen[1].ShouldStartWith("experience 1/4");
        screen[1].ShouldContain("4/100 steps");
        screen[^1].ShouldBeEmpty();
    }

    [Fact]
    public void The_display_is_redrawn_no_more_often_than_asked()
    {
        var observer = Open(live: true);
        for (var i = 0; i < 1000; i++) observer.OnEvent(Events.Progress(i * 0.001, i, 10_000));

        output.ToString().Split('\r').Length.ShouldBeLessThanOrEqualTo(11);
    }

    [Fact]
    public void The_display_is_gone_at_the_end()
    {
        var observer = Open(live: true);
        observer.OnEvent(Events.Progress(0, 1));
        observer.OnEvent(Events.Ended(RunOutcome.Completed, Path.GetFullPath("runs/demo")));

        Screen().ShouldBe(["", "Completed in 2 min 05 s. Results are in runs/demo", ""]);
    }

    [Fact]
    public void A_finished_activity_leaves_a_line_unless_it_was_short()
    {
        var observer = Open(live: false);
        observer.OnEvent(Events.Progress(0, 0, loss: 1));
        observer.OnEvent(Events.Progress(20, 100, loss: 0.25));
        observer.OnEvent(Events.Progress(20, 0, 5, "validation"));
        observer.OnEvent(Events.Progress(21, 5, 5, "validation"));

        Lines()[^1].ShouldBe("  experience 1/4: 100 steps in 20 s, 5.0 steps/s, loss 0.2500");
    }

    [Fact]
    public void Rate_and_time_left_stand_there_once_though_the_engine_reports_its_own()
    {
        var observer = Open(live: false);
        foreach (var second in (int[])[0, 10])
        {
            observer.OnEvent(new ProgressReported
            {
                Time = Events.After(second),
                Activity = "experience 1/4",
                Done = second * 2,
                Total = 100,
                Unit = "steps",
                Figures = [KeyValuePair.Create("loss", 0.5), KeyValuePair.Create("steps/s", 2.0), KeyValuePair.Create("seconds left", 40.0)],
            });
        }

        Lines()[^1].ShouldBe("  experience 1/4   20 %   20/100 steps  loss 0.5000  2.0 steps/s  40 s left");
    }

    [Fact]
    public void Results_are_shown_without_progress_too()
    {
        var observer = ConsoleObserver.On(new ConsoleOptions(), progress: false, Plain());
        observer.OnEvent(Events.Experience());
        observer.OnEvent(Events.Progress(100, 50));
        observer.OnEvent(Events.Evaluation());
        observer.OnEvent(Events.Table());

        Lines().ShouldBe(
        [
            "",
            "Experience 2 of 4: accordion, guitar",
            "  120 new samples, 1 exemplar in memory (1.2 MB), 200 training steps",
            "  test        SDR  5.13  SIR     -  (48 rows, 2 skipped, step 200)",
            "",
            "Test after each experience",
            "  after         SDR (dB)  note",
            "  ------------  --------  ----",
            "  experience 1     10.00  a",
            "  experience 2         -  -",
            "  average          -3.46  c",
            "  higher is better",
        ]);
    }

    [Fact]
    public void A_failed_run_tells_why_and_where_its_state_is()
    {
        Open(live: false).OnEvent(Events.Ended(RunOutcome.Failed, "/elsewhere/demo", "the loss is not finite."));

        Lines()[^1].ShouldBe("Failed after 2 min 05 s: the loss is not finite. What was computed is kept in /elsewhere/demo");
    }

    [Fact]
    public void Nothing_is_drawn_live_through_a_pipe_without_colour_or_on_a_dumb_terminal()
    {
        Terminal.IsLive(redirected: false, Environment("TERM", "xterm")).ShouldBeTrue();
        Terminal.IsLive(redirected: true, Environment("TERM", "xterm")).ShouldBeFalse();
        Terminal.IsLive(redirected: false, Environment("TERM", "dumb")).ShouldBeFalse();
        Terminal.IsLive(redirected: false, name => name switch { "NO_COLOR" => "1", "TERM" => "xterm", _ => null }).ShouldBeFalse();
        Terminal.IsLive(redirected: false, name => name switch { "CI" => "true", "TERM" => "xterm", _ => null }).ShouldBeFalse();
    }

    [Fact]
    public void A_closed_pipe_silences_the_observer_and_does_no_harm()
    {
        var pipe = new ClosedPipe();
        var observer = ConsoleObserver.On(new ConsoleOptions(), progress: true, new Terminal(pipe, live: true, unicode: true, () => throw new IOException()));
        observer.OnEvent(Events.Started("/elsewhere"));
        observer.OnEvent(Events.Progress(1, 1));
        observer.Dispose();

        pipe.Attempts.ShouldBe(1);
    }

    private static Func<string, string?> Environment(string name, string value) =>
        asked => string.Equals(asked, name, StringComparison.Ordinal) ? value : null;

    private Terminal Plain() => new(output, live: false, unicode: false, () => 80);

    private ConsoleObserver Open(bool live) =>
        ConsoleObserver.On(new ConsoleOptions(), progress: true, live ? new Terminal(output, live: true, unicode: true, () => 100) : Plain());

    private string[] Lines() => output.ToString().TrimEnd('\n').Split('\n');

    private List<string> Screen() => AnsiScreen.Replay(output.ToString());
}
