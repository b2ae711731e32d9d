using PluginHost.PluginKit.Jobs;
using PluginHost.PluginKit.Trials;

namespace PluginHost.PluginKit;

/// <summary>What a component that takes part in training must be able to do: a whole tiny job, twice, and in two halves.</summary>
public abstract class TrainingConformance : PluginConformance
{
    /// <inheritdoc cref="PluginConformance(string, string, string, string, string)"/>
    protected TrainingConformance(string plugin, string kind, string name, string options = "{}", string task = TinyJob.Separation)
        : base(plugin, kind, name, options, task)
    {
    }

    /// <summary>Whether the run is stopped after each of its steps and resumed, or after the last but one alone.</summary>
    protected virtual bool StopsEverywhere => false;

    /// <summary>Whether <see cref="Look"/> has something to see.</summary>
    protected virtual bool Looks => false;

    /// <summary>Whether the job trains by gradients; a method that is solved takes no step, and can be stopped between none.</summary>
    protected virtual bool Trains => true;

    /// <summary>Two experiences of two steps come to their end with finite losses; a method that is solved takes no step.</summary>
    [SkippableFact]
    public void It_takes_training_steps()
    {
        var run = Done(Report.First, "run");
        if (!Trains)
        {
            Assert.Empty(run.Steps);
            return;
        }

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
        if (!Trains)
        {
            Assert.Empty(Report.Interruptions);
            return;
        }

        Assert.True(Report.Interruptions.Count > 0, "there were too few steps to stop between them");
        foreach (var (after, stopped, _) in Report.Interruptions)
        {
            Assert.True(stopped.Failure is null, stopped.Failure);
            Assert.True(stopped.Cancelled, $"the run went on to its end although it was cancelled after step {after}");
            Nothing(stopped.Findings);
        }
    }

    /// <summary>A run that was stopped goes on from its saved state with the very steps and results of one that was not.</summary>
    [SkippableFact]
    public void What_was_saved_and_restored_goes_on_with_the_same_steps()
    {
        var whole = Done(Report.First, "run");
        if (!Trains)
        {
            Assert.Empty(Report.Interruptions);
            return;
        }

        Assert.True(Report.Interruptions.Count > 0, "there were too few steps to stop between them");
        foreach (var (after, _, resumed) in Report.Interruptions)
        {
            var rest = Done(resumed, $"run resumed after step {after}");
            Assert.True(rest.Steps.Count() == whole.Steps.Count() - after, $"the run resumed after step {after} took {rest.Steps.Count()} steps");
            Assert.Equal(whole.Lines.TakeLast(rest.Lines.Count), rest.Lines);
            Assert.Equal(whole.Metrics, rest.Metrics);
        }
    }

    /// <summary>
    /// Looks at the component while the tiny job runs: called by a strategy of the kit that stands beside the job's own, at each
    /// <see cref="WorkMoment"/>. Keep no reference to what is given.
    /// </summary>
    /// <param name="component">The component.</param>
    /// <param name="work">The moment and what can be seen.</param>
    /// <returns>What is wrong, one line each; the same line counts once.</returns>
    protected virtual IEnumerable<string> Look(object component, Work work) => [];

    private protected override SessionPlan Plan() => base.Plan() with
    {
        Trains = true,
        StopsEverywhere = StopsEverywhere,
        Look = Looks ? Look : null,
    };

    private protected TrialRun Done(TrialRun? run, string what)
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
