namespace PluginHost.Plugins.ConsoleOutput.Progress;

/// <summary>
/// Estimates how long a job will still take, from the experiences that it has finished, tests included. Before one is finished there is no
/// estimate: what a test costs is not known then. An experience that a resumed run finds half done is no measure.
/// </summary>
public sealed class JobClock
{
    private readonly List<(int Steps, double Seconds)> _finished = [];
    private DateTimeOffset? _began;
    private DateTimeOffset _since;
    private ExperienceStarted? _current;
    private bool _partial;

    /// <summary>The run begins.</summary>
    /// <param name="start">The event.</param>
    public void Begin(RunStarted start)
    {
        _began = start.Time;
        _partial = start.Resumed;
    }

    /// <summary>An experience begins, which ends the one before.</summary>
    /// <param name="start">The event.</param>
    public void Begin(ExperienceStarted start)
    {
        if (_current is { } before && !_partial) _finished.Add((before.Steps, (start.Time - _since).TotalSeconds));
        if (_current is not null) _partial = false;
        _current = start;
        _since = start.Time;
    }

    /// <summary>How long the run has gone on in this process.</summary>
    /// <param name="now">The present time.</param>
    /// <returns>The time; zero before the run began.</returns>
    public TimeSpan Gone(DateTimeOffset now) => _began is { } began && now > began ? now - began : TimeSpan.Zero;

    /// <summary>How long the job will still take.</summary>
    /// <param name="now">The present time.</param>
    /// <param name="training">What the training steps under way will still take, if that is known.</param>
    /// <returns>
    /// The rest of this experience and, for each one to come, the mean of those finished. The whole of this experience is the mean as well, in
    /// proportion to its steps where all have steps. <see langword="null"/> before an experience is finished.
    /// </returns>
    public TimeSpan? Left(DateTimeOffset now, TimeSpan? training)
    {
        if (_finished.Count == 0 || _current is not { } current) return null;
        var mean = _finished.Average(each => each.Seconds);
        var steps = _finished.Average(each => each.Steps);
        var whole = current.Steps > 0 && _finished.TrueForAll(each => each.Steps > 0) ? mean * current.Steps / steps : mean;
        var rest = Math.Max(whole - (now - _since).TotalSeconds, training?.TotalSeconds ?? 0);
        return TimeSpan.FromSeconds(Math.Max(0, rest) + (mean * Math.Max(0, current.Experiences - 1 - current.Experience)));
    }
}
