namespace PluginHost.Plugins.ConsoleOutput.Progress;

/// <summary>The activities that are under way; equal names continue one another.</summary>
public sealed class ActivityList
{
    private readonly Dictionary<string, Activity> activities = new(StringComparer.Ordinal);
    private Activity? current;

    /// <summary>Takes a report and gives the activity it belongs to. A finished activity is forgotten: its name starts anew next time.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The activity, up to date.</returns>
    public Activity Advance(ProgressReported report)
    {
        if (!activities.TryGetValue(report.Activity, out var activity)) activities[report.Activity] = activity = new Activity();
        if (current is not null && !ReferenceEquals(current, activity)) current.Pause();
        current = activity;
        activity.Advance(report);
        if (activity.Finished) activities.Remove(report.Activity);
        return activity;
    }
}
