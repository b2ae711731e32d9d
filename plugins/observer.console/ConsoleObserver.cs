using System.Runtime.InteropServices;
using PluginHost.Plugins.ConsoleOutput.Progress;
using PluginHost.Plugins.ConsoleOutput.Terminals;
using PluginHost.Plugins.ConsoleOutput.Text;

namespace PluginHost.Plugins.ConsoleOutput;

/// <summary>Shows progress, evaluations, tables and messages on standard output: live in a terminal, as plain lines elsewhere.</summary>
[Component("console")]
public sealed class ConsoleObserver : IRunObserver, IDisposable
{
    // An activity that took less is not worth a line of its own.
    private static readonly TimeSpan s_worthALine = TimeSpan.FromSeconds(2);

    // The display goes on where no event comes: time passes, memory grows, windows are resized.
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    // The host says on standard error that it stops; the display must be gone before, and stays away.
    private static readonly PosixSignal[] s_ends = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP];
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly ConsoleOptions _options;
    private readonly bool _progress;
    private readonly Terminal _terminal;
    private readonly LiveArea _live;
    private readonly Painter _painter;
    private readonly Sentences _sentences;
    private readonly Func<ProcessMemory> _memory;
    private readonly RunProgress _run = new();
    private readonly Timer? _timer;
    private readonly PosixSignalRegistration[] _signals = [];
    private DateTimeOffset _shownAt = DateTimeOffset.MinValue;
    private (DateTimeOffset At, ProcessMemory Memory) _asked = (DateTimeOffset.MinValue, default);
    private bool _running;
    private bool _ending;

    /// <summary>Creates the observer on standard output.</summary>
    /// <param name="options">Options.</param>
    /// <param name="run">Says whether progress is wanted.</param>
    public ConsoleObserver(ConsoleOptions options, IRunContext run)
        : this(options, run.ShowProgress, Terminal.OpenStandardOutput(run.ShowProgress), ProcessMemory.Now)
    {
        if (!_terminal.Live) return;
        _timer = new Timer(_ => Tick(), null, s_tick, s_tick);
        _signals = [.. s_ends.Select(signal => PosixSignalRegistration.Create(signal, _ => GiveWay()))];
    }

    private ConsoleObserver(ConsoleOptions options, bool progress, Terminal terminal, Func<ProcessMemory> memory)
    {
        _options = options;
        _progress = progress;
        _terminal = terminal;
        _live = new LiveArea(terminal);
        _painter = new Painter(terminal.Unicode);
        _sentences = new Sentences(new Palette(terminal.Live), terminal.Unicode);
        _memory = memory;
    }

    /// <summary>Creates the observer on a given terminal. It redraws when an event comes or <see cref="Refresh"/> is called.</summary>
    /// <param name="options">Options.</param>
    /// <param name="progress">Whether progress is shown.</param>
    /// <param name="terminal">The terminal.</param>
    /// <param name="memory">Tells the memory of the process; without it, none is shown.</param>
    /// <returns>The observer.</returns>
    public static ConsoleObserver On(ConsoleOptions options, bool progress, Terminal terminal, Func<ProcessMemory>? memory = null) =>
        new(options, progress, terminal, memory ?? (() => default));

    /// <inheritdoc/>
    public void OnEvent(RunEvent runEvent)
    {
        lock (_gate)
        {
            Take(runEvent);
        }
    }

    /// <summary>Draws the live display anew.</summary>
    /// <param name="now">The present time.</param>
    public void Refresh(DateTimeOffset now)
    {
        lock (_gate)
        {
            Draw(now);
        }
    }

    /// <summary>Removes the live display for good, so that others can write: the process was asked to stop. Results go on to be printed.</summary>
    public void GiveWay()
    {
        if (!_gate.TryEnter(s_patience)) return;
        try
        {
            _ending = true;
            _live.Clear();
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _timer?.Dispose();
        lock (_gate)
        {
            Close();
        }
    }

    private void Take(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case ProgressReported report: ShowProgress(report); break;
            case StepCompleted completed: _run.Take(completed); break;
            case RunStarted start:
                _running = true;
                _run.Take(start);
                _live.Print(_sentences.Header(start, _options.ShowComponents, _terminal.Width));
                _shownAt = start.Time;
                break;
            case ExperienceStarted start:
                _live.Clear();
                _run.Take(start);
                _live.Print(_sentences.Experience(start));
                break;
            case EvaluationCompleted evaluation when _options.ShowEvaluations: _live.Print(Sentences.Evaluation(evaluation)); break;
            case TableReported table when _options.ShowTables:
                _live.Clear();
                _live.Print(_terminal.Live ? InTerminal(table) : _sentences.Table(table, int.MaxValue));
                break;
            case MessageReported message: _live.Print(_sentences.Message(message)); break;
            case RunEnded end:
                Close();
                _live.Print(_sentences.End(end));
                break;
            default: break;
        }
    }

    private void ShowProgress(ProgressReported report)
    {
        if (!_progress) return;
        _running = true;
        var activity = _run.Take(report);
        if (activity.Finished && activity.Spent >= s_worthALine) _live.Print("  " + ProgressText.Finished(activity, _run.FiguresOf(report)));
        var interval = _terminal.Live ? 1.0 / _options.RedrawsPerSecond : _options.IntervalSeconds;
        if (activity.Finished) _shownAt = report.Time;
        else if (interval <= 0 || (report.Time - _shownAt).TotalSeconds < interval) return;
        else if (!_terminal.Live) _live.Print("  " + ProgressText.Plain(activity, _run.FiguresOf(report)));
        _shownAt = report.Time;
        Draw(report.Time);
    }

    private void Draw(DateTimeOffset now)
    {
        if (!_terminal.Live || !_running || _ending) return;
        if (now - _asked.At >= s_tick) _asked = (now, _memory());
        // The last column stays empty: some terminals break a line that reaches it.
        var width = _terminal.Width - 1;
        _live.Show(_painter.Paint(LiveView.Lay(_run, _asked.Memory, now, width, _terminal.Unicode), width));
    }

    private IEnumerable<string> InTerminal(TableReported table)
    {
        var width = _terminal.Width - 1;
        var lines = _painter.Paint(TerminalTable.Lay(table, width, _terminal.Unicode), width);
        return lines.Where(line => line.Cells > 0).Select(line => line.Text).Prepend("");
    }

    private void Close()
    {
        _running = false;
        _live.Clear();
    }

    // Waits for nobody: an event that is being shown draws as well. A display that cannot be drawn must not end a run.
    private void Tick()
    {
        if (!_gate.TryEnter()) return;
        try
        {
            Draw(DateTimeOffset.Now);
        }
        catch (Exception cause) when (cause is IOException or InvalidOperationException or ArgumentException)
        {
            _running = false;
        }
        finally
        {
            _gate.Exit();
        }
    }
}
