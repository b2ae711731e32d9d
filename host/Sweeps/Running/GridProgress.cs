using System.Diagnostics;
using PluginHost.Comparisons.Cells;
using PluginHost.Json;

namespace PluginHost.Comparisons.Running;

/// <summary>Tells how a grid goes: a line per cell, and in a terminal a last line that counts.</summary>
internal sealed class GridProgress : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TextWriter _writer;
    private readonly Timer? _timer;
    private readonly Dictionary<ComparisonCell, long> _running = [];
    private readonly List<double> _seconds;
    private readonly int _parallel;
    private int _done;
    private int _failed;
    private int _left;

    /// <summary>Creates the progress.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="live">Whether that is a terminal.</param>
    /// <param name="done">Cells that were done before.</param>
    /// <param name="left">Cells to run.</param>
    /// <param name="parallel">How many run at the same time.</param>
    /// <param name="seconds">Wall times of the cells that were done before.</param>
    public GridProgress(TextWriter writer, bool live, int done, int left, int parallel, IEnumerable<double> seconds)
    {
        (_writer, _done, _left, _parallel, _seconds) = (writer, done, left, Math.Max(1, Math.Min(parallel, left)), [.. seconds]);
        if (live) _timer = new Timer(_ => Redraw(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public void Started(ComparisonCell cell, bool resumed)
    {
        lock (_gate)
        {
            _left--;
            _running[cell] = Stopwatch.GetTimestamp();
            Print($"{(resumed ? "resume" : "start ")}  {cell}");
        }
    }

    public void Ended(ComparisonCell cell, CellOutcome outcome, string log)
    {
        lock (_gate)
        {
            _running.Remove(cell);
            var time = DurationText.Of(outcome.Elapsed.TotalSeconds);
            if (outcome.Stopped)
            {
                Print($"stop    {cell} after {time}");
                return;
            }

            if (outcome.Failure is null)
            {
                _done++;
                _seconds.Add(outcome.Elapsed.TotalSeconds);
                Print($"done    {cell} in {time}");
            }
            else
            {
                _failed++;
                Print($"FAILED  {cell} after {time}: {outcome.Failure}\n        see {LocatedJson.DisplayName(log)}");
            }

            if (_timer is null) _writer.WriteLine($"        {Counts()}");
        }
    }

    public void Print(string text)
    {
        lock (_gate)
        {
            if (_timer is not null) _writer.Write("\r\e[2K");
            _writer.WriteLine(text);
            _writer.Flush();
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        if (_timer is not null) _writer.Write("\r\e[2K");
    }

    private void Redraw()
    {
        lock (_gate)
        {
            _writer.Write($"\r\e[2K{Counts()}");
            _writer.Flush();
        }
    }

    private string Counts()
    {
        var text = $"{_done} done, {_running.Count} running, {_left} left" + (_failed == 0 ? "" : $", {_failed} failed");
        if (_seconds.Count == 0 || _left + _running.Count == 0) return text;
        var mean = _seconds.Average();
        var open = _running.Values.Sum(start => Math.Max(0, mean - Stopwatch.GetElapsedTime(start).TotalSeconds));
        return $"{text}; about {DurationText.Of(((_left * mean) + open) / _parallel)} left";
    }
}
