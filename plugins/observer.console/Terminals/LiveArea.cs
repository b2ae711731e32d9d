using System.Globalization;
using System.Text;

namespace PluginHost.Plugins.ConsoleOutput.Terminals;

/// <summary>
/// Keeps some changing lines below the lines that stay. Every change is a single write, so that nothing flickers. The cursor is never hidden and
/// stands at the beginning of the line below, so a process that is killed leaves a terminal that can be typed into.
/// </summary>
/// <param name="terminal">The terminal; if it is not live, nothing is shown and lines are just printed.</param>
public sealed class LiveArea(Terminal terminal)
{
    private const string EraseLine = "\u001b[K";
    private const string EraseBelow = "\u001b[J";
    private IReadOnlyList<PaintedLine> _shown = [];

    /// <summary>Prints lines that stay, above the changing ones.</summary>
    /// <param name="lines">The lines, without line ends.</param>
    public void Print(params IEnumerable<string> lines)
    {
        var text = new StringBuilder(Home());
        if (_shown.Count > 0) text.Append(EraseBelow);
        foreach (var line in lines) text.Append(line).Append('\n');
        foreach (var line in _shown) text.Append(line.Text).Append('\n');
        terminal.Write(text.ToString());
    }

    /// <summary>Shows lines in place of those before; as many as the window has room for.</summary>
    /// <param name="lines">The lines, each narrower than the window, or it would wrap and stay.</param>
    public void Show(IReadOnlyList<PaintedLine> lines)
    {
        if (!terminal.Live) return;
        lines = [.. lines.Take(terminal.Height - 1)];
        if (lines.SequenceEqual(_shown)) return;
        // Old text is overwritten and only the rest of a line erased: erasing first would let it flash.
        var wrapped = _shown.Count > 0 && Rows() != _shown.Count;
        var text = new StringBuilder(Home());
        if (wrapped) text.Append(EraseBelow);
        foreach (var line in lines) text.Append(line.Text).Append(EraseLine).Append('\n');
        if (_shown.Count > lines.Count && !wrapped) text.Append(EraseBelow);
        terminal.Write(text.ToString());
        _shown = lines;
    }

    /// <summary>Removes the lines.</summary>
    public void Clear()
    {
        if (_shown.Count == 0) return;
        terminal.Write(Home() + EraseBelow);
        _shown = [];
    }

    private string Home() => _shown.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"\r\u001b[{Rows()}A");

    // A window that became narrow has broken what was wider.
    private int Rows()
    {
        var width = terminal.Width;
        return terminal.Reflows ? _shown.Sum(line => Math.Max(1, (line.Cells + width - 1) / width)) : _shown.Count;
    }
}
