using PluginHost.Plugins.ConsoleOutput.Progress;

namespace PluginHost.Tests.Observers.Console;

public sealed class JobClockTests
{
    private readonly JobClock _clock = new();

    [Fact]
    public void Nothing_is_promised_before_an_experience_is_finished()
    {
        _clock.Begin(Events.Started("runs/demo"));
        _clock.Begin(Events.Experience(5, 0));

        _clock.Gone(Events.After(30)).TotalSeconds.ShouldBe(30);
        _clock.Left(Events.After(30), TimeSpan.FromSeconds(3)).ShouldBeNull();
    }

    /// <summary>100 s for the first; the second has gone on for 30 s, two more follow: 70 + 2 x 100.</summary>
    [Fact]
    public void The_rest_follows_from_the_mean_of_the_experiences_that_are_finished()
    {
        _clock.Begin(Events.Started("runs/demo"));
        _clock.Begin(Events.Experience(5, 0));
        _clock.Begin(Events.Experience(105, 1));

        _clock.Left(Events.After(135), null)!.Value.TotalSeconds.ShouldBe(270, 1e-6);
    }

    /// <summary>100 s for 200 steps: 50 s for 100, of which 30 have gone; then two of 100 s.</summary>
    [Fact]
    public void An_experience_of_fewer_steps_takes_less()
    {
        _clock.Begin(Events.Started("runs/demo"));
        _clock.Begin(Events.Experience(5, 0, steps: 200));
        _clock.Begin(Events.Experience(105, 1, steps: 100));

        _clock.Left(Events.After(135), null)!.Value.TotalSeconds.ShouldBe(220, 1e-6);
    }

    [Fact]
    public void Training_steps_that_take_longer_than_the_mean_count()
    {
        _clock.Begin(Events.Started("runs/demo"));
        _clock.Begin(Events.Experience(5, 0));
        _clock.Begin(Events.Experience(105, 1));

        _clock.Left(Events.After(205), TimeSpan.FromSeconds(40))!.Value.TotalSeconds.ShouldBe(240, 1e-6);
    }

    [Fact]
    public void What_a_resumed_run_finds_half_done_is_no_measure()
    {
        _clock.Begin(Events.Started("runs/demo", resumed: true));
        _clock.Begin(Events.Experience(1, 1));
        _clock.Begin(Events.Experience(11, 2));
        _clock.Left(Events.After(12), null).ShouldBeNull();
        _clock.Begin(Events.Experience(111, 3));

        _clock.Left(Events.After(141), null)!.Value.TotalSeconds.ShouldBe(70, 1e-6);
    }
}
