using System.Globalization;
using PluginHost.Plugins.ConsoleOutput.Text;

namespace PluginHost.Plugins.ConsoleOutput.Progress;

/// <summary>Puts the state of an activity into words.</summary>
public static class ProgressText
{
    // The most important part: what is being done.
    private const int Name = 6;

    /// <summary>Writes what stands beside a bar: share, count, rate, time left; parts that do not fit are left out, least important first.</summary>
    /// <param name="activity">The activity, with at least one report.</param>
    /// <param name="room">The room there is, in characters.</param>
    /// <returns>The text, no longer than <paramref name="room"/>; maybe empty.</returns>
    public static string Details(Activity activity, int room)
    {
        var parts = Parts(activity, []).Where(part => part.Importance < Name).ToArray();
        for (var bound = 0; bound < Name; bound++)
        {
            var text = Join(parts.Where(part => part.Importance > bound));
            if (text.Length <= room) return text;
        }

        return "";
    }

    /// <summary>Writes a line for a log.</summary>
    /// <param name="activity">The activity, with at least one report.</param>
    /// <param name="figures">Figures to show.</param>
    /// <returns>The line.</returns>
    public static string Plain(Activity activity, IEnumerable<KeyValuePair<string, double>> figures) => Join(Parts(activity, figures));

    /// <summary>Writes what remains of a finished activity: how much was done, in which time.</summary>
    /// <param name="activity">The finished activity.</param>
    /// <param name="figures">Figures to show.</param>
    /// <returns>The line.</returns>
    public static string Finished(Activity activity, IEnumerable<KeyValuePair<string, double>> figures)
    {
        var latest = activity.Latest!;
        var line = $"{latest.Activity}: {Count(latest.Done)} {latest.Unit} in {Amounts.Duration(activity.Spent)}";
        if (activity.Spent.TotalSeconds > 0) line += $", {Amounts.Rate(latest.Done / activity.Spent.TotalSeconds, latest.Unit)}";
        return string.Concat([line, .. figures.Select(figure => $", {figure.Key} {Amounts.Figure(figure.Value)}")]);
    }

    private static (int Importance, string Text)[] Parts(Activity activity, IEnumerable<KeyValuePair<string, double>> figures)
    {
        var latest = activity.Latest!;
        var done = latest.Total > 0 ? $"{Count(latest.Done).PadLeft(Count(latest.Total).Length)}/{Count(latest.Total)}" : Count(latest.Done);
        return
        [
            (Name, latest.Activity),
            (4, latest.Total > 0 ? $"{Percent(latest),3} %" : ""),
            (2, $"{done} {latest.Unit}"),
            (3, string.Join(' ', figures.Select(figure => $"{figure.Key} {Amounts.Figure(figure.Value)}"))),
            (1, activity.Rate is { } rate ? Amounts.Rate(rate, latest.Unit) : ""),
            (5, activity.Left is { } left ? $"{Amounts.Duration(left)} left" : ""),
        ];
    }

    private static string Join(IEnumerable<(int Importance, string Text)> parts) =>
        string.Join("  ", parts.Select(part => part.Text).Where(text => text.Length > 0));

    private static long Percent(ProgressReported latest) => Math.Clamp(latest.Done, 0, latest.Total) * 100 / latest.Total;

    private static string Count(long number) => number.ToString(CultureInfo.InvariantCulture);
}
