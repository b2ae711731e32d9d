using System.Text.Json.Nodes;
using PluginHost.Reports.Pages;

namespace PluginHost.Reports.Tests;

public class MarkupTests
{
    [Fact]
    public void What_stands_in_a_hole_is_escaped_and_markup_made_in_the_same_way_is_not()
    {
        var cell = HtmlText.Of($"<td title=\"{"\"x\" onclick='y'"}\">{"a < b & ä"}</td>");

        new HtmlText().Add($"<tr>{cell}{new[] { cell }}{"</tr>"}{7L}</tr>").ToString().ShouldBe(
            "<tr><td title=\"&quot;x&quot; onclick=&#39;y&#39;\">a &lt; b &amp; ä</td><td title=\"&quot;x&quot; onclick=&#39;y&#39;\">a &lt; b &amp; ä</td>&lt;/tr&gt;7</tr>");
        HtmlText.Of($"{"\0\u0007\n"}").ToString().ShouldBe("\uFFFD\uFFFD\n");
    }

    [Fact]
    public void Data_for_the_script_cannot_end_its_element()
    {
        var text = new HtmlText().AddData(new JsonObject { ["name"] = "</script><!-- ä" }).ToString();

        text.IndexOf("</script>", StringComparison.Ordinal).ShouldBe(text.LastIndexOf("</script>", StringComparison.Ordinal));
        text.ShouldNotContain("<!--");
        JsonNode.Parse(text[(text.IndexOf('>') + 1)..text.LastIndexOf('<')])!["name"]!.ToString().ShouldBe("</script><!-- ä");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Letters_of_a_heat_map_can_be_read_at_every_level(bool dark)
    {
        var levels = Enumerable.Range(0, HeatScale.Levels).Select(level => HeatScale.Colours(level, dark)).ToArray();

        levels.ShouldAllBe(level => HeatScale.Contrast(level.Back, level.Ink) >= 4.5);
        // The stronger the value, the farther from the page.
        var steps = levels.Select(level => HeatScale.Contrast(level.Back, dark ? (24, 29, 37) : (255, 255, 255))).ToArray();
        steps.ShouldBe(steps.Order());
        HeatScale.Contrast((255, 255, 255), (0, 0, 0)).ShouldBe(21, 1e-9);
    }

    [Fact]
    public void A_level_goes_from_the_lowest_to_the_highest_value()
    {
        HeatScale.Level(-3, -3, 5).ShouldBe(0);
        HeatScale.Level(1, -3, 5).ShouldBe(10);
        HeatScale.Level(5, -3, 5).ShouldBe(20);
        HeatScale.Level(2, 2, 2).ShouldBe(10);
        Markup.Heat(1, 1, 9, higher: false).ToString().ShouldContain("class=\"h20 \"");
        Markup.Heat(null, 1, 9, higher: true).ToString().ShouldBe("<td class=\"none\">-</td>");
    }
}
