namespace PluginHost.Tests;

public class BadComparisonTests : IDisposable
{
    private readonly Workbench _bench = new Workbench().Job(ComparisonBench.Job);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(
        "\"rows\": [\"method\"]",
        "\"rows\": [\"methods\"]",
        "PH0606",
        "there is no axis 'methods'; expected one of 'method', 'seed'. Did you mean 'method'?")]
    [InlineData(
        "\"at\": { \"method\": \"first\" }",
        "\"at\": { \"method\": \"frist\" }",
        "PH0606",
        "the axis 'method' has no value 'frist'; expected one of 'first', 'limit', 'second'")]
    [InlineData(
        "\"values\": [1, 2]",
        "\"values\": []",
        "PH0607",
        "the axis 'seed' has no values")]
    [InlineData(
        "\"name\": \"second\"",
        "\"name\": \"first\"",
        "PH0608",
        "two values named 'first', so two cells have one name")]
    [InlineData(
        "\"figures\": { \"SDR\"",
        "\"figures\": { \"SDT\"",
        "PH0605",
        "'SDT' is no figure of the table; expected one of 'SDR', 'loss'. Did you mean 'SDR'?")]
    [InlineData(
        "\"better\": \"lower\"",
        "\"better\": \"loewr\"",
        "PH0605",
        "Did you mean 'lower'?")]
    [InlineData(
        "\"title\":",
        "\"titel\":",
        "PH0603",
        "unknown key 'titel'. Did you mean 'title'?")]
    [InlineData(
        "\"job.json\"",
        "\"jab.json\"",
        "PH0605",
        "there is no job file 'jab.json'")]
    [InlineData(
        "options.repeat\": 2",
        "options.repaet\": 2",
        "PH0203",
        "cell 'second, seed 1' and 1 more: unknown option 'repaet'")]
    [InlineData(
        "word.options.repeat\": 2",
        "wird..options\": 2",
        "PH0605",
        "'wird..options' is no path of a job")]
    public async Task A_fault_is_told_with_its_place_and_the_way_out_before_anything_runs(
        string right,
        string wrong,
        string code,
        string text)
    {
        ComparisonBench.Methods.ShouldContain(right);
        var file = ComparisonBench.Write(_bench, ComparisonBench.Methods.Replace(right, wrong, StringComparison.Ordinal));

        var result = (await _bench.Cli(["compare", file])).ShouldExitWith(2);

        var finding = result.Finding(code);
        finding.ShouldContain("comparison.json(");
        finding.ShouldContain(text);
        Directory.Exists(Path.Combine(_bench.Folder, "runs")).ShouldBeFalse();
    }

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        var text = ComparisonBench.Methods
            .Replace("\"rows\": [\"method\"]", "\"rows\": [\"methods\"]", StringComparison.Ordinal)
            .Replace("options.repeat\": 2", "options.repaet\": 2", StringComparison.Ordinal)
            .Replace("options.repeat\": 3", "options.repeat\": \"x\"", StringComparison.Ordinal);

        var result = (await _bench.Cli(["compare", ComparisonBench.Write(_bench, text), "--dry-run"])).ShouldExitWith(2);

        foreach (var code in new[] { "PH0606", "PH0203", "PH0204" }) result.Finding(code);
    }

    [Fact]
    public async Task A_part_that_no_axis_has_is_told()
    {
        var file = ComparisonBench.Write(_bench, ComparisonBench.Methods);

        var result = (await _bench.Cli(["compare", file, "--only", "method=frist"])).ShouldExitWith(2);

        result.Finding("PH0606").ShouldContain("Did you mean 'first'?");
    }

    [Fact]
    public async Task A_dry_run_lists_the_cells_that_were_asked_for_and_leaves_nothing_behind()
    {
        var file = ComparisonBench.Write(_bench, ComparisonBench.Methods);

        var result = (await _bench.Cli(["compare", file, "--dry-run", "--only", "method=second"])).ShouldExitWith(0);

        result.Output.ShouldContain("second, seed 1  new");
        result.Output.ShouldNotContain("first, seed 1");
        Directory.Exists(Path.Combine(_bench.Folder, "runs")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_run_would_refuse_before_it_trains_refuses_the_comparison()
    {
        _bench.Job("\"engine\": \"wayward\"");
        var text = ComparisonBench.Methods
            .Replace("word.options.repeat\": 2", "engine.options.mode\": \"BadInput\"", StringComparison.Ordinal)
            .Replace("word.options.repeat\": 3", "engine.options.mode\": \"Wait\"", StringComparison.Ordinal);

        var result = (await _bench.Cli(["compare", ComparisonBench.Write(_bench, text), "--dry-run"])).ShouldExitWith(2);

        result.Finding("FX0001").ShouldContain("cell 'second, seed 1' and 1 more: the clip is silent");
        result.Error.ShouldNotContain("limit");
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_stops_the_comparison_with_the_way_out()
    {
        var folder = Path.Combine(_bench.Folder, "out");
        Directory.CreateDirectory(Path.Combine(folder, "table.csv"));

        var result = (await _bench.Cli(["compare", ComparisonBench.Write(_bench, ComparisonBench.Methods), "--table", "--output", folder]))
            .ShouldExitWith(4);

        result.Findings.ShouldContain("PH0615");
        result.Findings.ShouldContain("the same command goes on");
    }
}
