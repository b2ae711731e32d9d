using PluginHost.Watching;

namespace PluginHost.Tests;

public class DebouncerTests
{
    private readonly ManualTime _time = new();
    private int _runs;

    [Fact]
    public void It_runs_once_and_only_after_it_was_quiet_for_the_whole_time()
    {
        using var debouncer = Create();

        debouncer.Signal();
        _time.Advance(0.9);
        _runs.ShouldBe(0);
        _time.Advance(0.2);

        _runs.ShouldBe(1);
        _time.Advance(10);
        _runs.ShouldBe(1);
    }

    [Fact]
    public void Each_signal_of_a_burst_begins_the_wait_anew()
    {
        using var debouncer = Create();

        for (var i = 0; i < 5; i++)
        {
            debouncer.Signal();
            _time.Advance(0.8);
        }

        _runs.ShouldBe(0);
        _time.Advance(0.3);
        _runs.ShouldBe(1);
    }

    [Fact]
    public void A_signal_after_a_run_leads_to_another()
    {
        using var debouncer = Create();
        debouncer.Signal();
        _time.Advance(2);

        debouncer.Signal();
        _time.Advance(2);

        _runs.ShouldBe(2);
    }

    [Fact]
    public void A_signal_during_a_run_leads_to_another()
    {
        Debouncer? debouncer = null;
        using var own = debouncer = new Debouncer(TimeSpan.FromSeconds(1), _time, () =>
        {
            if (_runs++ == 0) debouncer!.Signal();
        });

        debouncer.Signal();
        _time.Advance(1);
        _time.Advance(1);

        _runs.ShouldBe(2);
    }

    [Fact]
    public void Nothing_runs_after_it_was_disposed()
    {
        var debouncer = Create();
        debouncer.Signal();

        debouncer.Dispose();
        debouncer.Signal();
        _time.Advance(5);

        _runs.ShouldBe(0);
    }

    private Debouncer Create() => new(TimeSpan.FromSeconds(1), _time, () => _runs++);
}
