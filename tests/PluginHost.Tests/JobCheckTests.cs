namespace PluginHost.Tests;

/// <summary>What an engine checks before training, asked for by <c>validate</c> and <c>data check</c>.</summary>
public sealed class JobCheckTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Validate_says_that_an_engine_which_checks_nothing_was_not_asked()
    {
        _bench.Job("\"engine\": \"trivial\"");
        var result = await _bench.Validate();
        result.ShouldExitWith(0).Finding("PH0412").ShouldContain("note PH0412");
        result.Output.ShouldContain("the job is valid");
    }

    [Fact]
    public async Task Data_check_refuses_a_job_whose_engine_reads_no_samples()
    {
        _bench.Job("\"engine\": \"trivial\"");
        (await DataCheck()).ShouldExitWith(2).Finding("PH0412").ShouldContain("error PH0412");
    }

    [Fact]
    public async Task Findings_of_the_engine_are_the_jobs_with_file_and_line_where_they_name_an_option()
    {
        _bench.Job("\"engine\": { \"use\": \"wayward\",\n  \"options\": { \"mode\": \"BadInput\" } }");
        var result = (await _bench.Validate()).ShouldExitWith(2);
        result.Finding("FX0002").ShouldContain("job.json(3,");
        result.Finding("FX0001").ShouldContain("FX0001 sample clip-1: the clip is silent");
        (await DataCheck()).ShouldExitWith(2).Finding("FX0001").ShouldContain("sample clip-1");
    }

    [Fact]
    public async Task Validate_asks_for_the_job_data_for_both_and_data_check_for_samples_alone()
    {
        _bench.Job("\"engine\": { \"use\": \"wayward\", \"options\": { \"mode\": \"Wait\" } }");
        (await _bench.Validate()).ShouldExitWith(0).Error.ShouldContain("asked for Job in");
        (await _bench.Validate("--data")).ShouldExitWith(0).Error.ShouldContain("asked for Job, Samples in");
        (await DataCheck()).ShouldExitWith(0).Error.ShouldContain("asked for Samples in");
        Directory.Exists(_bench.RunFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task An_engine_that_throws_while_it_checks_is_named()
    {
        _bench.Job("\"engine\": { \"use\": \"wayward\", \"options\": { \"mode\": \"Crash\" } }");
        (await _bench.Validate()).Finding("PH0407").ShouldContain("the check of engine.wayward");
    }

    private Task<CliResult> DataCheck() => _bench.Cli(["data", "check", _bench.JobFile]);
}
