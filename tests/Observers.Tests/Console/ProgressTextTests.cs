using PluginHost.Plugins.ConsoleOutput.Progress;

namespace PluginHost.Tests.Observers.Console;

public sealed class ProgressTextTests
{
    private static readonly KeyValuePair<string, double>[] Figures = [KeyValuePair.Create("loss", 0.41234)];

    [Fact]
    public void The_line_tells_share_count_loss_rate_and_time_left() =>
        ProgressText.Plain(HalfWay(), Figures).ShouldBe("experience 1/4   50 %   50/100 steps  loss 0.4123  5.0 steps/s  10 s left");

    [Fact]
    public void The_bar_is_as_full_as_the_work_is_done()
    {
        ProgressText.Live(HalfWay(), Figures, 120, unicode: true).ShouldContain(new string('█', 12) + new string('░', 12));
        ProgressText.Live(HalfWay(), Figures, 120, unicode: false).ShouldContain("[############............]");
    }

    [Fact]
    public void The_line_fits_every_width()
    {
        for (var width = 1; width < 140; width++)
        {
            var line = ProgressText.Live(HalfWay(), Figures, width, unicode: true);
            line.Length.ShouldBeInRange(1, width);
        }
    }

    [Fact]
    public void A_narrow_terminal_still_shows_the_loss() =>
        ProgressText.Live(HalfWay(), Figures, 40, unicode: true).ShouldBe("experience 1/4   50 %  loss 0.4123");

    [Fact]
    public void Work_of_unknown_length_has_neither_bar_nor_share()
    {
        var activity = new Activity();
        activity.Advance(Events.Progress(0, 0, 0, "rendering"));
        activity.Advance(Events.Progress(10, 30, 0, "rendering"));

        ProgressText.Live(activity, [], 120, unicode: true).ShouldBe("rendering  30 steps  3.0 steps/s");
    }

    [Fact]
    public void More_work_done_than_announced_does_no_harm()
    {
        var activity = new Activity();
        activity.Advance(Events.Progress(0, 130));

        ProgressText.Live(activity, [], 120, unicode: false).ShouldContain("100 %");
    }

    private static Activity HalfWay()
    {
        var activity = new Activity();
        activity.Advance(Events.Progress(0, 0));
        activity.Advance(Events.Progress(10, 50));
        return activity;
    }
}
