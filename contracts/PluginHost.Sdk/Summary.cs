using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace PluginHost.Sdk;

/// <summary>Turns the XML summary of a symbol into a line for people.</summary>
internal static class Summary
{
    // A point after one of these ends no sentence.
    private static readonly string[] Abbreviations = ["e.g", "i.e", "cf", "vs", "eq", "eqs", "fig", "sec", "al", "approx", "no"];

    /// <summary>The whole summary on one line, without a final point; <see langword="null"/> if there is none.</summary>
    public static string? Of(ISymbol symbol, CancellationToken cancellation)
    {
        var text = symbol.GetDocumentationCommentXml(cancellationToken: cancellation);
        if (string.IsNullOrWhiteSpace(text)) return null;
        try
        {
            if (XElement.Parse(text, LoadOptions.PreserveWhitespace).Element("summary") is not { } summary) return null;
            var line = Regex.Replace(Plain(summary), @"\s+", " ").Trim();
            if (line.EndsWith(".", StringComparison.Ordinal) && !line.EndsWith("..", StringComparison.Ordinal))
                line = line.Substring(0, line.Length - 1);
            return line.Length == 0 ? null : line;
        }
        catch (XmlException)
        {
            // The compiler reports a broken comment itself.
            return null;
        }
    }

    /// <summary>The first sentence of a line, without its point.</summary>
    public static string? FirstSentence(string? line)
    {
        if (line is null) return null;
        for (var end = line.IndexOf(". ", StringComparison.Ordinal); end > 0; end = line.IndexOf(". ", end + 1, StringComparison.Ordinal))
        {
            var word = line.Substring(line.LastIndexOfAny([' ', '('], end - 1) + 1, end - line.LastIndexOfAny([' ', '('], end - 1) - 1);
            var next = line[end + 2];
            if (!Abbreviations.Contains(word, StringComparer.OrdinalIgnoreCase) && !char.IsLower(next)) return line.Substring(0, end);
        }

        return line;
    }

    private static string Plain(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            if (node is XText words) text.Append(words.Value);
            else if (node is XElement child) text.Append(Word(child));
        }

        return text.ToString();
    }

    private static string Word(XElement element)
    {
        if (element.Value.Length > 0) return element.Name.LocalName is "para" or "item" ? $" {Plain(element)} " : Plain(element);
        var named = element.Attribute("langword") ?? element.Attribute("name") ?? element.Attribute("href");
        if (named is not null) return named.Value;
        return element.Attribute("cref") is { } reference ? ShortName(reference.Value) : " ";
    }

    // "M:Ns.Type.Method(System.Int32)" and "T:Ns.Type`1" are Method and Type to a reader.
    private static string ShortName(string reference)
    {
        var name = reference.Substring(reference.IndexOf(':') + 1);
        name = name.Split('(')[0];
        return name.Substring(name.LastIndexOf('.') + 1).Split('`')[0];
    }
}
