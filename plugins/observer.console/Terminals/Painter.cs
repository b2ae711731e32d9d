using Spectre.Console;
using Spectre.Console.Rendering;

namespace PluginHost.Plugins.ConsoleOutput.Terminals;

/// <summary>A line for a terminal.</summary>
/// <param name="Text">The line with its colours, without a line end.</param>
/// <param name="Cells">How many columns it takes.</param>
public sealed record PaintedLine(string Text, int Cells);

/// <summary>Turns what Spectre.Console can render into lines of text with colours. Writes nothing.</summary>
/// <param name="unicode">Whether characters beyond ASCII may be used.</param>
public sealed class Painter(bool unicode)
{
    /// <summary>Renders something.</summary>
    /// <param name="renderable">What to render.</param>
    /// <param name="width">The room for a line, in columns.</param>
    /// <returns>The lines, without trailing blanks.</returns>
    public IReadOnlyList<PaintedLine> Paint(IRenderable renderable, int width)
    {
        var console = Create(TextWriter.Null, width);
        return [.. Segment.SplitLines(renderable.GetSegments(console)).Select(line => Paint(line, width))];
    }

    private PaintedLine Paint(SegmentLine line, int width)
    {
        List<Segment> segments = [.. line.Where(segment => !segment.IsControlCode)];
        while (segments.Count > 0 && string.IsNullOrWhiteSpace(segments[^1].Text)) segments.RemoveAt(segments.Count - 1);
        if (segments.Count == 0) return new PaintedLine("", 0);
        segments[^1] = new Segment(segments[^1].Text.TrimEnd(), segments[^1].Style);
        using var text = new StringWriter();
        var console = Create(text, Math.Max(width, Segment.CellCount(segments) + 1));
        console.Write(new Drawn(segments));
        return new PaintedLine(text.ToString().TrimEnd('\n'), Segment.CellCount(segments));
    }

    private IAnsiConsole Create(TextWriter writer, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = unicode;
        console.Profile.Capabilities.Links = false;
        return console;
    }

    private sealed class Drawn(IEnumerable<Segment> segments) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => segments;
    }
}
