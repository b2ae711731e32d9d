using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginHost.Tests.CommandLine;

/// <summary><c>runs list</c>, <c>show</c>, <c>diff</c> and <c>clean</c> over folders as runs leave them.</summary>
public sealed class RunsTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_list_has_every_run_below_a_folder_with_its_state_and_result()
    {
        Run("done", "completed", sdr: 6.66);
        Run("grid/ä b", "stopped", seed: 3);
        Run("dead", "running");
        Run("alive", "running");
        Directory.CreateDirectory(Path.Combine(Runs, "no run"));
        using var held = Hold("alive");

        var (code, output, _) = await _bench.Cli(["runs", "list", Runs]);

        code.ShouldBe(0);
        string[][] rows = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries))];
        rows[0].Select(cell => cell.Trim()).ShouldBe(["run", "state", "started", "parts", "seed", "experiences", "result", "size"]);
        rows[2..].Select(row => (row[0].Trim(), row[1].Trim()))
            .ShouldBe([("alive", "running"), ("dead", "killed"), ("done", "completed"), ("grid/ä b", "stopped")]);
        rows[4].Select(cell => cell.Trim()).ToArray()[2..7].ShouldBe(["2026-11-28 07:31", "voices, mlp, lwf + replay", "0", "2", "SDR 6.66 dB"]);

        var json = JsonNode.Parse((await _bench.Cli(["runs", "list", Runs, "--json"])).Output)!.AsArray();
        json.Select(run => run!["seed"]!.GetValue<int>()).ShouldBe([0, 0, 0, 3]);
        var files = Directory.GetFiles(Path.Combine(Runs, "done"), "*", SearchOption.AllDirectories);
        json[2]!["bytes"]!.GetValue<long>().ShouldBe(files.Sum(file => new FileInfo(file).Length));
    }

    [Fact]
    public async Task A_folder_without_runs_says_so_and_one_that_is_not_there_is_a_finding()
    {
        Directory.CreateDirectory(Runs);
        (await _bench.Cli(["runs", "list", Runs])).Output.ShouldContain("There is no run in ");
        (await _bench.Cli(["runs", "clean", Runs])).Output.ShouldContain("There is nothing to free in ");
        foreach (var verb in new[] { "list", "show", "clean" })
        {
            var (code, _, error) = await _bench.Cli(["runs", verb, Path.Combine(Runs, "nowhere")]);
            code.ShouldBe(2);
            error.ShouldContain("PH0114");
        }

        (await _bench.Cli(["runs", "show", Runs])).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task A_run_with_a_broken_file_is_listed_as_unreadable_and_never_removed()
    {
        Run("broken", "stopped");
        File.WriteAllText(Path.Combine(Runs, "broken", "run.json"), "{");
        File.WriteAllText(Path.Combine(Runs, "broken", "job.json"), "[]");

        (await _bench.Cli(["runs", "list", Runs])).Output.ShouldContain("unreadable");
        (await _bench.Cli(["runs", "clean", Runs, "--unfinished", "--yes"])).ExitCode.ShouldBe(0);
        Directory.Exists(Path.Combine(Runs, "broken")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_is_shown_with_its_parts_plugins_and_experiences_and_what_to_do_next()
    {
        var done = Run("done", "completed", sdr: 6.66);
        var (code, output, _) = await _bench.Cli(["runs", "show", done]);

        code.ShouldBe(0);
        output.ShouldContain("parts    dataset voices, classifier mlp, strategy lwf + replay");
        output.ShouldContain("plugins  classifiers 1.2.0, strategy.lwf 0.1.0");
        var lines = output.Split('\n').Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries).Select(cell => cell.Trim()).ToArray()).ToArray();
        lines.ShouldContain(line => line.SequenceEqual(new[] { "experience", "new classes", "steps", "training", "held", "SDR" }));
        lines.ShouldContain(line => line.SequenceEqual(new[] { "2", "d, e, f and 2 more", "200", "90 s", "1.5 kB", "5.00" }));
        output.ShouldContain("Next: dotnet host runs metrics");

        var stopped = Run("stopped", "stopped");
        var told = (await _bench.Cli(["runs", "show", stopped])).Output;
        told.ShouldContain("state    stopped: by a signal");
        told.ShouldContain("--resume");
    }

    [Fact]
    public async Task Two_runs_differ_in_job_plugins_and_figures()
    {
        var a = Run("a", "completed", sdr: 6);
        var b = Run("b", "completed", seed: 1, sdr: 6.5, lwf: "0.2.0", hash: "other");
        var output = (await _bench.Cli(["runs", "diff", a, b])).Output;

        var lines = output.Split('\n').Select(line => string.Join('|', line.Split("  ", StringSplitOptions.RemoveEmptyEntries).Select(cell => cell.Trim()))).ToArray();
        lines.ShouldContain("seed|0|1");
        lines.ShouldNotContain(line => line.StartsWith("output", StringComparison.Ordinal));
        lines.ShouldContain("classifiers|1.2.0|1.2.0, other files");
        lines.ShouldContain("strategy.lwf|0.1.0|0.2.0");
        lines.ShouldContain("SDR: pooled final average (dB)|6|6.5|0.5|-");

        var same = (await _bench.Cli(["runs", "diff", a, a])).Output;
        foreach (var part in new[] { "job", "plugins", "figures" }) same.ShouldContain($"{part}: equal");
        var json = JsonNode.Parse((await _bench.Cli(["runs", "diff", b, a, "--json"])).Output)!;
        json["figures"]![0]!["difference"]!.GetValue<double>().ShouldBe(-0.5);
        json["figures"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true, 5, 6, "B")]
    [InlineData(false, 5, 6, "A")]
    [InlineData(false, 6, 5, "B")]
    public async Task The_better_one_is_that_of_the_figures_own_direction(bool higher, double first, double second, string better)
    {
        var (a, b) = (Run("a", "completed", score: first, higher: higher), Run("b", "completed", score: second, higher: higher));
        var json = JsonNode.Parse((await _bench.Cli(["runs", "diff", a, b, "--json"])).Output)!;
        json["figures"]!.AsArray().Single()!["better"]!.ToString().ShouldBe(better);
    }

    [Fact]
    public async Task Cleaning_only_lists_until_it_is_told_to_and_leaves_weights_and_unfinished_runs()
    {
        var (done, dead) = (Run("done", "completed"), Run("dead", "running"));

        var listed = await _bench.Cli(["runs", "clean", Runs]);
        listed.Output.ShouldContain("Nothing was changed");
        Checkpoints(done).ShouldBe(["experience-0.safetensors", "state-1.json", "state-1.safetensors"]);

        (await _bench.Cli(["runs", "clean", Runs, "--yes"])).Output.ShouldContain("300 B are free now.");
        Checkpoints(done).ShouldBe(["experience-0.safetensors"]);
        Checkpoints(dead).Length.ShouldBe(3);
        File.Exists(Path.Combine(done, "metrics.json")).ShouldBeTrue();

        await _bench.Cli(["runs", "clean", Runs, "--checkpoints", "--yes"]);
        Checkpoints(done).ShouldBeEmpty();
    }

    [Fact]
    public async Task Unfinished_runs_go_if_asked_for_and_one_that_is_in_use_stays()
    {
        var (dead, alive, failed) = (Run("dead", "running"), Run("alive", "running"), Run("failed", "failed"));
        using var held = Hold("alive");

        (await _bench.Cli(["runs", "clean", Runs, "--unfinished", "--yes"])).ExitCode.ShouldBe(0);

        Directory.Exists(dead).ShouldBeFalse();
        Directory.Exists(failed).ShouldBeFalse();
        Checkpoints(alive).Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_complete_run_that_another_process_works_on_is_a_finding_and_the_rest_goes_on()
    {
        var (busy, done) = (Run("busy", "completed"), Run("done", "completed"));
        using var held = Hold("busy");

        var (code, output, error) = await _bench.Cli(["runs", "clean", Runs, "--yes"]);

        code.ShouldBe(2);
        error.ShouldContain("PH0116");
        output.ShouldContain("kept");
        Checkpoints(busy).Length.ShouldBe(3);
        Checkpoints(done).ShouldBe(["experience-0.safetensors"]);
    }

    [Theory]
    [InlineData(".csv")]
    [InlineData(".json")]
    [InlineData(".parquet")]
    public async Task Figures_of_all_runs_are_one_table(string ending)
    {
        Run("a, \"b\"", "completed", sdr: 6.66, score: 5.25);
        Run("dead", "running", seed: 3);
        var file = Path.Combine(_bench.Folder, "tables", "figures" + ending);

        var (code, output, _) = await _bench.Cli(["runs", "table", Runs, "--to", file]);

        code.ShouldBe(0);
        output.ShouldContain("8 figures of 2 runs are in");
        var rows = await Read(file);
        rows.Length.ShouldBe(8);
        rows[0].ShouldBe(["a, \"b\"", "completed", "0", "voices", "lwf + replay", "1", "all seen", "SDR", "dB", "7"]);
        rows[1][5..].ShouldBe(["2", "all seen", "SDR", "dB", "5.25"]);
        rows[2][5..].ShouldBe(["2", "experience 1", "SDR", "dB", ""]);
        rows[3][5..].ShouldBe(["", "pooled final average", "SDR", "dB", "6.66"]);
        rows[4][..3].ShouldBe(["dead", "killed", "3"]);
        Directory.GetFiles(Path.GetDirectoryName(file)!).ShouldBe([file]);
    }

    [Fact]
    public async Task A_table_of_another_kind_or_at_a_place_that_cannot_be_written_is_refused()
    {
        Run("a", "completed");
        (await _bench.Cli(["runs", "table", Runs, "--to", "figures.xlsx"])).ShouldExitWith(2).Error.ShouldContain(".csv, .json or .parquet");
        (await _bench.Cli(["runs", "table", Runs])).ShouldExitWith(2);
        var blocked = Path.Combine(_bench.Folder, "file");
        File.WriteAllText(blocked, "");
        (await _bench.Cli(["runs", "table", Runs, "--to", Path.Combine(blocked, "a.parquet")])).ShouldExitWith(2).Error.ShouldContain("PH0105");
    }

    private static async Task<string[][]> Read(string file)
    {
        if (file.EndsWith(".csv", StringComparison.Ordinal))
        {
            var lines = File.ReadAllLines(file)[1..];
            const string First = "\"a, \"\"b\"\"\",";
            return [.. lines.Select(line => line.StartsWith(First, StringComparison.Ordinal) ? ["a, \"b\"", .. line[First.Length..].Split(',')] : line.Split(','))];
        }

        if (file.EndsWith(".json", StringComparison.Ordinal))
            return [.. JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(row => row!.AsObject().Select(cell => cell.Value?.ToString() ?? "").ToArray())];
        await using var stream = File.OpenRead(file);
        var table = await Parquet.Serialization.ParquetSerializer.DeserializeUntypedAsync(stream);
        return [.. table.Data.Select(row => table.Schema.Fields
            .Select(field => Convert.ToString(row.TryGetValue(field.Name, out var value) ? value : null, CultureInfo.InvariantCulture) ?? "").ToArray())];
    }

    private string Runs => Path.Combine(_bench.Folder, "runs");

    private static string[] Checkpoints(string run) =>
        [.. Directory.GetFiles(Path.Combine(run, "checkpoints")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    private FileStream Hold(string run) =>
        new(Path.Combine(Runs, run, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);

    private string Run(
        string name, string state, int seed = 0, double sdr = 6, double score = 5, bool higher = true, string lwf = "0.1.0", string hash = "one")
    {
        var folder = Path.Combine(Runs, name);
        Directory.CreateDirectory(Path.Combine(folder, "checkpoints"));
        var reason = state == "stopped" ? ", \"reason\": \"by a signal\"" : "";
        File.WriteAllText(Path.Combine(folder, "run.json"), $"{{ \"state\": \"{state}\", \"started\": \"2026-11-28T08:31:29+01:00\"{reason} }}");
        File.WriteAllText(Path.Combine(folder, "job.json"), $$"""
            { "name": "{{seed}}", "seed": {{seed}}, "device": "cpu", "threads": 1, "output": "{{Guid.NewGuid()}}",
              "dataset": { "use": "voices", "options": { "rate": 8000 } }, "classifier": { "use": "mlp" },
              "strategy": [ { "use": "lwf" }, { "use": "replay" } ] }
            """);
        File.WriteAllText(Path.Combine(folder, "plugins.lock.json"), $$"""
            { "host": "0.1.0", "shared": [],
              "plugins": [
                { "id": "classifiers", "version": "1.2.0", "files": { "a.dll": "{{hash}}" } },
                { "id": "strategy.lwf", "version": "{{lwf}}", "files": {} } ] }
            """);
        foreach (var (file, bytes) in new[] { ("experience-0.safetensors", 50), ("state-1.json", 100), ("state-1.safetensors", 200) })
            File.WriteAllBytes(Path.Combine(folder, "checkpoints", file), new byte[bytes]);
        File.WriteAllText(Path.Combine(folder, "metrics.json"), FormattableString.Invariant($$"""
            { "figures": [ { "name": "SDR", "unit": "dB", "higherIsBetter": {{(higher ? "true" : "false")}} } ],
              "experiences": [
                { "newClasses": ["a", "b", "c"], "steps": 250, "trainingSeconds": 70, "heldBytes": 0, "test": { "scope": "test", "scores": { "SDR": 7 } } },
                { "newClasses": ["d", "e", "f", "g", "h"], "steps": 200, "trainingSeconds": 90, "heldBytes": 1500, "test": { "scope": "test", "scores": { "SDR": {{score}} } },
                  "parts": [ { "scope": "test-0", "scores": { "SDR": null } } ] } ],
              "summary": { "SDR": { "pooled final average": {{sdr}} } } }
            """));
        return folder;
    }
}
