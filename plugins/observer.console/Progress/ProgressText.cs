using System.Globalization;
using PluginHost.Plugins.ConsoleOutput.Text;

namespace PluginHost.Plugins.ConsoleOutput.Progress;

/// <summary>Puts the state of an activity into one line.</summary>
public static class ProgressText
{
    private const int LongestBar = 24;
    private const int ShortestBar = 8;

    /// <summary>Writes a live line with a bar. Where it would not fit, the bar shrinks, then parts are left out, least important first.</summary>
    /// <param name="activity">The activity, with at least one report.</param>
    /// <param name="figures">Figures to show.</param>
    /// <param name="width">The room there is.</param>
    /// <param name="unicode">Whether the bar may use characters beyond ASCII.</param>
    /// <returns>The line, no longer than <paramref name="width"/>.</returns>
    public static string Live(Activity activity, IEnumerable<KeyValuePair<string, double>> figures, int width, bool unicode)
    {
        var parts = Parts(activity, figures);
        foreach (var bar in (int[])[LongestBar, 16, ShortestBar])
        {
            var line = Join(parts, Bar(activity.Latest!, bar, unicode));
            if (line.Length <= width) return line;
        }

        // Each number is the importance of a part; parts below the bound are left out.
        for (var bound = 1; bound <= 4; bound++)
        {
            var line = Join([.. parts.Where(part => part.Importance > bound)], "");
            if (line.Length <= width) return line;
        }

        return Lines.Cut(activity.Latest!.Activity, width, unicode);
    }

    /// <summary>Writes a line for a log.</summary>
    /// <param name="activity">The activity, with at least one report.</param>
    /// <param name="figures">Figures to show.</param>
    /// <returns>The line.</returns>
    public static string Plain(Activity activity, IEnumerable<KeyValuePair<string, double>> figures) => Join(Parts(activity, figures), "");

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
            (6, latest.Activity),
            (5, latest.Total > 0 ? $"{Percent(latest),3} %" : ""),
            (2, $"{done} {latest.Unit}"),
            (4, string.Join(' ', figures.Select(figure => $"{figure.Key} {Amounts.Figure(figure.Value)}"))),
            (1, activity.Rate is { } rate ? Amounts.Rate(rate, latest.Unit) : ""),
            (3, activity.Left is { } left ? $"{Amounts.Duration(left)} left" : ""),
        ];
    }

    private static string Join((int Importance, string Text)[] parts, string bar) =>
        string.Join("  ", parts.Select((part, i) => i == 0 && bar.Length > 0 ? $"{part.Text}  {bar}" : part.Text).Where(text => text.Length > 0));

    private static long Percent(ProgressReported latest) => Math.Clamp(latest.Done, 0, latest.Total) * 100 / latest.Total;

    private static string Count(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Bar(ProgressReported latest, int width, bool unicode)
    {
        if (latest.Total <= 0) return "";
        var full = (int)(Math.Clamp(latest.Done, 0, latest.Total) * width / latest.Total);
        return unicode
            ? new string('█', full) + new string('░', width - full)
            : $"[{new string('#', full)}{new string('.', width - full)}]";
    }
}
