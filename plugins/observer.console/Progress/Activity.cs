namespace PluginHost.Plugins.ConsoleOutput.Progress;

/// <summary>Follows one activity: how far, how fast, how long still. Time spent on other activities in between does not count.</summary>
public sealed class Activity
{
    private const double MemorySeconds = 20;
    private const double SettledSeconds = 1;
    private DateTimeOffset last;
    private double recentUnits;
    private double recentSeconds;
    private bool paused = true;

    /// <summary>The newest report.</summary>
    public ProgressReported? Latest { get; private set; }

    /// <summary>Time spent on the activity.</summary>
    public TimeSpan Spent { get; private set; }

    /// <summary>Whether all units are done.</summary>
    public bool Finished => Latest is { Total: > 0 } latest && latest.Done >= latest.Total;

    /// <summary>Units per second lately (exponentially forgotten over 20 s), or <see langword="null"/> while too little is known.</summary>
    public double? Rate => recentUnits > 0 && Spent.TotalSeconds >= SettledSeconds ? recentUnits / recentSeconds : null;

    /// <summary>The time it will still take at the present rate, or <see langword="null"/> if that is not known.</summary>
    public TimeSpan? Left =>
        Rate is { } rate && Latest is { Total: > 0 } latest && latest.Done < latest.Total
            ? TimeSpan.FromSeconds(Math.Min((latest.Total - latest.Done) / rate, TimeSpan.MaxValue.TotalSeconds / 2))
            : null;

    /// <summary>Takes the next report.</summary>
    /// <param name="report">The report.</param>
    public void Advance(ProgressReported report)
    {
        if (Latest is { } before && !paused && report.Done >= before.Done && report.Time > last)
        {
            var seconds = (report.Time - last).TotalSeconds;
            var kept = Math.Exp(-seconds / MemorySeconds);
            recentUnits = (recentUnits * kept) + (report.Done - before.Done);
            recentSeconds = (recentSeconds * kept) + seconds;
            Spent += report.Time - last;
        }

        paused = false;
        last = report.Time;
        Latest = report;
    }

    /// <summary>States that something else is being done now: the time until the next report does not count.</summary>
    public void Pause() => paused = true;
}
