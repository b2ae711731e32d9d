using System.Text.Json.Nodes;

namespace PluginHost.Tests;

/// <summary><c>data prepare</c>: what it asks of an engine, and what becomes of the answer.</summary>
public sealed class DataPrepareTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task An_engine_that_cannot_is_named()
    {
        _bench.Job("\"engine\": \"trivial\"");
        (await Prepare()).ShouldExitWith(2).Finding("PH0413").ShouldContain("engine.trivial");
    }

    [Fact]
    public async Task The_engine_gets_the_file_the_whole_job_and_what_to_leave_out()
    {
        Mode("Hang");
        var result = (await Prepare("--restart", "--without", "one", "--without", "two")).ShouldExitWith(0);
        result.Error.ShouldContain($"asked for {Path.Combine(_bench.Folder, "a store.db")}, restart True, without one two, in {{");
        // Every option, those too that the file does not name, and the plugin's exact version.
        result.Error.ShouldContain("\"logEvery\":1");
        result.Error.ShouldContain("\"version\":\"[");
        result.Output.ShouldContain("7 samples, 2.5 MB; 5 of them read now, 1 cannot be used");
        result.Output.ShouldContain($"--set dataset=prepared --set 'dataset.options.file={Path.Combine(_bench.Folder, "a store.db")}'");
        result.Finding("FX0001").ShouldStartWith("warning");
        Directory.Exists(_bench.RunFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task Programs_get_the_counts_and_findings_as_json()
    {
        Mode("Hang");
        var json = JsonNode.Parse((await Prepare("--json")).ShouldExitWith(0).Output)!;
        ((bool)json["prepared"]!, (long)json["samples"]!, (long)json["added"]!, (long)json["faulty"]!, (long)json["bytes"]!).ShouldBe((true, 7, 5, 1, 2_500_000));
        ((string)json["findings"]![0]!["code"]!).ShouldBe("FX0001");
    }

    [Theory]
    [InlineData("BadInput", 2, "error FX0002")]
    [InlineData("RunFailed", 4, "the disk is full")]
    [InlineData("Crash", 4, "the sky fell")]
    public async Task What_goes_wrong_has_its_exit_code(string mode, int code, string said)
    {
        Mode(mode);
        var result = (await Prepare()).ShouldExitWith(code);
        result.Findings.ShouldContain(said);
        result.Output.ShouldBeEmpty();
        var json = JsonNode.Parse((await Prepare("--json")).ShouldExitWith(code).Output)!;
        ((bool)json["prepared"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task A_stop_ends_it_with_130()
    {
        Mode("Wait");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        var result = await _bench.Cli(["data", "prepare", _bench.JobFile, "--to", Path.Combine(_bench.Folder, "a store.db")], stop.Token);
        result.ShouldExitWith(130).Error.ShouldContain("the same command goes on there");
    }

    [Fact]
    public async Task Without_a_file_nothing_is_done()
    {
        Mode("Hang");
        (await _bench.Cli(["data", "prepare", _bench.JobFile])).ShouldExitWith(2).Error.ShouldContain("--to");
    }

    private void Mode(string mode) => _bench.Job($"\"engine\": {{ \"use\": \"wayward\", \"options\": {{ \"mode\": \"{mode}\" }} }}");

    private Task<CliResult> Prepare(params string[] more) =>
        _bench.Cli(["data", "prepare", _bench.JobFile, "--to", Path.Combine(_bench.Folder, "a store.db"), .. more]);
}
