using Spectre.Console;
using Spectre.Console.Rendering;

namespace PluginHost.Plugins.ConsoleOutput.Terminals;

/// <summary>Pieces of text in one line, never more: what does not fit is cut, measured in columns.</summary>
/// <param name="pieces">The pieces, without line ends.</param>
public sealed class OneLine(params IReadOnlyList<(string Text, Style Style)> pieces) : Renderable
{
    /// <inheritdoc/>
    protected override Measurement Measure(RenderOptions options, int maxWidth)
    {
        var cells = Math.Min(maxWidth, Segment.CellCount(Segments()));
        return new Measurement(cells, cells);
    }

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        Segment[] segments = [.. Segments()];
        if (Segment.CellCount(segments) <= maxWidth) return [.. segments, Segment.LineBreak];
        var mark = options.Unicode ? "…" : "..";
        return [.. Cut(segments, maxWidth - mark.Length), new Segment(mark[..Math.Min(mark.Length, maxWidth)]), Segment.LineBreak];
    }

    private static IEnumerable<Segment> Cut(Segment[] segments, int room)
    {
        foreach (var segment in segments)
        {
            var cells = segment.CellCount();
            if (cells <= room) yield return segment;
            else if (room > 0 && Segment.Truncate(segment, room) is { } rest) yield return rest;
            room -= cells;
            if (room <= 0) yield break;
        }
    }

    private IEnumerable<Segment> Segments() =>
        pieces.Where(piece => piece.Text.Length > 0).Select(piece => new Segment(piece.Text.ReplaceLineEndings(" "), piece.Style));
}
