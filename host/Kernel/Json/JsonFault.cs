using System.Text;
using PluginHost.Contracts;

namespace PluginHost.Json;

/// <summary>Says in plain words why a text is no JSON.</summary>
internal static class JsonFault
{
    /// <summary>What a file is that is no JSON at all, and the way out; <see langword="null"/> if it may be meant as JSON.</summary>
    public static (string Kind, string? Remedy)? OtherKind(ReadOnlySpan<byte> bytes)
    {
        var start = bytes[..Math.Min(bytes.Length, FileContents.Enough)];
        var remedy = FileContents.Remedy(start);
        return FileContents.Family(start) == FileFamily.Text || (remedy is null && FileContents.LooksLikeJson(start))
            ? null
            : (FileContents.Describe(start), remedy);
    }

    /// <summary>What is wrong at a place of a text.</summary>
    /// <param name="bytes">The whole text.</param>
    /// <param name="line">The line, from 0.</param>
    /// <param name="column">The byte in the line, from 0.</param>
    public static string Describe(ReadOnlySpan<byte> bytes, long line, long column)
    {
        var rest = bytes;
        for (; line > 0 && rest.IndexOf((byte)'\n') is >= 0 and var end; line--) rest = rest[(end + 1)..];
        rest = rest[(int)Math.Min(column, rest.Length)..];
        if (rest.TrimEnd(" \t\r\n"u8).IsEmpty)
        {
            return bytes.TrimEnd(" \t\r\n"u8).IsEmpty
                ? "there is nothing in it"
                : "the text ends in the middle; a closing } or ] or \" is missing";
        }

        if (rest[0] is (byte)'\r' or (byte)'\n') return "the line ends within a text; a closing \" is missing";
        if (Word(rest) is { Length: > 1 } word)
        {
            return word switch
            {
                "True" or "False" or "None" => $"{word} is Python; JSON has {(word == "None" ? "null" : word.ToLowerInvariant())}",
                "NaN" or "Infinity" or "nan" or "inf" => $"{word} is no number of JSON",
                _ => $"'{word}' stands where a value, a key in double quotes, a comma or a closing bracket is expected",
            };
        }

        Rune.DecodeFromUtf8(rest, out var rune, out _);
        return rune.Value switch
        {
            '\'' => "' is no quotation mark of JSON; put texts and keys in double quotes",
            '\t' => "a tabulator stands within a text; write it as \\t",
            '\\' => "a backslash stands alone; write it twice",
            _ => $"'{rune}' stands where it cannot",
        };
    }

    private static string Word(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && length < 40 && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] == (byte)'_')) length++;
        return Encoding.ASCII.GetString(text[..length]);
    }
}
