using PluginHost.PluginKit.Trials;

namespace PluginHost.PluginKit;

/// <summary>What a component that takes part in training must be able to do: a whole tiny job, twice, and once in two halves.</summary>
public abstract class TrainingConformance : PluginConformance
{
    /// <inheritdoc cref="PluginConformance(string, string, string, string)"/>
    protected TrainingConformance(string plugin, string kind, string name, string options = "{}")
        : base(plugin, kind, name, options)
    {
    }

    private protected override bool Trains => true;

    /// <summary>Two experiences of two steps come to their end with finite losses.</summary>
    [SkippableFact]
    public void It_takes_training_steps()
    {
        var run = Done(Report.First, "run");
        Assert.True(run.Steps.Count() >= 2, $"the job took {run.Steps.Count()} training steps, fewer than two");
        Assert.DoesNotContain(run.Steps, step => step.Contains("NaN", StringComparison.Ordinal));
    }

    /// <summary>The same job with the same seed gives the same numbers, to the last digit.</summary>
    [SkippableFact]
    public void The_same_seed_gives_the_same_numbers()
    {
        var (first, again) = (Done(Report.First, "first run"), Done(Report.Again, "second run"));
        Assert.Equal(first.Lines, again.Lines);
        Assert.Equal(first.Metrics, again.Metrics);
    }

    /// <summary>A cancelled run ends, and says that it was cancelled.</summary>
    [SkippableFact]
    public void It_stops_when_cancelled()
    {
        Done(Report.First, "run");
        Assert.True(Report.Stopped is not null, "there were too few steps to stop between them");
        Assert.True(Report.Stopped.Failure is null, Report.Stopped.Failure);
        Assert.True(Report.Stopped.Cancelled, "the run went on to its end although it was cancelled before its last step");
        Nothing(Report.Stopped.Findings);
    }

    /// <summary>A run that was stopped goes on from its saved state with the very steps and results of one that was not.</summary>
    [SkippableFact]
    public void What_was_saved_and_restored_goes_on_with_the_same_steps()
    {
        var (whole, rest) = (Done(Report.First, "run"), Done(Report.Resumed, "resumed run"));
        Assert.NotEmpty(rest.Steps);
        Assert.True(rest.Steps.Count() < whole.Steps.Count(), "the resumed run began anew");
        Assert.Equal(whole.Lines.TakeLast(rest.Lines.Count), rest.Lines);
        Assert.Equal(whole.Metrics, rest.Metrics);
    }

    private TrialRun Done(TrialRun? run, string what)
    {
        Alive();
        Nothing(Report.Composition);
        Assert.True(run is not null, $"there was no {what}, as what comes before it failed");
        Assert.True(run.Failure is null, run.Failure);
        Assert.False(run.Cancelled, $"the {what} was cancelled by itself");
        Nothing(run.Findings);
        return run;
    }
}
