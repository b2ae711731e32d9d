using System.Diagnostics;

namespace PluginHost.Training;

/// <summary>Reports the steps of a phase: progress at every step, a log event at every logging interval.</summary>
internal sealed class PhaseProgress(LearningContext context, Phase phase, int firstStep)
{
    private readonly string _activity = phase.Name == Phase.MainName
        ? $"experience {context.Experience.Index + 1}/{context.ExperienceCount}"
        : $"experience {context.Experience.Index + 1}/{context.ExperienceCount} {phase.Name}";

    private readonly Stopwatch _total = Stopwatch.StartNew();
    private TimeSpan _logged = TimeSpan.Zero;
    private int _loggedStep = firstStep;

    /// <summary>Reports a step.</summary>
    public void Report(
        StepInfo step, double loss, IReadOnlyList<KeyValuePair<string, double>> rates, IReadOnlyList<KeyValuePair<string, double>>? terms)
    {
        var done = step.Step + 1;
        var elapsed = _total.Elapsed;
        context.Events.Publish(new ProgressReported
        {
            Activity = _activity,
            Done = done,
            Total = step.TotalSteps,
            Unit = "steps",
            Figures = [new("loss", loss), new("rate", rates.Count > 0 ? rates[0].Value : 0)],
        });
        if (terms is null) return;
        context.Events.Publish(new StepCompleted
        {
            Experience = context.Experience.Index,
            Phase = phase.Name,
            Epoch = step.Epoch,
            Step = done,
            Steps = step.TotalSteps,
            Loss = loss,
            Terms = terms,
            Rates = rates,
            StepsPerSecond = (done - _loggedStep) / Math.Max((elapsed - _logged).TotalSeconds, 1e-9),
        });
        _logged = elapsed;
        _loggedStep = done;
    }
}
