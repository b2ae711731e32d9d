using System.Text;

namespace PluginHost.Plugins.ConsoleOutput.Terminals;

/// <summary>Keeps one changing line below the lines that stay. Every change is a single write, so that nothing flickers.</summary>
/// <param name="terminal">The terminal; if it is not live, there is no status line and lines are just printed.</param>
public sealed class StatusLine(Terminal terminal)
{
    private const string Erase = "\r\u001b[K";
    private string shown = "";

    /// <summary>Prints lines that stay, above the status line.</summary>
    /// <param name="lines">The lines, without line ends.</param>
    public void Print(params IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        if (shown.Length > 0) text.Append(Erase);
        foreach (var line in lines) text.Append(line).Append('\n');
        text.Append(shown);
        terminal.Write(text.ToString());
    }

    /// <summary>Shows a status line in place of the one before.</summary>
    /// <param name="line">The line; shorter than the terminal is wide, or it would wrap and stay.</param>
    public void Show(string line)
    {
        if (!terminal.Live || string.Equals(line, shown, StringComparison.Ordinal)) return;
        // The old text is overwritten and only the rest of the line erased: erasing first would let it flash.
        terminal.Write(shown.Length == 0 ? line : $"\r{line}\u001b[K");
        shown = line;
    }

    /// <summary>Removes the status line.</summary>
    public void Clear()
    {
        if (shown.Length == 0) return;
        terminal.Write(Erase);
        shown = "";
    }
}
