using PluginHost.Plugins.ConsoleOutput.Progress;

namespace PluginHost.Tests.Observers.Console;

public sealed class ActivityTests
{
    [Fact]
    public void Time_left_follows_from_the_rate()
    {
        var activity = new Activity();
        for (var second = 0; second <= 20; second++) activity.Advance(Events.Progress(second, second * 2));

        activity.Rate!.Value.ShouldBe(2, 1e-9);
        activity.Left!.Value.TotalSeconds.ShouldBe(30, 1e-6);
    }

    [Fact]
    public void Nothing_is_promised_before_a_second_has_passed()
    {
        var activity = new Activity();
        activity.Advance(Events.Progress(0, 0));
        activity.Advance(Events.Progress(0.5, 3));

        activity.Rate.ShouldBeNull();
        activity.Left.ShouldBeNull();
    }

    [Fact]
    public void A_change_of_speed_is_noticed()
    {
        var activity = new Activity();
        for (var second = 0; second <= 60; second++) activity.Advance(Events.Progress(second, second * 10, 10_000));
        for (var second = 61; second <= 180; second++) activity.Advance(Events.Progress(second, 600 + (second - 60), 10_000));

        activity.Rate!.Value.ShouldBe(1, 0.1);
    }

    [Fact]
    public void Time_spent_on_something_else_in_between_does_not_count()
    {
        var activities = new ActivityList();
        activities.Advance(Events.Progress(0, 0));
        activities.Advance(Events.Progress(10, 20));
        activities.Advance(Events.Progress(10, 0, 5, "validation"));
        activities.Advance(Events.Progress(110, 5, 5, "validation"));
        activities.Advance(Events.Progress(110, 21));
        var activity = activities.Advance(Events.Progress(115, 31));

        activity.Spent.TotalSeconds.ShouldBe(15);
        activity.Rate!.Value.ShouldBe(2, 1e-9);
    }

    [Fact]
    public void A_finished_activity_of_the_same_name_starts_anew()
    {
        var activities = new ActivityList();
        activities.Advance(Events.Progress(0, 0, 5, "validation"));
        activities.Advance(Events.Progress(9, 5, 5, "validation")).Finished.ShouldBeTrue();
        var next = activities.Advance(Events.Progress(50, 1, 5, "validation"));

        next.Finished.ShouldBeFalse();
        next.Spent.ShouldBe(TimeSpan.Zero);
    }
}
