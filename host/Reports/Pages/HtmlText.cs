using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace PluginHost.Reports.Pages;

/// <summary>
/// Text of a page. What stands in the holes of an interpolated text is escaped, so that nothing from a file becomes markup; only a text of this
/// kind, which was made in the same way, goes in as it is.
/// </summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _text = new();

    /// <summary>A text of one piece of markup.</summary>
    public static HtmlText Of(Piece markup) => markup.Text;

    /// <summary>Appends markup.</summary>
    public HtmlText Add([InterpolatedStringHandlerArgument("")] ref Handler markup) => this;

    /// <summary>Appends another text.</summary>
    public HtmlText Add(HtmlText other)
    {
        _text.Append(other._text);
        return this;
    }

    /// <summary>Appends texts that are trusted: style and script of the host's own.</summary>
    public HtmlText AddTrusted(string text)
    {
        _text.Append(text);
        return this;
    }

    /// <summary>Appends data for the script. The encoder leaves no character that could end the element.</summary>
    public HtmlText AddData(JsonNode data)
    {
        _text.Append("<script type=\"application/json\" class=\"data\">").Append(data.ToJsonString()).Append("</script>\n");
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Escape(string? text)
    {
        foreach (var letter in text ?? "")
        {
            _ = letter switch
            {
                '&' => _text.Append("&amp;"),
                '<' => _text.Append("&lt;"),
                '>' => _text.Append("&gt;"),
                '"' => _text.Append("&quot;"),
                '\'' => _text.Append("&#39;"),
                < ' ' when letter is not ('\n' or '\t' or '\r') => _text.Append('\uFFFD'),
                _ => _text.Append(letter),
            };
        }
    }

    /// <summary>Takes the pieces of an interpolated text.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Handler
    {
        private readonly HtmlText _target;

        public Handler(int literals, int holes, HtmlText target) => _target = target;

        public void AppendLiteral(string markup) => _target._text.Append(markup);

        public void AppendFormatted(string? text) => _target.Escape(text);

        public void AppendFormatted(HtmlText text) => _target.Add(text);

        public void AppendFormatted(long number) => _target._text.Append(number.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(IEnumerable<HtmlText> texts)
        {
            foreach (var text in texts) _target.Add(text);
        }
    }

    /// <summary>The same for a text of its own.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Piece
    {
        private readonly Handler _handler;

        public Piece(int literals, int holes)
        {
            Text = new();
            _handler = new(literals, holes, Text);
        }

        public HtmlText Text { get; }

        public void AppendLiteral(string markup) => _handler.AppendLiteral(markup);

        public void AppendFormatted(string? text) => _handler.AppendFormatted(text);

        public void AppendFormatted(HtmlText text) => _handler.AppendFormatted(text);

        public void AppendFormatted(long number) => _handler.AppendFormatted(number);

        public void AppendFormatted(IEnumerable<HtmlText> texts) => _handler.AppendFormatted(texts);
    }
}
