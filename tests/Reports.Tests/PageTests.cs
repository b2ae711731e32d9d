using System.Text.RegularExpressions;
using PluginHost.Contracts;
using PluginHost.Reports.Pages;

namespace PluginHost.Reports.Tests;

/// <summary>Pages as texts: what they say, that nothing of a file is markup, and that a damaged file costs its own part alone.</summary>
public sealed partial class PageTests : IDisposable
{
    private readonly FixtureRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_run_is_shown_with_the_numbers_of_its_files()
    {
        var page = RunPage.Of(_run.Folder);

        page.ShouldContain("<h1>contav &lt;sep&gt; <span class=\"state completed\">completed</span></h1>");
        foreach (var (name, value) in new[] { ("seed", "3"), ("device", "cpu (auto), 2 threads"), ("duration", "5 min 25 s"), ("strategy", "lwf + replay"), ("started", "2026-11-28 07:31 UTC") })
            page.ShouldContain($"<dt>{name}</dt><dd>{value}</dd>");
        page.ShouldContain("<span>SDR</span><b>6.66 dB</b><i>pooled final average</i>");
        page.ShouldContain("<span>forgetting</span><b>-0.18</b>");
        // R[4][2], strongest of the map; the lowest figure of rank is its best.
        page.ShouldContain("<td class=\"h20 \">11.10</td>");
        page.ShouldContain("<td class=\"h20 diagonal\">10.00</td>");
        page.ShouldContain("<th scope=\"row\">forgetting</th><td>-0.18</td><td>1.00</td>");
        page.ShouldContain("No forward transfer: experiences to come were not tested.");
        page.ShouldContain("<th scope=\"row\">together</th><td></td><td>800</td><td>4 min 46 s</td><td>22 s</td><td>2.81</td><td>-</td>");
        page.ShouldContain("<td>6.4 MB</td><td>6</td><td>1.4 MB</td><td>6.4 MB</td><td>7.8 MB</td>");
        foreach (var line in new[] { "<li>one gap</li>", "<li>experience 4: 1</li>", "<li>id: clip 7, split: test, why: no sound</li>", "<li>warning: a &lt;warning&gt;</li>" }) page.ShouldContain(line);
        page.ShouldContain("<p>libtorch 2.10.0 on cpu: compute threads 2.</p>");
        page.ShouldContain("<th scope=\"row\">strategy.lwf</th><td>0.1.0</td>");
        page.ShouldContain("title=\"drum taken for drum: 22 of 29\">22</td>");
        RunPage.Of(_run.Folder).ShouldBe(page);
    }

    [Fact]
    public void Validations_are_drawn_at_the_steps_they_came_after()
    {
        var page = RunPage.Of(_run.Folder);

        page.ShouldContain("SDR on the validation samples of the classes seen");
        page.ShouldContain("rank on the validation samples of the classes seen");
        // After 50 steps of the first experience, and after the last one of the fourth, each of 200.
        page.ShouldContain("[[50,5.5],[100,6],[150,6.5],[200,7],[250,5.5]");
        page.ShouldContain("[800,7]]");
    }

    [Fact]
    public void Nothing_of_a_file_becomes_markup()
    {
        var page = RunPage.Of(_run.Folder);

        foreach (var text in new[] { FixtureRun.Hostile, "<script>alert", "<i>flute</i>", "distil<lation>", "a <word>", "a <warning>" }) page.ShouldNotContain(text);
        page.ShouldContain("&lt;b onmouseover=&quot;alert(1)&quot;&gt;Flöte &amp; &#39;Co&#39;&lt;/b&gt;");
        // What is called a tag and an attribute is of the host's making: every text is inside quotes or between tags.
        Tags().Matches(page).Select(tag => tag.Groups["name"].Value).Distinct().ShouldNotContain("b onmouseover");
    }

    [Fact]
    public void A_page_asks_for_nothing()
    {
        var page = RunPage.Of(_run.Folder);

        Addresses().Matches(page).Select(match => match.Groups["url"].Value).ShouldAllBe(url => url.StartsWith('#') || url.StartsWith("data:", StringComparison.Ordinal));
        page.ShouldContain("default-src &#39;none&#39;");
        page.ShouldNotContain("@import");
        page.ShouldNotContain("url(");
    }

    [Theory]
    [InlineData("failed", "the loss is <NaN>", "state failed\">failed")]
    [InlineData("stopped", "stopped by SIGTERM", "state stopped\">stopped")]
    [InlineData("running", null, "state killed\">killed")]
    public void A_run_that_did_not_end_well_shows_what_is_there(string state, string? reason, string shown)
    {
        using var run = new FixtureRun(state, reason);
        File.Delete(run.At("metrics.json"));

        var page = RunPage.Of(run.Folder);

        page.ShouldContain(shown);
        if (reason is not null) page.ShouldContain($"<p class=\"warn\">{reason.Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)}</p>");
        page.ShouldContain("metrics.json is not there yet, so there are no figures.");
        page.ShouldContain("data-plot=\"curves\"");
        page.ShouldNotContain("id=\"figures\"");
    }

    [Fact]
    public void A_stream_of_hundreds_of_experiences_is_shown_by_evenly_spaced_ones()
    {
        const int count = 300;
        string Row(int length, int value) => $"[{string.Join(',', Enumerable.Repeat(value, length))}]";
        using var run = new FixtureRun();
        run.Write("metrics.json", $$"""
            { "figures": [ { "name": "a" } ],
              "experiences": [{{string.Join(',', Enumerable.Repeat("""{ "test": { "scores": { "a": 1 } } }""", count))}}],
              "matrix": { "a": [{{string.Join(',', Enumerable.Range(1, count).Select(t => Row(t, t)))}}] },
              "classMatrix": { "a": { {{string.Join(',', Enumerable.Range(0, count).Select(k => $"\"c{k}\": {Row(count, k)}"))}} } } }
            """);

        var page = RunPage.Of(run.Folder);

        page.ShouldContain("<th scope=\"row\">t = 1</th>");
        page.ShouldContain("<th scope=\"row\">t = 300</th>");
        page.ShouldContain("64 of 300 experiences are shown");
        page.ShouldContain("64 of 300 classes are shown");
        // Two tables of 64 by 64, and some rows for each experience: 300 by 300 would be 135,000.
        Cells().Count(page).ShouldBeLessThan(20_000);
    }

