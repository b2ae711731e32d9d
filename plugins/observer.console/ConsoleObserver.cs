using PluginHost.Plugins.ConsoleOutput.Progress;
using PluginHost.Plugins.ConsoleOutput.Terminals;
using PluginHost.Plugins.ConsoleOutput.Text;

namespace PluginHost.Plugins.ConsoleOutput;

/// <summary>Shows progress, evaluations, tables and messages on standard output.</summary>
[Component("console")]
public sealed class ConsoleObserver : IRunObserver, IDisposable
{
    // An activity that took less is not worth a line of its own.
    private static readonly TimeSpan WorthALine = TimeSpan.FromSeconds(2);

    private readonly ConsoleOptions options;
    private readonly bool progress;
    private readonly Terminal terminal;
    private readonly StatusLine status;
    private readonly Sentences sentences;
    private readonly ActivityList activities = new();
    private DateTimeOffset shownAt = DateTimeOffset.MinValue;
    private StepCompleted? step;

    /// <summary>Creates the observer on standard output.</summary>
    /// <param name="options">Options.</param>
    /// <param name="run">Says whether progress is wanted.</param>
    public ConsoleObserver(ConsoleOptions options, IRunContext run)
        : this(options, run.ShowProgress, Terminal.OpenStandardOutput(run.ShowProgress))
    {
    }

    private ConsoleObserver(ConsoleOptions options, bool progress, Terminal terminal)
    {
        this.options = options;
        this.progress = progress;
        this.terminal = terminal;
        status = new StatusLine(terminal);
        sentences = new Sentences(new Palette(terminal.Live), terminal.Unicode);
    }

    /// <summary>Creates the observer on a given terminal.</summary>
    /// <param name="options">Options.</param>
    /// <param name="progress">Whether progress is shown.</param>
    /// <param name="terminal">The terminal.</param>
    /// <returns>The observer.</returns>
    public static ConsoleObserver On(ConsoleOptions options, bool progress, Terminal terminal) => new(options, progress, terminal);

    /// <inheritdoc/>
    public void OnEvent(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case ProgressReported report: ShowProgress(report); break;
            case StepCompleted completed: step = completed; break;
            case RunStarted start:
                status.Print(sentences.Header(start, options.ShowComponents, terminal.Width));
                shownAt = start.Time;
                break;
            case ExperienceStarted start:
                status.Clear();
                step = null;
                status.Print(sentences.Experience(start));
                break;
            case EvaluationCompleted evaluation when options.ShowEvaluations: status.Print(Sentences.Evaluation(evaluation)); break;
            case TableReported table when options.ShowTables:
                status.Clear();
                status.Print(sentences.Table(table, terminal.Live ? terminal.Width : int.MaxValue));
                break;
            case MessageReported message: status.Print(sentences.Message(message)); break;
            case RunEnded end:
                status.Clear();
                status.Print(sentences.End(end));
                break;
            default: break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => status.Clear();

    private void ShowProgress(ProgressReported report)
    {
        if (!progress) return;
        var activity = activities.Advance(report);
        if (activity.Finished)
        {
            status.Clear();
            if (activity.Spent >= WorthALine) status.Print("  " + ProgressText.Finished(activity, Figures(report)));
            shownAt = report.Time;
            return;
        }

        var interval = terminal.Live ? 1.0 / options.RedrawsPerSecond : options.IntervalSeconds;
        if (interval <= 0 || (report.Time - shownAt).TotalSeconds < interval) return;
        shownAt = report.Time;
        if (terminal.Live) status.Show(ProgressText.Live(activity, Figures(report), terminal.Width - 1, terminal.Unicode));
        else status.Print("  " + ProgressText.Plain(activity, Figures(report)));
    }

    // Rate and time left are worked out here, alike for every activity: an engine's own would stand there twice. An engine that reports no
    // figures beside its progress still publishes its steps.
    private IEnumerable<KeyValuePair<string, double>> Figures(ProgressReported report)
    {
        if (report.Figures.Count > 0) return report.Figures.Where(figure => figure.Key is not "seconds left" && figure.Key != $"{report.Unit}/s");
        return step is not null && report.Unit is "steps" ? [KeyValuePair.Create("loss", step.Loss)] : [];
    }
}
