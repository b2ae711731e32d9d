using PluginHost.Contracts;
using PluginHost.Runs;

namespace PluginHost.Tests;

public class RunEventDispatcherTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void The_pulse_names_the_observer_that_takes_an_event_and_counts_progress()
    {
        var seen = new List<EventPulse>();
        var events = new RunEventDispatcher((_, _) => { });
        var observer = new Observer(_ => seen.Add(events.Pulse));
        events.Listen("observer.slow", observer);

        events.Publish(Message("one"));
        events.Publish(new ProgressReported { Activity = "reading", Done = 1, Total = 2, Unit = "clips" });

        seen.Select(pulse => (pulse.Observer, pulse.Name, pulse.Progress)).ShouldBe(
            [(observer, "observer.slow", 0), (observer, "observer.slow", 1)]);
        events.Pulse.ShouldBe(EventPulse.None with { Progress = 1 });
    }

    [Fact]
    public async Task An_observer_that_does_not_come_back_is_left_behind_and_the_others_hear_what_follows()
    {
        using var done = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var (slow, quick) = (new List<string>(), new List<string>());
        var events = new RunEventDispatcher((_, _) => { });
        events.Listen("observer.slow", new Observer(text =>
        {
            slow.Add(text);
            entered.Set();
            done.Wait();
        }));
        events.Listen("observer.quick", new Observer(quick.Add));
        var stuck = Task.Factory.StartNew(() => events.Publish(Message("one")), TaskCreationOptions.LongRunning);
        entered.Wait(s_patience).ShouldBeTrue();

        events.LeaveBehind(TimeSpan.Zero);
        var publishing = Task.Run(() => events.Publish(Message("end")));

        (await Task.WhenAny(publishing, Task.Delay(s_patience))).ShouldBe(publishing, "nobody waits for the observer");
        quick.ShouldBe(["one", "end"]);
        done.Set();
        await stuck.WaitAsync(s_patience);
        events.Publish(Message("after"));
        slow.ShouldBe(["one"]);
        quick.ShouldBe(["one", "end", "after"]);
    }

    [Fact]
    public void No_observer_is_left_behind_that_is_not_at_an_event()
    {
        var heard = new List<string>();
        var events = new RunEventDispatcher((_, _) => { });
        events.Listen("observer.quick", new Observer(heard.Add));

        events.LeaveBehind(TimeSpan.Zero);
        events.Publish(Message("one"));

        heard.ShouldBe(["one"]);
    }

    private static MessageReported Message(string text) => new() { Text = text };

    private sealed class Observer(Action<string> on) : IRunObserver
    {
        public void OnEvent(RunEvent runEvent) => on((runEvent as MessageReported)?.Text ?? runEvent.Name);
    }
}
