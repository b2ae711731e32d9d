namespace PluginHost.Plugins.ConsoleOutput.Terminals;

/// <summary>Where the text goes. A closed pipe or terminal silences it; it never throws.</summary>
/// <param name="writer">Takes the text.</param>
/// <param name="live">Whether the last line can be redrawn and text can be coloured (ANSI escapes).</param>
/// <param name="unicode">Whether characters beyond ASCII can be shown.</param>
/// <param name="width">Tells the width in columns; asked before every line, since windows are resized.</param>
public sealed class Terminal(TextWriter writer, bool live, bool unicode, Func<int> width)
{
    private const int FallbackWidth = 80;
    private bool closed;

    /// <summary>Whether the last line can be redrawn and text can be coloured.</summary>
    public bool Live { get; } = live;

    /// <summary>Whether characters beyond ASCII can be shown.</summary>
    public bool Unicode { get; } = unicode;

    /// <summary>The width in columns; at least 20.</summary>
    public int Width
    {
        get
        {
            try
            {
                var columns = width();
                return columns <= 0 ? FallbackWidth : Math.Max(20, columns);
            }
            catch (IOException)
            {
                return FallbackWidth;
            }
        }
    }

    /// <summary>Opens standard output. It is live if it is a terminal that understands escapes and nobody asked for plain text.</summary>
    /// <param name="wanted">Whether live progress is wanted at all.</param>
    /// <returns>The terminal.</returns>
    public static Terminal OpenStandardOutput(bool wanted)
    {
        var live = wanted && IsLive(Console.IsOutputRedirected, Environment.GetEnvironmentVariable);
        return new Terminal(Console.Out, live, Console.OutputEncoding.CodePage == 65001, live ? () => Console.WindowWidth : () => FallbackWidth);
    }

    /// <summary>Decides whether escapes may be used: not through a pipe, not with <c>NO_COLOR</c>, not on a dumb terminal.</summary>
    /// <param name="redirected">Whether the output is no terminal.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <returns>Whether the terminal is live.</returns>
    public static bool IsLive(bool redirected, Func<string, string?> environment) =>
        !redirected
        && string.IsNullOrEmpty(environment("NO_COLOR"))
        && environment("TERM") is { Length: > 0 } term
        && !string.Equals(term, "dumb", StringComparison.Ordinal);

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
}
