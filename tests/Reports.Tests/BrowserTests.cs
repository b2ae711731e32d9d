using Microsoft.Playwright;
using PluginHost.Reports.Pages;

namespace PluginHost.Reports.Tests;

/// <summary>Pages in a browser: what is drawn, read, heard, and that nothing is fetched.</summary>
public sealed class BrowserTests : IClassFixture<Browser>, IDisposable
{
    private const string Loss = "#training figure >> nth=0";
    private readonly Browser _browser;
    private readonly FixtureRun _run = new();
    private readonly FixtureComparison _comparison = new();
    private readonly string _runPage, _comparisonPage;

    public BrowserTests(Browser browser)
    {
        _browser = browser;
        (_runPage, _comparisonPage) = (Report.FileOf(_run.Folder), Report.FileOf(_comparison.Folder));
        Report.WriteTo(_run.Folder, _runPage).Findings.All.ShouldBeEmpty();
        Report.WriteTo(_comparison.Folder, _comparisonPage).Findings.All.ShouldBeEmpty();
    }

    public void Dispose()
    {
        _run.Dispose();
        _comparison.Dispose();
    }

    [SkippableFact]
    public async Task Pages_ask_for_nothing_and_complain_of_nothing()
    {
        foreach (var file in new[] { _runPage, _comparisonPage })
        {
            await using var open = await _browser.OpenAsync(file);
            await open.Page.WaitForFunctionAsync("[...document.querySelectorAll('audio')].every(each => each.readyState > 0)");
            foreach (var details in await open.Page.Locator("details").AllAsync()) await details.EvaluateAsync("each => each.open = true");
            await open.Page.WaitForTimeoutAsync(100);

            open.Complaints.ShouldBeEmpty();
            open.Requests.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)).ShouldBe([new Uri(file).AbsoluteUri]);
            // What a file holds was neither run nor made into elements.
            (await open.Page.EvaluateAsync<int>("document.querySelectorAll('[onmouseover], h3 i, h1 i').length")).ShouldBe(0);
        }
    }

    [SkippableFact]
    public async Task Curves_are_drawn_where_their_values_are()
    {
        await using var open = await _browser.OpenAsync(_runPage);

        // Loss with two terms, a validation's figure, two rates, the speed; a curve for all classes and one for each of four experiences.
        (await open.Page.Locator("#training .canvas svg:visible path.line").CountAsync()).ShouldBe(7);
        (await open.Page.Locator("#figures .panel:not([hidden]) path.line").CountAsync()).ShouldBe(5);
        (await open.Page.Locator($"{Loss} >> rect.shade").CountAsync()).ShouldBe(2);
        var heights = await open.Page.Locator("#figures .panel:not([hidden]) path.line.main ~ circle").EvaluateAllAsync<double[]>("all => all.slice(-4).map(each => Number(each.getAttribute('cy')))");
        // The four values of SDR lie in a straight line over their heights.
        var slope = (heights[1] - heights[2]) / (FixtureRun.Sdr[1] - FixtureRun.Sdr[2]);
        slope.ShouldBeLessThan(0);
        for (var t = 0; t < 4; t++) heights[t].ShouldBe(heights[0] + slope * (FixtureRun.Sdr[t] - FixtureRun.Sdr[0]), 0.1);
        foreach (var box in await open.Page.Locator(".canvas svg:visible").EvaluateAllAsync<double[][]>(
            "all => all.map(svg => { const outer = svg.getBoundingClientRect(); return [...svg.querySelectorAll('path, circle, text')].map(each => each.getBBox())"
            + ".flatMap(box => [box.x, outer.width - box.x - box.width, box.y, outer.height - box.y - box.height]) })"))
        {
            box.ShouldAllBe(room => room > -1);
            box.Length.ShouldBeGreaterThan(20);
        }
    }

    [SkippableFact]
    public async Task The_pointer_and_the_arrow_keys_read_values()
    {
        await using var open = await _browser.OpenAsync(_runPage);
        var svg = open.Page.Locator($"{Loss} >> svg");
        var tip = open.Page.Locator($"{Loss} >> .tip");
        await svg.ScrollIntoViewIfNeededAsync();

        await svg.HoverAsync();
        (await tip.InnerTextAsync()).ShouldContain("experience");
        await svg.FocusAsync();
        await open.Page.Keyboard.PressAsync("Home");
        // exp(-10/90) * 2 + 0.2 + 0.02 sin(10)
        (await tip.InnerTextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim())
            .ShouldBe(["step 10, experience 1", "loss", "1.98", "base", "1.39", "distil<lation>", "0.5936"], ignoreOrder: false);
        await open.Page.Keyboard.PressAsync("ArrowRight");
        (await tip.InnerTextAsync()).ShouldStartWith("step 20, experience 1");
        await open.Page.Keyboard.PressAsync("End");
        (await tip.InnerTextAsync()).ShouldStartWith("step 800, experience 4");
        await open.Page.Keyboard.PressAsync("Escape");
        (await tip.IsHiddenAsync()).ShouldBeTrue();
    }

    [SkippableFact]
    public async Task A_finger_reads_values_too()
    {
        await using var open = await _browser.OpenAsync(_runPage, width: 360, touch: true);
        var svg = open.Page.Locator($"{Loss} >> svg");
        await svg.ScrollIntoViewIfNeededAsync();

        await svg.TapAsync();

        (await open.Page.Locator($"{Loss} >> .tip").InnerTextAsync()).ShouldStartWith("step ");
    }

    [SkippableFact]
    public async Task Another_figure_shows_its_own_curve_and_matrix_and_terms_can_be_hidden()
    {
        await using var open = await _browser.OpenAsync(_runPage);

        await open.Page.SelectOptionAsync("#figures select", new SelectOptionValue { Label = "rank" });
        (await open.Page.Locator("#figures .panel:visible").CountAsync()).ShouldBe(1);
        (await open.Page.Locator("#figures .panel:visible figcaption").First.InnerTextAsync()).ShouldBe("rank after each experience");
        (await open.Page.Locator("#figures .panel:visible path.line").CountAsync()).ShouldBe(5);

        await open.Page.Locator($"{Loss} >> .legend button").Filter(new() { HasText = "base" }).ClickAsync();
        (await open.Page.Locator($"{Loss} >> path.line").CountAsync()).ShouldBe(2);
        var before = await open.Page.Locator($"{Loss} >> path.main").GetAttributeAsync("d");
        await open.Page.Locator($"{Loss} >> .switch").ClickAsync();
        (await open.Page.Locator($"{Loss} >> path.main").GetAttributeAsync("d")).ShouldNotBe(before);
    }

    [SkippableFact]
    public async Task The_values_of_a_plot_are_a_table_as_well()
    {
        await using var open = await _browser.OpenAsync(_runPage);

        await open.Page.Locator($"{Loss} >> summary").ClickAsync();
        var rows = open.Page.Locator($"{Loss} >> .values tbody tr");
        await rows.First.WaitForAsync();

        (await rows.CountAsync()).ShouldBe(80);
        (await rows.First.Locator("th, td").AllInnerTextsAsync()).ShouldBe(["10", "1.98", "1.39", "0.5936"]);
    }

    [SkippableFact]
    public async Task Sounds_can_be_played_and_pictures_are_seen()
    {
        await using var open = await _browser.OpenAsync(_runPage);

        await open.Page.WaitForFunctionAsync("[...document.querySelectorAll('audio')].every(each => each.readyState >= 1)");
        var seconds = await open.Page.Locator("audio").EvaluateAllAsync<double[]>("all => all.map(each => each.duration)");
        seconds.ShouldBe([0.5, 0.25], 0.01);
        var ready = await open.Page.Locator("audio").First.EvaluateAsync<bool>(
            "each => new Promise(done => { each.addEventListener('canplay', () => done(true)); each.addEventListener('error', () => done(false)); each.preload = 'auto'; each.load(); })");
        ready.ShouldBeTrue();
        (await open.Page.Locator(".part img").EvaluateAsync<int[]>("each => [each.naturalWidth, each.naturalHeight]")).ShouldBe([48, 32]);
    }

    [SkippableTheory]
    [InlineData(360)]
    [InlineData(768)]
    [InlineData(1440)]
    public async Task No_page_scrolls_sideways(int width)
    {
        foreach (var file in new[] { _runPage, _comparisonPage })
        {
            await using var open = await _browser.OpenAsync(file, width);
            foreach (var details in await open.Page.Locator("details").AllAsync()) await details.EvaluateAsync("each => each.open = true");
            (await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        }
    }

    [SkippableFact]
    public async Task A_dark_system_gets_a_dark_page_with_letters_that_can_be_read()
    {
        const string Colours = "() => [document.body, document.querySelector('td.h20'), document.querySelector('td.h0')].map(each => [getComputedStyle(each).backgroundColor, getComputedStyle(each).color])";
        await using var light = await _browser.OpenAsync(_runPage);
        await using var dark = await _browser.OpenAsync(_runPage, dark: true);
        var (day, night) = (await light.Page.EvaluateAsync<string[][]>(Colours), await dark.Page.EvaluateAsync<string[][]>(Colours));

        day[0][0].ShouldBe("rgb(245, 246, 248)");
        night[0][0].ShouldBe("rgb(16, 20, 26)");
        foreach (var pair in day.Concat(night)) HeatScale.Contrast(Parse(pair[0]), Parse(pair[1])).ShouldBeGreaterThan(4.5);
        day[1][0].ShouldNotBe(night[1][0]);

        static (double, double, double) Parse(string colour)
        {
            double[] parts = [.. colour[4..^1].Split(',').Select(part => double.Parse(part, System.Globalization.CultureInfo.InvariantCulture))];
            return (parts[0], parts[1], parts[2]);
        }
    }

    [SkippableFact]
    public async Task Intervals_of_a_comparison_are_drawn_around_their_means()
    {
        await using var open = await _browser.OpenAsync(_comparisonPage);
        var svg = open.Page.Locator("#intervals .panel:visible svg");

        (await svg.Locator("circle.mean").CountAsync()).ShouldBe(3);
        (await svg.Locator("line.range").CountAsync()).ShouldBe(2);
        (await svg.Locator("path.other").CountAsync()).ShouldBe(1);
        var means = await svg.Locator("circle.mean").EvaluateAllAsync<double[]>("all => all.map(each => Number(each.getAttribute('cx')))");
        var ranges = await svg.Locator("line.range").EvaluateAllAsync<double[][]>("all => all.map(each => [Number(each.getAttribute('x1')), Number(each.getAttribute('x2'))])");
        // 2.75 ± 0.5, 4.6 ± 3.4, 9.66 alone, on one scale.
        var scale = (means[2] - means[0]) / (9.66 - 2.75);
        (means[1] - means[0]).ShouldBe(scale * (4.6 - 2.75), 0.2);
        for (var i = 0; i < 2; i++) ((ranges[i][0] + ranges[i][1]) / 2).ShouldBe(means[i], 0.2);
        (ranges[1][1] - ranges[1][0]).ShouldBe(scale * 6.8, 0.2);

        await svg.FocusAsync();
        await open.Page.Keyboard.PressAsync("Home");
        (await open.Page.Locator("#intervals .panel:visible .tip").InnerTextAsync()).ShouldContain("2.8 ± 0.5 (n = 3), published 7.3");
    }

    [SkippableFact]
    public async Task Without_a_script_all_tables_are_there()
    {
        await using var open = await _browser.OpenAsync(_runPage, script: false);

        (await open.Page.Locator("#figures .panel:visible").CountAsync()).ShouldBe(2);
        (await open.Page.Locator("table.heat:visible").CountAsync()).ShouldBe(4);
    }
}
