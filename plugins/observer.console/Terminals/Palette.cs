namespace PluginHost.Plugins.ConsoleOutput.Terminals;

/// <summary>Colours text with ANSI escapes, or leaves it alone.</summary>
/// <param name="colours">Whether to colour.</param>
public sealed class Palette(bool colours)
{
    /// <summary>Text that stands out.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, bold.</returns>
    public string Strong(string text) => Wrap("1", text);

    /// <summary>Text of less interest.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, dim.</returns>
    public string Faint(string text) => Wrap("2", text);

    /// <summary>Text that tells of success.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, green.</returns>
    public string Good(string text) => Wrap("32", text);

    /// <summary>Text that warns.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, yellow.</returns>
    public string Doubtful(string text) => Wrap("33", text);

    /// <summary>Text that tells of failure.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, red.</returns>
    public string Bad(string text) => Wrap("31", text);

    private string Wrap(string code, string text) => colours && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
