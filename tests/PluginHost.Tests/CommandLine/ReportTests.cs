using System.Text.Json.Nodes;

namespace PluginHost.Tests.CommandLine;

/// <summary>The page that <c>run</c> and <c>compare</c> write at their end, and the verb that writes it again. What it shows is tested in Reports.Tests.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    private string Page => Path.Combine(_bench.RunFolder, "report", "index.html");

    [Fact]
    public async Task A_run_writes_its_page_unless_it_is_told_not_to()
    {
        _bench.Job(""" "engine": "trivial" """);

        (await _bench.Run()).ShouldExitWith(0).Output.ShouldEndWith($"Report: {Page}\n");
        (await File.ReadAllTextAsync(Page)).ShouldContain("<h1>trial <span class=\"state completed\">completed</span></h1>");

        (await _bench.Run("--no-report")).ShouldExitWith(0).Output.ShouldNotContain("Report: ");
        Directory.Exists(Path.Combine(_bench.RunFolder + "-2", "report")).ShouldBeFalse();
        JsonNode.Parse((await _bench.Run("--json")).Output)!["exitCode"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task A_run_that_failed_has_a_page_and_a_job_that_was_refused_has_none()
    {
        (await _bench.Job(""" "engine": { "use": "wayward", "options": { "mode": "Crash" } } """).Run()).ShouldExitWith(4);
        var text = await File.ReadAllTextAsync(Page);
        text.ShouldContain("<span class=\"state failed\">failed</span>");
        text.ShouldContain("the sky fell");

        (await _bench.Job(""" "engine": "nobody" """).Run()).ShouldExitWith(2);
        Directory.GetDirectories(Path.Combine(_bench.Folder, "runs")).ShouldBe([_bench.RunFolder]);
    }

    [Theory]
    [InlineData(0, """ "engine": "trivial" """)]
    [InlineData(4, """ "engine": { "use": "wayward", "options": { "mode": "Crash" } } """)]
    public async Task A_page_that_cannot_be_written_is_a_warning_and_the_exit_code_stays(int code, string job)
    {
        (await _bench.Job(job).Run()).ShouldExitWith(code);
        Directory.Delete(Path.GetDirectoryName(Page)!, recursive: true);
        await File.WriteAllTextAsync(Path.GetDirectoryName(Page)!, "in the way");
        var state = Path.Combine(_bench.RunFolder, "run.json");
        await File.WriteAllTextAsync(state, (await File.ReadAllTextAsync(state)).Replace("completed", "stopped", StringComparison.Ordinal));

        var result = await _bench.Run("--resume");

        result.ShouldExitWith(code).Finding("PH0507").ShouldStartWith("warning ");
        result.Output.ShouldNotContain("Report: ");
    }

    [Fact]
    public async Task The_verb_writes_it_anywhere_and_says_what_it_cannot_do()
    {
        (await _bench.Job(""" "engine": "trivial" """).Run("--no-report")).ShouldExitWith(0);
        var file = Path.Combine(_bench.Folder, "pages", "a.html");

        var json = JsonNode.Parse((await _bench.Cli(["report", _bench.RunFolder, "--to", file, "--json"])).ShouldExitWith(0).Output)!;

        (json["file"]!.ToString(), json["of"]!.ToString()).ShouldBe((file, "run"));
        json["bytes"]!.GetValue<long>().ShouldBe(new FileInfo(file).Length);
        File.Exists(Page).ShouldBeFalse();
        (await _bench.Cli(["report", _bench.RunFolder])).ShouldExitWith(0).Output.ShouldBe($"Report: {Page}\n");
        (await _bench.Cli(["report", _bench.Folder])).ShouldExitWith(2).Finding("PH0114").ShouldContain("no run and no comparison");
        (await _bench.Cli(["report", _bench.RunFolder, "--to", Path.Combine(file, "b.html")])).ShouldExitWith(2).Finding("PH0507");
        (await _bench.Cli(["report", _bench.RunFolder, "--to", ""])).ShouldExitWith(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_comparison_writes_its_page_with_links_to_those_of_its_runs(bool written)
    {
        _bench.Job(ComparisonBench.Job);
        var file = ComparisonBench.Write(_bench, ComparisonBench.Methods);

        var result = await HostProcess.RunAsync(_bench.Folder, ["compare", file, "--parallel", "2", .. written ? Array.Empty<string>() : ["--no-report"]]);

        result.ShouldExitWith(0);
        Directory.GetFiles(_bench.RunFolder, "index.html", SearchOption.AllDirectories).Length.ShouldBe(written ? 7 : 0);
        result.Output.Contains("Report: ", StringComparison.Ordinal).ShouldBe(written);
        if (written) (await File.ReadAllTextAsync(Page)).ShouldContain("<a href=\"../first_seed-1/report/index.html\">first, seed 1</a>");
    }
}
