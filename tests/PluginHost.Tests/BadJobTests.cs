namespace PluginHost.Tests;

public class BadJobTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Every_fault_of_a_job_is_reported_at_once_with_its_place_what_was_expected_and_the_nearest_name()
    {
        var result = await _bench.Job("""
            "sede": 3,
            "threads": "four",
            "engine": { "use": "trivail" },
            "word": [
              { "use": "good", "options": { "lamda": 0.3, "text": "a" } },
              { "use": "good", "options": { "lambda": 1.5, "repeat": 2.5, "case": "Uper", "style": "tall",
                "sizes": [1, "two"], "limit": "7", "margins": { "left": 9, "rigth": 1 } } },
              "goood"
            ]
            """).Validate();

        result.ShouldExitWith(2);
        result.Finding("PH0103").ShouldSatisfyAllConditions(
            text => text.ShouldContain("job.json(2,1) sede: "),
            text => text.ShouldContain("Did you mean 'seed'?"));
        result.Finding("PH0104").ShouldContain("threads: found the text \"four\"; expected an integer");
        result.Findings.ShouldContain("engine: unknown engine 'trivail'");
        result.Findings.ShouldContain("Did you mean 'trivial'?");
        result.Findings.ShouldContain("word[2]: unknown word 'goood'");
        result.Finding("PH0203").ShouldContain("word[0].options.lamda: unknown option 'lamda'. Did you mean 'lambda'?");
        result.Finding("PH0205").ShouldContain("word[1].options.lambda: found 1.5, which is out of range; expected a number from 0 to 1");
        result.Findings.ShouldContain("word[1].options.repeat: found the number 2.5; expected an integer from 1 to 10");
        result.Findings.ShouldContain(
            "word[1].options.case: found the text \"Uper\"; expected one of \"Lower\", \"Upper\". Did you mean 'Upper'?");
        result.Findings.ShouldContain("word[1].options.style: found the text \"tall\"; expected one of \"short\", \"long\"");
        result.Findings.ShouldContain("word[1].options.sizes[1]: found the text \"two\"; expected an integer");
        result.Findings.ShouldContain("word[1].options.limit: found the text \"7\"; expected an integer or null");
        result.Findings.ShouldContain("word[1].options.margins.left: found 9");
        result.Findings.ShouldContain("word[1].options.margins.rigth: unknown option 'rigth'. Did you mean 'right'?");
        result.Finding("PH0207").ShouldContain("word[1].options.text: the option 'text' is missing; expected a text");
        result.Errors.ShouldBe(14);
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_value_out_of_range_does_not_hide_what_the_options_own_rules_find()
    {
        var result = await _bench.Job("""
            "engine": "trivial",
            "word": { "use": "good", "options": { "text": "a", "lambda": 1.5, "sizes": [3, 1] } }
            """).Validate();

        result.ShouldExitWith(2);
        result.Finding("PH0205").ShouldContain("word.options.lambda");
        result.Finding("FX0101").ShouldContain("word.options.sizes[1]: found 1 after 3");
    }

    [Fact]
    public async Task Options_that_check_themselves_report_paths_inside_the_job()
    {
        var result = await _bench.Job("""
            "engine": "trivial",
            "word": { "use": "good", "options": { "text": "a", "refuse": true, "sizes": [3, 1] } }
            """).Validate();

        result.ShouldExitWith(2);
        result.Finding("FX0100").ShouldContain("word.options.refuse: found true");
        result.Finding("FX0101").ShouldContain("job.json(3,81) word.options.sizes[1]: found 1 after 3");
    }

    [Fact]
    public async Task A_component_that_cannot_work_here_says_so_before_the_run()
    {
        _bench.Job(""" "engine": "trivial", "word": { "use": "good", "options": { "text": "a", "unfit": true } } """);

        var result = await _bench.Run();

        result.ShouldExitWith(2).Finding("FX0102").ShouldContain("word.options.unfit");
        Directory.Exists(_bench.RunFolder).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{ \"engine\": ", "PH0102", "not valid JSON")]
    [InlineData("[1]", "PH0102", "an object")]
    [InlineData("{ \"engine\": \"trivial\", \"engine\": \"wayward\" }", "PH0102", "stands twice")]
    [InlineData("{ }", "PH0215", "names no engine")]
    [InlineData("{ \"engine\": [\"trivial\", \"wayward\"] }", "PH0210", "2 components of kind 'engine'")]
    [InlineData("{ \"engine\": 3 }", "PH0104", "found the number 3")]
    [InlineData("{ \"engine\": { \"name\": \"trivial\" } }", "PH0104", "'use' is missing")]
    [InlineData("{ \"engine\": { \"use\": \"trivial\", \"greeting\": \"a\" } }", "PH0103", "inside \"options\"")]
    [InlineData("{ \"engine\": { \"use\": \"trivial\", \"version\": \"one\" } }", "PH0105", "no version range")]
    [InlineData("{ \"engine\": \"trivial\", \"device\": \"gpu\" }", "PH0105", "cpu, cuda, cuda:N or auto")]
    [InlineData("{ \"engine\": \"trivial\", \"name\": \"a/b\" }", "PH0105", "name of a folder")]
    [InlineData("{ \"engine\": \"trivial\", \"plugins\": [\"nowhere\"] }", "PH0107", "no directory 'nowhere'")]
    public async Task A_malformed_job_is_told_what_is_wrong(string job, string code, string expected)
    {
        File.WriteAllText(_bench.JobFile, job);

        (await _bench.Validate()).ShouldExitWith(2).Finding(code).ShouldContain(expected);
    }

    [Fact]
    public async Task A_missing_job_file_names_the_file()
    {
        (await _bench.Run()).ShouldExitWith(2).Finding("PH0101").ShouldContain("job.json");
    }

    [Theory]
    [InlineData("strategy")]
    [InlineData("=3")]
    [InlineData("word[x]=3")]
    [InlineData("seed.deep=3")]
    [InlineData("word[4]=good")]
    public async Task A_malformed_override_is_refused(string text)
    {
        _bench.Job(""" "engine": "trivial", "seed": 1, "word": [] """);

        (await _bench.Run("--set", text)).ShouldExitWith(2).Finding("PH0108").ShouldContain($"--set {text}");
    }

    [Fact]
    public async Task A_fault_in_an_override_is_placed_at_the_override()
    {
        var result = await _bench.Job(""" "engine": "trivial" """).Run("--set", "engine.options.repeat=99");

        result.ShouldExitWith(2).Finding("PH0205").ShouldContain("--set engine.options.repeat=99: engine.options.repeat: found 99");
    }

    [Fact]
    public async Task A_missing_capability_names_who_needs_it_why_and_who_offers_it()
    {
        var result = await _bench.Job(""" "engine": "trivial", "word": "demanding" """).Validate();

        var finding = result.ShouldExitWith(2).Finding("PH0212");
        finding.ShouldContain("word.demanding needs a component with ILoud because it must be heard");
        finding.ShouldContain("Offered by the plugin word.good");
        (await _bench.Validate("--set", "source=loud")).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_missing_component_names_who_needs_it_and_what_could_be_named()
    {
        var finding = (await _bench.Job(""" "engine": "trivial", "word": "dependent" """).Validate()).ShouldExitWith(2).Finding("PH0211");

        finding.ShouldContain("word.dependent needs a component that fulfils ISource");
        finding.ShouldContain("\"source\": one of 'circular', 'loud'");
    }

    [Fact]
    public async Task Components_that_need_each_other_in_a_circle_are_refused_before_any_is_built()
    {
        _bench.Job(""" "engine": "trivial", "word": "circular", "source": "circular" """);

        var finding = (await _bench.Validate()).ShouldExitWith(2).Finding("PH0214");

        finding.ShouldContain("word.circular -> source.circular -> word.circular");
    }

    [Fact]
    public async Task An_unknown_command_line_option_exits_with_2()
    {
        (await _bench.Cli(["run", "--devise", "cpu", "--frobnicate"])).ShouldExitWith(2).Error.ShouldContain("--frobnicate");
    }
}
