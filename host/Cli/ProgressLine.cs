using System.Diagnostics;
using PluginHost.Contracts;
using PluginHost.Reports.Reading;

namespace PluginHost.Cli;

/// <summary>
/// Shows how far a check has come: on a terminal in one line that is written over, else as a line now and then. Messages of components are
/// shown if they warn.
/// </summary>
/// <param name="writer">Where people look.</param>
internal sealed class ProgressLine(TextWriter writer) : IRunObserver, IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);
    private readonly bool _terminal = !Console.IsErrorRedirected && ReferenceEquals(writer, Console.Error);
    private long _shown = Stopwatch.GetTimestamp();
    private int _width;

    /// <inheritdoc/>
    public void OnEvent(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case ProgressReported progress:
                Show(progress);
                break;
            case MessageReported { Severity: not FindingSeverity.Note } message:
                Clear();
                writer.WriteLine(message.Text);
                break;
        }
    }

    /// <summary>Clears the line.</summary>
    public void Dispose() => Clear();

    private void Show(ProgressReported progress)
    {
        if (!_terminal && Stopwatch.GetElapsedTime(_shown) < s_pause) return;
        _shown = Stopwatch.GetTimestamp();
        var text = $"{progress.Activity}: {progress.Done}" + (progress.Total > 0 ? $" of {progress.Total}" : "") + $" {progress.Unit}"
            + string.Concat(progress.Figures.Where(figure => double.IsFinite(figure.Value)).Select(figure => $", {RunFigures.Text(figure.Value)} {figure.Key}"));
        if (!_terminal)
        {
            writer.WriteLine(text);
            return;
        }

        writer.Write("\r" + text.PadRight(_width));
        _width = text.Length;
    }

    private void Clear()
    {
        if (_width == 0) return;
        writer.Write("\r" + new string(' ', _width) + "\r");
        _width = 0;
    }
}
