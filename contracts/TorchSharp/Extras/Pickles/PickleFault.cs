namespace TorchSharp.Extras.Pickles;

/// <summary>Makes errors that name the file.</summary>
internal sealed class PickleFault(string source)
{
    private const int Longest = 120;

    /// <summary>How each message begins.</summary>
    internal string Start => $"{source} cannot be read as tensors saved by torch: ";

    internal InvalidDataException Of(string reason, Exception? inner = null) => new($"{Start}{reason}.", inner);

    /// <summary>A text from the file, fit for a message: short, and without control characters.</summary>
    internal static string Printable(string text)
    {
        var cut = text.Length > Longest ? string.Concat(text.AsSpan(0, Longest), "...") : text;
        return string.Concat(cut.Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format
            ? '?'
            : c));
    }
}
