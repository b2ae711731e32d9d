using PluginHost.Layout;

namespace PluginHost.Reports.Pages;

/// <summary>A part of a page under a heading.</summary>
/// <param name="Id">Its anchor.</param>
/// <param name="Title">Its heading, and its name in the list of parts.</param>
/// <param name="Content">What stands below.</param>
internal sealed record PageSection(string Id, string Title, HtmlText Content);

/// <summary>The frame of every page: one file that asks for no other.</summary>
internal static class Page
{
    // What a page may do at all: show what it holds.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; media-src data:";

    private static readonly string s_style = Resource("report.css") + HeatScale.Css();
    private static readonly string s_script = string.Concat(new[] { "chart.js", "intervals.js", "report.js" }.Select(Resource));

    /// <summary>Makes a page.</summary>
    /// <param name="title">The title in the browser.</param>
    /// <param name="header">What stands at the top.</param>
    /// <param name="sections">The parts.</param>
    public static string Of(string title, HtmlText header, IReadOnlyList<PageSection> sections)
    {
        var text = new HtmlText();
        text.Add($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>{title}</title>
            <style>

            """);
        text.AddTrusted(s_style).Add($"</style>\n</head>\n<body>\n<header class=\"top\">\n{header}</header>\n");
        var links = sections.Select(each => HtmlText.Of($"<a href=\"#{each.Id}\">{each.Title}</a>"));
        text.Add($"<nav aria-label=\"Parts of the page\">{links}</nav>\n<main>\n");
        foreach (var section in sections)
            text.Add($"<section id=\"{section.Id}\">\n<h2>{section.Title}</h2>\n{section.Content}</section>\n");
        text.Add($"</main>\n<footer>Made by PluginHost {HostVersion.Text}. The page holds everything it shows and fetches nothing.</footer>\n");
        return text.Add($"<script>\n\"use strict\";\n").AddTrusted(s_script).Add($"</script>\n</body>\n</html>\n").ToString();
    }

    /// <summary>A part of the page; what a damaged file keeps from being made is said in its place.</summary>
    /// <returns>The part; <see langword="null"/> where there is nothing to show.</returns>
    public static PageSection? Section(string id, string title, Func<HtmlText?> make)
    {
        try
        {
            return make() is { } content ? new(id, title, content) : null;
        }
        catch (Exception exception) when (
            exception is InvalidOperationException or FormatException or ArgumentException or KeyNotFoundException or OverflowException)
        {
            return new(id, title, HtmlText.Of($"<p class=\"warn\">A file holds something else than a run writes: {exception.Message}</p>\n"));
        }
    }

    private static string Resource(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream($"PluginHost.Reports.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
