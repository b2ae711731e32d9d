using PluginHost.Plugins.ConsoleOutput.Progress;

namespace PluginHost.Tests.Observers.Console;

public sealed class ProgressTextTests
{
    private static readonly KeyValuePair<string, double>[] Figures = [KeyValuePair.Create("loss", 0.41234)];

    [Fact]
    public void The_line_tells_share_count_loss_rate_and_time_left() =>
        ProgressText.Plain(HalfWay(), Figures).ShouldBe("experience 1/4   50 %   50/100 steps  loss 0.4123  5.0 steps/s  10 s left");

    [Fact]
    public void What_stands_beside_a_bar_fits_every_room_and_time_left_stays_longest()
    {
        ProgressText.Details(HalfWay(), 100).ShouldBe(" 50 %   50/100 steps  5.0 steps/s  10 s left");
        ProgressText.Details(HalfWay(), 20).ShouldBe(" 50 %  10 s left");
        ProgressText.Details(HalfWay(), 10).ShouldBe("10 s left");
        for (var room = 0; room < 60; room++) ProgressText.Details(HalfWay(), room).Length.ShouldBeLessThanOrEqualTo(room);
    }

    [Fact]
    public void Work_of_unknown_length_has_no_share()
    {
        var activity = new Activity();
        activity.Advance(Events.Progress(0, 0, 0, "rendering"));
        activity.Advance(Events.Progress(10, 30, 0, "rendering"));

        ProgressText.Details(activity, 120).ShouldBe("30 steps  3.0 steps/s");
    }

    [Fact]
    public void More_work_done_than_announced_does_no_harm()
    {
        var activity = new Activity();
        activity.Advance(Events.Progress(0, 130));

        ProgressText.Details(activity, 120).ShouldStartWith("100 %");
    }

    private static Activity HalfWay()
    {
        var activity = new Activity();
        activity.Advance(Events.Progress(0, 0));
        activity.Advance(Events.Progress(10, 50));
        return activity;
    }
}
