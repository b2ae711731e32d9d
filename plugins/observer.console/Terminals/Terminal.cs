namespace PluginHost.Plugins.ConsoleOutput.Terminals;

/// <summary>Where the text goes. A closed pipe or terminal silences it; it never throws.</summary>
/// <param name="writer">Takes the text.</param>
/// <param name="live">Whether the last line can be redrawn and text can be coloured (ANSI escapes).</param>
/// <param name="unicode">Whether characters beyond ASCII can be shown.</param>
/// <param name="width">Tells the width in columns; asked before every line, since windows are resized.</param>
/// <param name="height">Tells the height in rows; without it, 24.</param>
/// <param name="reflows">Whether lines that are wider than a window that became narrow are broken, not cut.</param>
public sealed class Terminal(TextWriter writer, bool live, bool unicode, Func<int> width, Func<int>? height = null, bool reflows = true)
{
    private const int FallbackWidth = 80;
    private const int FallbackHeight = 24;
    private bool closed;

    /// <summary>Whether the last line can be redrawn and text can be coloured.</summary>
    public bool Live { get; } = live;

    /// <summary>Whether characters beyond ASCII can be shown.</summary>
    public bool Unicode { get; } = unicode;

    /// <summary>Whether lines that are wider than a window that became narrow are broken, not cut.</summary>
    public bool Reflows { get; } = reflows;

    /// <summary>The width in columns; at least 20.</summary>
    public int Width => Math.Max(20, Ask(width, FallbackWidth));

    /// <summary>The height in rows; at least 2.</summary>
    public int Height => Math.Max(2, height is null ? FallbackHeight : Ask(height, FallbackHeight));

    /// <summary>Opens standard output. It is live if it is a terminal that understands escapes and nobody asked for plain text.</summary>
    /// <param name="wanted">Whether live progress is wanted at all.</param>
    /// <returns>The terminal.</returns>
    public static Terminal OpenStandardOutput(bool wanted)
    {
        var live = wanted && IsLive(Console.IsOutputRedirected, Environment.GetEnvironmentVariable);
        var unicode = Console.OutputEncoding.CodePage == 65001;
        return live
            ? new Terminal(Console.Out, live, unicode, () => Console.WindowWidth, () => Console.WindowHeight, Reflow(Environment.GetEnvironmentVariable))
            : new Terminal(Console.Out, live, unicode, () => FallbackWidth);
    }

    /// <summary>Decides whether escapes may be used: not through a pipe, not with <c>NO_COLOR</c> or <c>CI</c>, not on a dumb terminal.</summary>
    /// <param name="redirected">Whether the output is no terminal.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <returns>Whether the terminal is live.</returns>
    public static bool IsLive(bool redirected, Func<string, string?> environment) =>
        !redirected
        && string.IsNullOrEmpty(environment("NO_COLOR"))
        && string.IsNullOrEmpty(environment("CI"))
        && environment("TERM") is { Length: > 0 } term
        && !string.Equals(term, "dumb", StringComparison.Ordinal);

    /// <summary>Decides whether a narrowed window breaks its lines: the Linux console, xterm, rxvt and GNU screen cut them.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <returns>Whether lines are broken.</returns>
    public static bool Reflow(Func<string, string?> environment) =>
        string.IsNullOrEmpty(environment("XTERM_VERSION"))
        && string.IsNullOrEmpty(environment("STY"))
        && environment("TERM") is { } term
        && !term.StartsWith("linux", StringComparison.Ordinal)
        && !term.StartsWith("rxvt", StringComparison.Ordinal);

    /// <summary>Writes text at once.</summary>
    /// <param name="text">The text, line ends included.</param>
    public void Write(string text)
    {
        if (closed || text.Length == 0) return;
        try
        {
            writer.Write(text);
            writer.Flush();
        }
        catch (Exception cause) when (cause is IOException or ObjectDisposedException)
        {
            closed = true;
        }
    }

    private static int Ask(Func<int> size, int fallback)
    {
        try
        {
            var found = size();
            return found <= 0 ? fallback : found;
        }
        catch (IOException)
        {
            return fallback;
        }
    }
}
