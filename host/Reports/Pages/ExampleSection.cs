using PluginHost.Reports.Reading;

namespace PluginHost.Reports.Pages;

/// <summary>Examples with sounds to hear and pictures to see; parts of one group stand in one row.</summary>
internal static class ExampleSection
{
    /// <summary>Makes the section.</summary>
    public static HtmlText Make(ExampleSet examples)
    {
        var text = new HtmlText();
        foreach (var note in examples.Notes) text.Add($"<p class=\"warn\">{note}</p>\n");
        foreach (var item in examples.Items)
        {
            var figures = item.Figures.Select(
                figure => HtmlText.Of($"<span class=\"chip\">{figure.Name} <b>{Markup.Number(figure.Value)}</b></span>"));
            text.Add($"<article class=\"example\">\n<h3>{item.Title} {figures}</h3>\n");
            foreach (var group in item.Parts.GroupBy(part => part.Group, StringComparer.Ordinal))
            {
                text.Add($"<div class=\"parts\">\n");
                if (group.Key.Length > 0) text.Add($"<h4>{group.Key}</h4>\n");
                text.Add($"<div class=\"row\">\n{group.Select(Part)}</div>\n</div>\n");
            }

            text.Add($"</article>\n");
        }

        return text;
    }

    private static HtmlText Part(ExamplePart part)
    {
        var content = part switch
        {
            { Note: { } note } => HtmlText.Of($"<p class=\"warn\">{note}</p>"),
            { Kind: "sound", Data: { } data } =>
                HtmlText.Of($"<audio controls preload=\"metadata\" aria-label=\"{part.Label}\" src=\"{data}\"></audio>"),
            { Kind: "picture", Data: { } data } => HtmlText.Of($"<img alt=\"{part.Label}\" src=\"{data}\">"),
            { Kind: "text" } => HtmlText.Of($"<p class=\"text\">{part.Text}</p>"),
            _ => HtmlText.Of($"<p class=\"warn\">a part of the unknown kind '{part.Kind}'</p>"),
        };
        var kind = part.Kind is "sound" or "picture" ? part.Kind : "words";
        return HtmlText.Of($"<div class=\"part {kind}\"><span class=\"label\">{part.Label}</span>{content}</div>\n");
    }
}
