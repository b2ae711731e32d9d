namespace PluginHost.Tests;

/// <summary>The fixture <c>word.made</c> calls the kind <c>source</c> "origin" in its jobs.</summary>
public class JobKeyTests : IDisposable
{
    private const string Made = "\"engine\": \"trivial\", \"word\": { \"use\": \"made\", \"options\": { \"text\": \"hello\" } }";

    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("origin")]
    [InlineData("source")]
    public async Task A_job_may_name_a_kind_as_its_component_calls_it_or_by_itself(string key)
    {
        (await _bench.Job($"{Made}, \"{key}\": \"loud\"").Run()).ShouldExitWith(0);

        _bench.Result().ShouldContain("hello VeryLow 0.5 1+2  LOUD");
        _bench.RunFile("job.json").ShouldContain($"\"{key}\": {{");
    }

    [Fact]
    public async Task A_run_whose_job_has_such_a_key_can_be_validated_from_its_resolved_job()
    {
        (await _bench.Job($"{Made}, \"origin\": \"loud\"").Run()).ShouldExitWith(0);

        (await _bench.Cli(["validate", Path.Combine(_bench.RunFolder, "job.json")])).ShouldExitWith(0);
    }

    [Fact]
    public async Task Both_keys_in_one_job_are_one_finding()
    {
        var result = await _bench.Job($"{Made}, \"origin\": \"loud\", \"source\": \"loud\"").Validate();

        result.ShouldExitWith(2);
        result.Finding("PH0210").ShouldContain("source: 'origin' and 'source' both name the source of this job; expected one of them");
        result.Errors.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_no_component_of_the_job_declares_is_a_finding_with_the_kind_it_stands_for_elsewhere()
    {
        var result = await _bench.Job("\"engine\": \"trivial\", \"word\": { \"use\": \"good\", \"options\": { \"text\": \"a\" } }, \"origin\": \"loud\"")
            .Validate();

        result.ShouldExitWith(2);
        result.Finding("PH0103").ShouldContain("origin: unknown key or kind 'origin'. Only jobs with word.made call their source so; write \"source\".");
    }

    [Fact]
    public async Task A_misspelt_key_is_a_finding_with_the_nearest_one()
    {
        var result = await _bench.Job($"{Made}, \"orign\": \"loud\"").Validate();

        result.Finding("PH0103").ShouldContain("orign: unknown key or kind 'orign'. Did you mean 'origin'?");
    }

    [Fact]
    public async Task A_misspelt_component_is_named_by_the_key_of_the_job()
    {
        var result = await _bench.Job($"{Made}, \"origin\": \"laud\"").Validate();

        result.Finding("PH0201").ShouldContain("origin: unknown origin 'laud'");
        result.Findings.ShouldContain("Did you mean 'loud'?");
    }

    [Theory]
    [InlineData("\"jobKeys\": [1]", "jobKeys: found an array; expected an object")]
    [InlineData("\"jobKeys\": { \"Origin\": \"source\" }", "jobKeys.Origin: 'Origin' is no key of a job")]
    [InlineData("\"jobKeys\": { \"origin\": 3 }", "jobKeys.origin: found the number 3; expected the kind that the key stands for")]
    public async Task A_manifest_with_faulty_job_keys_is_refused(string keys, string finding)
    {
        _bench.CopyPlugin("engine.trivial", "mine/engine.trivial");
        _bench.CopyPlugin("word.made", "mine/word.made", ("\"jobKeys\": {\n        \"origin\": \"source\"\n      }", keys));
        using var bare = new Workbench { Layout = Workbench.Bare };
        bare.Job($"\"plugins\": [\"{_bench.Folder}/mine\"], {Made}");

        (await bare.Run()).ShouldExitWith(3).Finding("PH0304").ShouldContain(finding);
    }
}