    [GeneratedRegex("<td")]
    private static partial Regex Cells();

    public static TheoryData<string, string> Damages()
    {
        var data = new TheoryData<string, string>();
        foreach (var file in new[] { "run.json", "job.json", "metrics.json", "plugins.lock.json", "events.jsonl", "examples/index.json", "counts/confusion-3-test.csv" })
        {
            foreach (var text in new[] { "", "{", "[]", "null", "{\"experiences\": 5, \"figures\": [1, {\"name\": 7}], \"summary\": [], \"items\": [3]}", "\0\uFFFF", "cut" }) data.Add(file, text);
        }

        data.Add("metrics.json", """{ "figures": [ { "name": "a", "higherIsBetter": "no" } ], "experiences": [ { "test": [] } ], "matrix": { "a": [ 5, ["x"] ] }, "classMatrix": { "a": { "b": 7 } } }""");
        data.Add("metrics.json", """{ "figures": [ { "name": "a" } ], "experiences": [ 1, {} ], "summary": { "a": { "x": "NaN" } }, "undefined": { "a": 3 }, "gaps": { }, "run": [] }""");
        data.Add("metrics.json", """{ "figures": [ { "name": "a" }, { "name": "a" } ], "experiences": [ { "newClasses": 3, "modelBytes": 1e300, "heldBytes": -5, "steps": 1e308, "trainingSeconds": -1 } ] }""");
        return data;
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_file_costs_its_own_part_alone(string file, string text)
    {
        var whole = File.ReadAllText(_run.At(file));
        _run.Write(file, text == "cut" ? whole[..(whole.Length / 2)] : text);

        var page = RunPage.Of(_run.Folder);

        page.ShouldEndWith("</html>\n");
        // The part of another file is as it was.
        if (file == "metrics.json") page.ShouldContain("libtorch 2.10.0");
        else page.ShouldContain("<td class=\"h20 \">11.10</td>");
    }

    [Fact]
    public void A_comparison_is_shown_with_its_intervals_failures_and_links()
    {
        using var comparison = new FixtureComparison();
        var file = Report.FileOf(comparison.Folder);

        var (bytes, findings) = Report.WriteTo(comparison.Folder, file);

        findings.All.ShouldBeEmpty();
        bytes.ShouldBe(new FileInfo(file).Length);
        var page = File.ReadAllText(file);
        page.ShouldContain("<h1>Methods &lt;compared&gt; <span class=\"state failed\">1 failed</span></h1>");
        page.ShouldContain("<td class=\"best\">2.8 ± 0.5<small>published 7.3</small></td>");
        page.ShouldContain("<th scope=\"row\">joint (bound)</th><td class=\"\">9.7</td>");
        page.ShouldContain("<td class=\"worse\">2 of 3</td>");
        page.ShouldContain("<li><b>&lt;i&gt;replay&lt;/i&gt;, seed 2</b>: loss is &lt;NaN&gt;</li>");
        page.ShouldContain("<p class=\"hint\">By the trapezoid rule.</p>");
        // The page of the run was made along with it, and the link leads there.
        page.ShouldContain("<a href=\"../LwF%20%231/report/index.html\">LwF, seed 0</a>");
        File.Exists(Path.Combine(comparison.Folder, "LwF #1", "report", "index.html")).ShouldBeTrue();
        page.ShouldNotContain("<i>replay");
    }

    [Fact]
    public void A_page_that_cannot_be_written_is_a_warning_at_the_end_and_a_failure_where_it_was_asked_for()
    {
        File.WriteAllText(_run.At("report"), "in the way");

        var (page, findings) = Report.WriteAtEnd(_run.Folder);
        page.ShouldBeNull();
        var warning = findings.All.ShouldHaveSingleItem().Finding;
        (warning.Code, warning.Severity).ShouldBe(("PH0507", FindingSeverity.Warning));

        var (bytes, errors) = Report.WriteTo(_run.Folder, Report.FileOf(_run.Folder));
        bytes.ShouldBeNull();
        (errors.All.Single().Finding.Code, errors.HasErrors).ShouldBe(("PH0507", true));
        File.ReadAllText(_run.At("report")).ShouldBe("in the way");
    }

    [Fact]
    public void A_folder_without_a_run_is_a_finding_and_an_older_comparison_is_told_the_way()
    {
        using var empty = new FixtureComparison();
        File.Delete(Path.Combine(empty.Folder, "table.json"));
        Report.WriteTo(empty.Folder, Report.FileOf(empty.Folder)).Findings.All.Single().Finding.Code.ShouldBe("PH0114");
        File.WriteAllText(Path.Combine(empty.Folder, "table.csv"), "");
        Report.WriteTo(empty.Folder, Report.FileOf(empty.Folder)).Findings.All.Single().Finding.Fix!.ShouldContain("compare FILE --table");
        Directory.Exists(Path.Combine(empty.Folder, "report")).ShouldBeFalse();
    }

    [GeneratedRegex("<(?<name>[a-z0-9]+( on[a-z]+)?)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Tags();

    [GeneratedRegex("\\s(src|href)=\"(?<url>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Addresses();
}
