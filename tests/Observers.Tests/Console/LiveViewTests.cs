using PluginHost.Plugins.ConsoleOutput.Progress;
using Spectre.Console.Testing;

namespace PluginHost.Tests.Observers.Console;

/// <summary>What the live display lays out, drawn by Spectre.Console's own test console.</summary>
public sealed class LiveViewTests
{
    private static readonly KeyValuePair<string, double>[] s_terms =
        [KeyValuePair.Create("masks", 0.31), KeyValuePair.Create("output distillation", 0.1)];

    [Fact]
    public void A_wide_window_has_everything() => Draw(Run(validating: true), 110).ShouldBe(
    [
        "Experience 2 of 4, main phase: accordion, guitar",
        "experience 2/4             ━━━━━━━━━━━━━━━━────────────────   50 %   50/100 steps  5.0 steps/s  10 s left",
        "validating experience 2/4  ━━━━━━━━────────────────────────   25 %   6/24 items  2.0 items/s  9.0 s left",
        "loss 0.4123  masks 0.3100  output distillation 0.1000  rate 0.0100",
        "2 min 10 s gone, about 4 min 30 s left of the job  memory 1.2 GB, peak 1.5 GB",
    ]);

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    public void A_narrow_window_has_the_loss_the_bars_and_the_memory(int width)
    {
        var lines = Draw(Run(validating: true), width);

        lines.Length.ShouldBe(width == 80 ? 5 : 6);
        lines[0].ShouldStartWith("Experience 2 of 4");
        lines[1].ShouldContain("━");
        lines[1].ShouldContain("left");
        lines[2].ShouldContain("━");
        lines[3].ShouldStartWith("loss 0.4123");
        lines[^1].ShouldEndWith("memory 1.2 GB, peak 1.5 GB");
    }

    [Fact]
    public void No_line_is_wider_than_the_window_and_none_is_broken()
    {
        for (var width = 19; width < 140; width++)
        {
            foreach (var validating in (bool[])[false, true])
            {
                var lines = Draw(Run(validating), width);
                lines.ShouldAllBe(line => line.Length <= width);
                lines.Length.ShouldBeInRange(4, 6);
            }
        }
    }

    [Fact]
    public void A_name_in_wide_characters_is_cut_by_columns()
    {
        var progress = new RunProgress();
        progress.Take(new Learning.ExperienceStarted
        {
            Experience = 0, Experiences = 1, NewClasses = [new string('音', 40)], NewSamples = 1, Exemplars = 0, MemoryBytes = 0, Steps = 1,
        });

        Draw(progress, 41)[0].ShouldBe("Experience 1 of 1: " + new string('音', 10) + "…");
    }

    [Fact]
    public void Without_Unicode_a_bar_is_of_ASCII() =>
        string.Join('\n', Draw(Run(validating: false), 110, unicode: false)).ShouldContain("[###############...............]");

    [Fact]
    public void Work_of_unknown_length_has_no_bar()
    {
        var progress = new RunProgress();
        progress.Take(Events.Progress(0, 0, 0, "rendering"));
        progress.Take(Events.Progress(10, 30, 0, "rendering"));

        Draw(progress, 80)[0].ShouldBe("rendering  30 steps  3.0 steps/s");
    }

    [Fact]
    public void A_single_term_is_the_loss_and_stands_there_once()
    {
        var progress = new RunProgress();
        progress.Take(Events.Progress(0, 1, loss: 0.5));
        progress.Take(Events.Step("main", KeyValuePair.Create("cross entropy", 0.5)));

        string.Join('\n', Draw(progress, 80)).ShouldNotContain("cross entropy");
    }

    [Fact]
    public void The_bar_of_the_steps_stays_during_a_test_in_between_and_the_other_goes_with_its_end()
    {
        var progress = Run(validating: true);
        progress.Training.ShouldNotBeNull();
        progress.Other!.Latest!.Activity.ShouldBe("validating experience 2/4");
        progress.Take(Events.Progress(20, 24, 24, "validating experience 2/4", unit: "items"));

        progress.Other.ShouldBeNull();
        progress.Training.ShouldNotBeNull();
    }

    private static RunProgress Run(bool validating)
    {
        var progress = new RunProgress();
        progress.Take(Events.Started("runs/demo"));
        progress.Take(Events.Experience(0, 0));
        progress.Take(Events.Experience(100, 1));
        progress.Take(Events.Progress(110, 0, activity: "experience 2/4"));
        progress.Take(Events.Progress(120, 50, activity: "experience 2/4", figures: [KeyValuePair.Create("loss", 0.41234), KeyValuePair.Create("rate", 0.01)]));
        progress.Take(Events.Step("main", s_terms));
        if (!validating) return progress;
        progress.Take(Events.Progress(120, 0, 24, "validating experience 2/4", unit: "items"));
        progress.Take(Events.Progress(123, 6, 24, "validating experience 2/4", unit: "items"));
        return progress;
    }

    private static string[] Draw(RunProgress progress, int width, bool unicode = true)
    {
        using var console = new TestConsole().Width(width);
        console.Profile.Capabilities.Unicode = unicode;
        var memory = new ProcessMemory(1_200_000_000, 1_500_000_000);
        console.Write(LiveView.Lay(progress, memory, Events.After(130), width, unicode));
        return [.. console.Lines];
    }
}
