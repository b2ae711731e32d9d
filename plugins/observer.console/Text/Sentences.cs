using PluginHost.Plugins.ConsoleOutput.Terminals;

namespace PluginHost.Plugins.ConsoleOutput.Text;

/// <summary>Puts events into lines for people.</summary>
/// <param name="palette">Colours.</param>
/// <param name="unicode">Whether characters beyond ASCII may be used.</param>
public sealed class Sentences(Palette palette, bool unicode)
{
    private readonly string separator = unicode ? " · " : ", ";

    /// <summary>The header of a run.</summary>
    /// <param name="start">The event.</param>
    /// <param name="components">Whether to name the components.</param>
    /// <param name="width">The room for a line.</param>
    /// <returns>The lines.</returns>
    public IEnumerable<string> Header(RunStarted start, bool components, int width)
    {
        string[] facts = [start.Device, Count(start.Threads, "thread"), $"seed {start.Seed}", $"results in {ShortPath(start.Directory)}"];
        var resumed = start.Resumed ? " (resumed)" : "";
        yield return $"{palette.Strong(start.Run)}{resumed}  {string.Join(separator, facts)}";
        if (!components) yield break;
        foreach (var line in Lines.Flow(start.Components, "  ", Math.Min(width, 120))) yield return palette.Faint(line);
    }

    /// <summary>The beginning of an experience.</summary>
    /// <param name="start">The event.</param>
    /// <returns>The lines.</returns>
    public IEnumerable<string> Experience(ExperienceStarted start)
    {
        var memory = start.Exemplars == 0 ? "" : $", {Count(start.Exemplars, "exemplar")} in memory ({Amounts.Bytes(start.MemoryBytes)})";
        yield return "";
        yield return palette.Strong($"Experience {start.Experience + 1} of {start.Experiences}: {string.Join(", ", start.NewClasses)}");
        yield return $"  {Count(start.NewSamples, "new sample")}{memory}, {Count(start.Steps, "training step")}";
    }

    /// <summary>An evaluation.</summary>
    /// <param name="evaluation">The event.</param>
    /// <returns>The line.</returns>
    public static string Evaluation(EvaluationCompleted evaluation)
    {
        var scores = string.Join("  ", evaluation.Scores.Select(score => $"{score.Key} {Amounts.Score(score.Value),5}"));
        var skipped = evaluation.Skipped == 0 ? "" : $", {evaluation.Skipped} skipped";
        return $"  {evaluation.Scope,-10}  {scores}  ({evaluation.Counted} rows{skipped}, step {evaluation.Step})";
    }

    /// <summary>A table of results.</summary>
    /// <param name="table">The event.</param>
    /// <param name="width">The room for a line.</param>
    /// <returns>The lines.</returns>
    public IEnumerable<string> Table(TableReported table, int width)
    {
        yield return "";
        yield return palette.Strong(table.Title);
        foreach (var line in TextTable.Lay(table.Columns, table.Rows, width - 2, unicode)) yield return "  " + line;
        if (table.Caption is not null) yield return palette.Faint("  " + table.Caption);
    }

    /// <summary>A message.</summary>
    /// <param name="message">The event.</param>
    /// <returns>The line.</returns>
    public string Message(MessageReported message) => message.Severity switch
    {
        FindingSeverity.Error => palette.Bad("error: ") + message.Text,
        FindingSeverity.Warning => palette.Doubtful("warning: ") + message.Text,
        _ => message.Text,
    };

    /// <summary>The end of a run.</summary>
    /// <param name="end">The event.</param>
    /// <returns>The lines.</returns>
    public IEnumerable<string> End(RunEnded end)
    {
        var time = Amounts.Duration(end.Elapsed);
        var reason = end.Reason is null ? "" : ": " + end.Reason.TrimEnd('.');
        var folder = ShortPath(end.Directory);
        yield return "";
        yield return end.Outcome switch
        {
            RunOutcome.Completed => $"{palette.Good("Completed")} in {time}. Results are in {folder}",
            RunOutcome.Stopped => $"{palette.Doubtful("Stopped")} after {time}{reason}. State is kept in {folder}; --resume continues",
            _ => $"{palette.Bad("Failed")} after {time}{reason}. What was computed is kept in {folder}",
        };
    }

    private static string Count(long count, string unit) => count == 1 ? $"1 {unit}" : $"{count} {unit}s";

    private static string ShortPath(string path)
    {
        try
        {
            var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
            return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The working folder was deleted during the run.
            return path;
        }
    }
}
