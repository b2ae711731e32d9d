using System.Text.Json.Nodes;
using PluginHost.Runtimes;

namespace PluginHost.Tests.Runtimes;

public class SharedRuntimeTests
{
    private const string Trivial = """ "engine": "trivial", "word": "library-v1" """;

    [Theory]
    [InlineData("run", "job.json")]
    [InlineData("validate", "job.json")]
    [InlineData("plugins", "inspect", "word.good")]
    [InlineData("doctor")]
    public async Task It_gets_ready_once_before_the_first_plugin_is_loaded(params string[] arguments)
    {
        using var bench = new RuntimeBench().Job(Trivial);

        (await bench.Host(arguments)).ExitCode.ShouldBeOneOf(0, 3);

        bench.Log.ShouldHaveSingleItem().ShouldEndWith("plugins=0");
    }

    [Theory]
    [InlineData("", "5,2", "5")]
    [InlineData("\"threads\": 3,", "5", "3")]
    [InlineData("\"threads\": 3,", null, "2", "--threads", "2")]
    public async Task The_threads_of_command_line_job_and_environment_reach_runtime_and_components(
        string inJob,
        string? variable,
        string expected,
        params string[] more)
    {
        using var bench = new RuntimeBench().Job(inJob + Trivial);

        (await bench.Host(["run", "job.json", .. more], ("OMP_NUM_THREADS", variable))).ShouldExitWith(0);

        bench.Log.ShouldHaveSingleItem().ShouldContain($"threads={expected} ");
        bench.Jobs.Result().ShouldContain(line => line.Contains($" threads {expected} ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(4, "8", 2, 4)]
    [InlineData(0, "8", 2, 8)]
    [InlineData(0, " 3 , 2", 2, 3)]
    [InlineData(0, "0", 2, 2)]
    [InlineData(0, "-1", 2, 2)]
    [InlineData(0, "many", 2, 2)]
    [InlineData(0, "99999999999", 2, 2)]
    [InlineData(0, "", 2, 2)]
    [InlineData(0, null, 2, 2)]
    public void Whoever_says_so_first_decides_on_the_threads(int wished, string? variable, int cores, int expected) =>
        ComputeThreads.Of(wished, variable, cores).ShouldBe(expected);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("4097")]
    [InlineData("all")]
    public async Task A_number_of_threads_that_is_none_is_refused(string number)
    {
        using var bench = new Workbench();

        (await bench.Job(Trivial).Run("--threads", number)).ShouldExitWith(2).Error.ShouldContain("'--threads' takes a number from 1 to 4096");
    }

    [Fact]
    public async Task What_it_finds_stops_a_job_with_code_3_beside_the_other_findings()
    {
        using var bench = new RuntimeBench("prepare finding").Job(Trivial);

        var result = (await bench.Host(["validate", "job.json"])).ShouldExitWith(3);

        result.Finding("FR01").ShouldBe("error FR01 drum: the drum is missing. Buy a drum.");
        (await bench.Host(["run", "job.json"])).ShouldExitWith(3).Finding("FR01").ShouldStartWith("error");
        Directory.Exists(Path.Combine(bench.Folder, "runs")).ShouldBeFalse();
        var both = (await bench.Job(Trivial + """, "source": "laud" """).Host(["validate", "job.json"])).ShouldExitWith(2);
        both.Finding("FR01").ShouldStartWith("error");
        both.Finding("PH0201").ShouldContain("laud");
    }

    [Fact]
    public async Task A_plugin_alone_can_be_looked_at_on_a_machine_that_lacks_the_runtime()
    {
        using var bench = new RuntimeBench("prepare finding");

        var result = (await bench.Host(["plugins", "inspect", "word.library-v1"])).ShouldExitWith(0);

        result.Finding("FR01").ShouldStartWith("warning");
    }

    [Fact]
    public async Task What_it_throws_is_a_finding_with_its_name()
    {
        using var bench = new RuntimeBench("prepare throws").Job(Trivial);

        (await bench.Host(["run", "job.json"])).ShouldExitWith(3)
            .Finding("PH0801")
            .ShouldBe("error PH0801 Fixtures.Runtime: the shared runtime scripted could not get ready: the drum is empty.");
    }

    [Fact]
    public async Task Doctor_prints_what_it_says_of_itself_with_the_threads_asked_for()
    {
        using var bench = new RuntimeBench();

        var lines = (await bench.Host(["doctor", "--threads", "3"])).Output.Split('\n');

        lines.ShouldContain(line => line.StartsWith("ok       scripted", StringComparison.Ordinal) && line.EndsWith(" 3 threads", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("trial succeeds", "0: ", "tries with 3")]
    [InlineData("trial fails", "7: ", "tries with 3")]
    [InlineData("trial killed", "137: ", "tries with 3")]
    [InlineData("trial throws", "3: ", "the shared runtime scripted could not be tried: the drum broke.")]
    public async Task A_trial_is_a_process_of_its_own_whose_end_and_words_are_told(string script, string code, string expected)
    {
        using var bench = new RuntimeBench(script);

        var report = JsonNode.Parse((await bench.Host(["doctor", "--json", "--threads", "3"])).Output)!["report"]!.AsArray();

        var state = (string)report.Single(line => (string)line!["subject"]! == "trial")!["state"]!;
        state.ShouldStartWith(code);
        state.ShouldContain(expected);
        // The trial was not asked to get ready: only the process that asked for it was.
        bench.Log.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_trial_that_hangs_is_ended()
    {
        using var bench = new RuntimeBench("trial hangs");

        var assembly = Path.Combine(bench.Shared, "Fixtures.Runtime.dll");
        var trial = RuntimeTrials.Run(assembly, bench.Shared, 1, TimeSpan.FromSeconds(5));

        trial.ExitCode.ShouldBe(-1);
        trial.Output.ShouldContain("the trial did not end within 5 seconds");
    }
}
