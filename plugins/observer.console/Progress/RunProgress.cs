namespace PluginHost.Plugins.ConsoleOutput.Progress;

/// <summary>How far a run has come, put together from its events.</summary>
public sealed class RunProgress
{
    private readonly ActivityList _activities = new();

    /// <summary>The experience under way.</summary>
    public ExperienceStarted? Experience { get; private set; }

    /// <summary>The newest step of the experience that the engine has logged.</summary>
    public StepCompleted? Step { get; private set; }

    /// <summary>The training steps under way; they stay during a validation in between.</summary>
    public Activity? Training { get; private set; }

    /// <summary>Other work under way: rendering, reading samples, testing.</summary>
    public Activity? Other { get; private set; }

    /// <summary>Time gone and time left.</summary>
    public JobClock Clock { get; } = new();

    /// <summary>Live figures of the training steps, such as the loss.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Figures { get; private set; } = [];

    /// <summary>The run begins.</summary>
    /// <param name="start">The event.</param>
    public void Take(RunStarted start) => Clock.Begin(start);

    /// <summary>An experience begins.</summary>
    /// <param name="start">The event.</param>
    public void Take(ExperienceStarted start)
    {
        Clock.Begin(start);
        (Experience, Step, Training, Other, Figures) = (start, null, null, null, []);
    }

    /// <summary>A step was logged.</summary>
    /// <param name="step">The event.</param>
    public void Take(StepCompleted step) => Step = step;

    /// <summary>Some work has come further.</summary>
    /// <param name="report">The event.</param>
    /// <returns>The activity that it belongs to.</returns>
    public Activity Take(ProgressReported report)
    {
        var activity = _activities.Advance(report);
        var trains = report.Unit is "steps";
        if (trains) Figures = FiguresOf(report);
        Other = trains || activity.Finished ? null : activity;
        if (trains) Training = activity.Finished ? null : activity;
        return activity;
    }

    /// <summary>
    /// The figures of a report. Rate and time left are worked out here, alike for every activity: an engine's own would stand there twice. An
    /// engine that reports no figures beside its progress still publishes its steps.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <returns>The figures.</returns>
    public IReadOnlyList<KeyValuePair<string, double>> FiguresOf(ProgressReported report)
    {
        if (report.Figures.Count > 0) return [.. report.Figures.Where(figure => figure.Key is not "seconds left" && figure.Key != $"{report.Unit}/s")];
        return Step is not null && report.Unit is "steps" ? [KeyValuePair.Create("loss", Step.Loss)] : [];
    }
}
