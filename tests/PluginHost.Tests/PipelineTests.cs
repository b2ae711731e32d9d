using PluginHost.Loading;
using PluginHost.Pipeline;
using PluginHost.Runs;

namespace PluginHost.Tests;

/// <summary>What the stages of a job find, each by itself and all together.</summary>
public sealed class PipelineTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Options_are_checked_against_the_schema_in_the_manifest_of_a_plugin_that_cannot_be_loaded()
    {
        const string schema = """
            "options": { "type": "object", "properties": { "text": { "type": "string" } }, "additionalProperties": false }
            """;
        _bench.CopyPlugin("word.silent", "mine/silent", ("\"name\": \"silent\"", $"\"name\": \"silent\", {schema}"));
        _bench.Job(""" "plugins": ["mine"], "engine": "trivial", "word": { "use": "silent", "options": { "txt": "a" } } """);

        var result = (await _bench.Validate()).ShouldExitWith(2);

        result.Finding("PH0203").ShouldContain("word.options.txt: unknown option 'txt'. Did you mean 'text'?");
        result.Finding("PH0402").ShouldContain("word.silent 1.0.0 failed to register");
    }

    [Fact]
    public async Task A_fault_that_manifest_and_plugin_both_know_is_told_once()
    {
        const string schema = """
            "options": { "type": "object", "properties": { "text": { "type": "string" } }, "required": ["text"], "additionalProperties": true }
            """;
        _bench.CopyPlugin("word.good", "mine/good", ("\"name\": \"good\" }", $"\"name\": \"good\", {schema} }}"));
        _bench.Job(""" "plugins": ["mine"], "engine": "trivial", "word": "good" """);

        (await _bench.Validate()).ShouldExitWith(2).Errors.ShouldBe(1);
    }

    [Fact]
    public void Verifying_loads_no_plugin()
    {
        _bench.Job(""" "engine": "trivial", "word": { "use": "good", "options": { "text": 1 } } """);
        var pipeline = new JobPipeline(_bench.Layout, new SharedAssemblies(_bench.Layout.SharedDirectory));
        var (job, reading) = JobPipeline.Read(new RunRequest { Job = _bench.JobFile });
        var (selected, selecting) = pipeline.Select(job!, pipeline.Discover([], _bench.Folder));

        var verifying = pipeline.Verify(selected);

        foreach (var findings in new[] { reading, selecting, verifying }) findings.All.ShouldBeEmpty();
        selected.Job.Components.ShouldAllBe(component => component.Folder != null && component.Plugin == null);
        selected.Plugins.ShouldAllBe(folder => folder.State == Discovery.PluginState.Verified);
    }

    [Fact]
    public async Task A_missing_capability_is_told_although_another_entry_of_the_job_is_broken()
    {
        var result = await _bench.Job(""" "engine": "trivial", "word": ["demanding", "no-such-word"] """).Validate();

        result.ShouldExitWith(2).Finding("PH0201").ShouldContain("no-such-word");
        result.Finding("PH0212").ShouldContain("word.demanding (word[0]) needs a component with ILoud because it must be heard");
    }

    [Fact]
    public async Task A_capability_that_a_broken_plugin_would_have_offered_is_not_missed()
    {
        _bench.CopyPlugin("word.good", "mine/broken", ("\"id\": \"word.good\"", "\"id\": \"word.broken\""), ("Fixtures.Good.Plugin", "Fixtures.Good.Plugout"));
        _bench.Job(""" "plugins": ["mine"], "engine": "trivial", "word": "demanding", "source": { "use": "loud", "plugin": "word.broken" } """);

        var result = await _bench.Validate();

        result.ShouldExitWith(3).Finding("PH0309").ShouldContain("Plugout");
        result.Findings.ShouldNotContain("PH0212");
    }

    [Fact]
    public async Task A_component_that_fulfils_what_it_takes_gets_the_others()
    {
        await _bench.Job(""" "engine": "trivial", "word": ["library-v1", "joined", "tidy"] """).Run();

        _bench.Result()[1..4].ShouldBe(["first", "first+tidy", "tidy"]);
    }

    [Fact]
    public async Task A_component_whose_constructor_throws_is_blamed_once_and_those_that_need_it_are_not()
    {
        var result = (await _bench.Job(""" "engine": "trivial", "word": ["joined", "throwing"] """).Run()).ShouldExitWith(3);

        result.Errors.ShouldBe(1, result.Error);
        result.Finding("PH0404").ShouldContain("word.throwing (word[1]) of word.faulty 1.0.0 could not be built");
    }

    [Fact]
    public async Task The_log_of_a_run_lies_in_its_folder_with_messages_findings_and_the_end()
    {
        (await _bench.Job(""" "engine": "trivial", "observer": "throwing" """).Run()).ShouldExitWith(0);

        var log = _bench.RunFile(RunLog.FileName);
        log.ShouldContain("engine.trivial 1.0.0 from ");
        log.ShouldContain("hello");
        log.ShouldMatch("warning .*PH0408");
        log.ShouldContain("run-ended Completed");
        log.ShouldNotContain(" debug ");
    }

    [Theory]
    [InlineData("error", false)]
    [InlineData("debug", true)]
    public async Task The_log_holds_what_is_as_severe_as_asked_for(string level, bool talks)
    {
        await _bench.Job(""" "engine": "trivial" """).Run("--log-level", level);

        _bench.RunFile(RunLog.FileName).Contains("hello", StringComparison.Ordinal).ShouldBe(talks);
        _bench.RunFile(RunLog.FileName).Contains(" debug ", StringComparison.Ordinal).ShouldBe(talks);
    }

    [Fact]
    public async Task A_log_is_not_written_where_none_is_wanted()
    {
        await _bench.Job(""" "engine": "trivial" """).Run("--log-level", "none");

        File.Exists(Path.Combine(_bench.RunFolder, RunLog.FileName)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_writes_its_result_as_JSON_into_a_file_though_it_was_refused()
    {
        var file = Path.Combine(_bench.Folder, "result.json");
        (await _bench.Job(""" "engine": "trivial", "word": "no-such-word" """).Run("--result", file)).ShouldExitWith(2);

        var result = RunResult.Read(file).ShouldNotBeNull();

        result.Outcome.ShouldBe("refused");
        result.Failure.ShouldNotBeNull().ShouldContain("PH0201");
    }
}
