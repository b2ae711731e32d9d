using PluginHost.Plugins.ConsoleOutput.Terminals;
using PluginHost.Plugins.ConsoleOutput.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PluginHost.Plugins.ConsoleOutput.Progress;

/// <summary>
/// Lays out what the live display shows, a line for each of: experience, training steps, other work, loss and rate, time and memory. Where a
/// window is narrow, bars shrink and parts are left out, least important first.
/// </summary>
public static class LiveView
{
    private const string Gap = "  ";
    private const int LongestBar = 32;
    private const int ShortestBar = 6;
    private static readonly Style s_strong = new(decoration: Decoration.Bold);
    private static readonly Style s_faint = new(decoration: Decoration.Dim);
    private static readonly Style s_done = new(Color.Green);

    /// <summary>Lays out the lines.</summary>
    /// <param name="progress">How far the run has come.</param>
    /// <param name="memory">Memory of the process.</param>
    /// <param name="now">The present time.</param>
    /// <param name="width">The room for a line, in columns.</param>
    /// <param name="unicode">Whether characters beyond ASCII may be used.</param>
    /// <returns>The lines, one above the other.</returns>
    public static IRenderable Lay(RunProgress progress, ProcessMemory memory, DateTimeOffset now, int width, bool unicode)
    {
        List<IRenderable> lines = [];
        if (progress.Experience is { } experience) lines.Add(Heading(experience, progress.Step?.Phase));
        Activity[] activities = [.. new[] { progress.Training, progress.Other }.OfType<Activity>()];
        lines.AddRange(Bars(activities, width, unicode));
        if (progress.Figures.Count > 0) lines.Add(Figures(progress, width));
        lines.AddRange(Totals(progress, memory, now, width));
        return new Rows(lines);
    }

    private static OneLine Heading(ExperienceStarted experience, string? phase) => new(
        ($"Experience {experience.Experience + 1} of {experience.Experiences}", s_strong),
        (phase is null ? "" : $", {phase} phase", s_strong),
        (experience.NewClasses.Count == 0 ? "" : $": {string.Join(", ", experience.NewClasses)}", Style.Plain));

    // Labels and bars of all lines begin and end at the same columns.
    private static IEnumerable<IRenderable> Bars(Activity[] activities, int width, bool unicode)
    {
        if (activities.Length == 0) return [];
        var label = Math.Min(activities.Max(each => each.Latest!.Activity.Length), width / 2);
        var room = width - label - (2 * Gap.Length) - ShortestBar;
        string[] details = [.. activities.Select(each => ProgressText.Details(each, room))];
        var bar = Math.Clamp(width - label - (2 * Gap.Length) - details.Max(each => each.Length), 0, LongestBar);
        return activities.Select((each, i) =>
        {
            var name = Lines.Cut(each.Latest!.Activity, label, unicode).PadRight(label);
            return bar < ShortestBar || each.Latest.Total <= 0
                ? new OneLine((name + Gap + details[i], Style.Plain))
                : new OneLine([(name + Gap, Style.Plain), .. Bar(each.Latest, bar, unicode), (Gap + details[i], Style.Plain)]);
        });
    }

    private static (string Text, Style Style)[] Bar(ProgressReported latest, int width, bool unicode)
    {
        var cells = unicode ? width : width - 2;
        var halves = (int)(Math.Clamp(latest.Done, 0, latest.Total) * 2 * cells / latest.Total);
        var (full, half) = (halves / 2, halves % 2);
        return unicode
            ? [(new string('━', full) + (half > 0 ? "╸" : ""), s_done), (new string('─', cells - full - half), s_faint)]
            : [("[", Style.Plain), (new string('#', full), s_done), (new string('.', cells - full) + "]", Style.Plain)];
    }

    // The total loss first and the rate last; the terms between, as many as there is room for. A single term is the loss itself.
    private static OneLine Figures(RunProgress progress, int width)
    {
        string Write(KeyValuePair<string, double> figure) => $"{figure.Key} {Amounts.Figure(figure.Value)}";
        List<string> written = [.. progress.Figures.Select(Write)];
        if (progress.Step is { Terms.Count: > 1 } step)
        {
            var room = width - written.Sum(each => each.Length + Gap.Length) + Gap.Length;
            foreach (var term in step.Terms.Select(Write))
            {
                room -= term.Length + Gap.Length;
                if (room < 0) break;
                written.Insert(Math.Max(1, written.Count - (progress.Figures.Count - 1)), term);
            }
        }

        return new OneLine((string.Join(Gap, written), Style.Plain));
    }

    private static IEnumerable<IRenderable> Totals(RunProgress progress, ProcessMemory memory, DateTimeOffset now, int width)
    {
        var time = $"{Amounts.Duration(progress.Clock.Gone(now))} gone";
        if (progress.Clock.Left(now, progress.Training?.Left) is { } left) time += $", about {Amounts.Duration(left)} left of the job";
        var held = memory.Resident <= 0 ? "" : $"memory {Amounts.Bytes(memory.Resident)}";
        if (held.Length > 0 && memory.Peak > 0) held += $", peak {Amounts.Bytes(memory.Peak)}";
        var together = held.Length == 0 ? time : time + Gap + held;
        string[] lines = together.Length <= width ? [together] : [time, held];
        return lines.Select(line => new OneLine((line, s_faint)));
    }
}
