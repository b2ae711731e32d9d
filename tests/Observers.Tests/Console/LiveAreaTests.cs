using PluginHost.Plugins.ConsoleOutput;
using PluginHost.Plugins.ConsoleOutput.Progress;
using PluginHost.Plugins.ConsoleOutput.Terminals;

namespace PluginHost.Tests.Observers.Console;

/// <summary>The live display in a window: what was written is replayed on a screen of the same width.</summary>
public sealed class LiveAreaTests
{
    private readonly StringWriter _output = new();
    private int _width = 100;
    private int _height = 24;

    [Theory]
    [InlineData(120)]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(20)]
    public void A_run_leaves_its_results_and_nothing_of_the_display(int width)
    {
        _width = width;
        var screen = new AnsiScreen(width);
        using var observer = Open();
        foreach (var runEvent in Run())
        {
            observer.OnEvent(runEvent);
            Replay(screen);
            screen.Cursor.Column.ShouldBe(0);
        }

        var text = string.Concat(screen.Lines.Select(line => line.TrimEnd()));
        text.ShouldContain("Experience 2 of 4");
        text.ShouldContain("Completed");
        text.ShouldNotContain("━");
        text.ShouldNotContain("memory 1.2 GB");
        text.ShouldNotContain("gone");
    }

    [Theory]
    [InlineData(100, 40)]
    [InlineData(100, 30)]
    [InlineData(60, 90)]
    [InlineData(40, 20)]
    public void A_window_that_changes_its_width_keeps_results_and_gets_no_garbage(int before, int after)
    {
        _width = before;
        var screen = new AnsiScreen(before);
        using var observer = Open();
        observer.OnEvent(new MessageReported { Severity = FindingSeverity.Note, Text = "stays" });
        observer.OnEvent(Events.Progress(0, 0, loss: 0.5));
        observer.OnEvent(Events.Progress(10, 50, loss: 0.5));
        Replay(screen);
        _width = after;
        screen.Resize(after);
        observer.Refresh(Events.After(11));
        Replay(screen);

        screen.Lines[0].ShouldBe("stays");
        screen.Lines.Count(line => line.StartsWith("exper", StringComparison.Ordinal)).ShouldBe(1);
        screen.Lines.Count(line => line.Contains("loss", StringComparison.Ordinal)).ShouldBe(1);
        observer.Dispose();
        Replay(screen);
        screen.Lines.ShouldBe(["stays", ""]);
    }

    [Fact]
    public void A_low_window_shows_as_many_lines_as_it_has()
    {
        _height = 3;
        using var observer = Open();
        observer.OnEvent(Events.Experience());
        observer.OnEvent(Events.Progress(0, 1, loss: 0.5));

        AnsiScreen.Replay(_output.ToString()).Count.ShouldBe(3 + 2 + 1);
    }

    [Fact]
    public void Each_change_is_one_write_and_none_hides_the_cursor()
    {
        var writer = new CountingWriter();
        using var observer = ConsoleObserver.On(new ConsoleOptions(), progress: true, new Terminal(writer, live: true, unicode: true, () => 80));
        observer.OnEvent(Events.Progress(0, 1, loss: 0.5));
        observer.OnEvent(Events.Progress(1, 2, loss: 0.5));
        observer.OnEvent(Events.Evaluation());

        writer.Writes.ShouldBe(3);
        writer.ToString().ShouldNotContain("?25");
    }

    [Fact]
    public void Time_goes_on_where_no_event_comes_and_stops_with_the_run()
    {
        using var observer = Open();
        observer.OnEvent(Events.Started("/elsewhere"));
        observer.Refresh(Events.After(42));
        AnsiScreen.Replay(_output.ToString()).ShouldContain(line => line.StartsWith("42 s gone", StringComparison.Ordinal));
        observer.OnEvent(Events.Ended(RunOutcome.Completed, "/elsewhere"));
        var length = _output.ToString().Length;
        observer.Refresh(Events.After(50));

        _output.ToString().Length.ShouldBe(length);
    }

    [Fact]
    public void A_process_that_is_asked_to_stop_clears_the_display_before_others_write_and_does_not_draw_it_again()
    {
        using var observer = Open();
        observer.OnEvent(Events.Progress(0, 1, loss: 0.5));
        observer.GiveWay();
        _output.Write("Stopping.\n");
        observer.OnEvent(Events.Progress(10, 2, loss: 0.5));
        observer.OnEvent(Events.Ended(RunOutcome.Stopped, "/elsewhere"));

        AnsiScreen.Replay(_output.ToString())[..2].ShouldBe(["Stopping.", ""]);
        AnsiScreen.Replay(_output.ToString())[2].ShouldStartWith("Stopped");
    }

    [Theory]
    [InlineData("xterm-256color", null, true)]
    [InlineData("xterm-256color", "XTERM_VERSION", false)]
    [InlineData("screen", "STY", false)]
    [InlineData("linux", null, false)]
    public void Terminals_that_cut_narrowed_lines_are_known(string term, string? variable, bool reflows) =>
        Terminal.Reflow(name => name == "TERM" ? term : name == variable ? "1" : null).ShouldBe(reflows);

    [Fact]
    public void Where_narrowed_lines_are_cut_no_result_above_is_erased()
    {
        var width = 100;
        var terminal = new Terminal(_output, live: true, unicode: true, () => width, reflows: false);
        var area = new LiveArea(terminal);
        area.Print("stays");
        area.Show([new PaintedLine(new string('x', 90), 90)]);
        width = 30;
        area.Clear();

        AnsiScreen.Replay(_output.ToString()).ShouldBe(["stays", ""]);
    }

    private static IEnumerable<RunEvent> Run()
    {
        yield return Events.Started("/elsewhere/demo");
        yield return Events.Progress(0, 0, 10, "rendering", unit: "clips");
        yield return Events.Progress(1, 5, 10, "rendering", unit: "clips");
        yield return Events.Progress(2, 10, 10, "rendering", unit: "clips");
        yield return Events.Experience(2);
        for (var step = 0; step <= 100; step += 10) yield return Events.Progress(3 + step, step, loss: 1.0 / (step + 1));
        yield return Events.Progress(104, 0, 5, "testing", unit: "items");
        yield return Events.Progress(106, 3, 5, "testing", unit: "items");
        yield return new MessageReported { Severity = FindingSeverity.Warning, Text = "a warning" };
        yield return Events.Progress(107, 5, 5, "testing", unit: "items");
        yield return Events.Evaluation();
        yield return Events.Table();
        yield return Events.Ended(RunOutcome.Completed, "/elsewhere/demo");
    }

    private ConsoleObserver Open() => ConsoleObserver.On(
        new ConsoleOptions(), progress: true, new Terminal(_output, live: true, unicode: true, () => _width, () => _height),
        () => new ProcessMemory(1_200_000_000, 1_500_000_000));

    private void Replay(AnsiScreen screen)
    {
        screen.Write(_output.ToString());
        _output.GetStringBuilder().Clear();
    }

    private sealed class CountingWriter : StringWriter
    {
        public int Writes { get; private set; }

        public override void Write(string? value)
        {
            Writes++;
            base.Write(value);
        }
    }
}
