using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

/// <summary>A comparison in two phases, as a user runs it: four runs of a second each, since the phases meet in whole runs only.</summary>
public sealed class TwoPhaseComparisonTests : IDisposable
{
    private const string Job = """
        {
          "name": "letters", "seed": 5, "threads": 1,
          "engine": { "use": "continual", "options": {
            "batchSize": 8, "evaluationBatchSize": 64, "steps": { "first": 30, "later": 10 }, "optimizers": { "*": { "type": "sgd", "rate": 0.05 } } } },
          "task": "classification", "classifier": { "use": "mlp", "options": { "widths": [8] } },
          "dataset": { "use": "letters", "options": { "source": "embedded" } },
          "benchmark": { "use": "class-incremental", "options": { "classesPerExperience": 1 } },
          "strategy": "fine-tuning", "metric": ["accuracy", "continual"]
        }
        """;

    private const string Text = """
        {
          "name": "phases", "job": "job.json",
          "axes": [
            { "name": "method", "values": [ { "name": "fine-tuning" }, { "name": "none", "set": { "strategy": "none" } } ] },
            { "name": "seed", "path": "seed", "values": [1, 2], "repetition": true }
          ],
          "except": [ { "method": "none", "because": "there is no such strategy" } ],
          "tuning": {
            "of": "method", "set": { "benchmark.options.classOrder": ["A", "B"] }, "figure": "first", "repetitions": [1],
            "grid": { "engine.options.optimizers.*.rate": [0.05, 0.0000001] }
          },
          "evaluation": { "set": { "benchmark.options.classOrder": ["C", "D"] } },
          "table": { "rows": ["method"], "figures": [ { "name": "first", "path": "experiences[0].test.scores.accuracy" } ] }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_tuning_half_decides_what_the_evaluation_half_runs_and_a_second_call_repeats_nothing()
    {
        _folder.File("job.json", Job);
        _folder.File("phases.json", Text);
        Compare(2, "--table").Errors.ShouldContain("PH0612");

        Compare(0).Output.ShouldContain("2 cells: 0 done, 2 to run");

        var log = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.Path, "out", "tuning.json")))!;
        var entries = log["configurations"]!.AsArray();
        var best = entries.MaxBy(entry => (double)entry!["mean"]!)!;
        ((string)log["chosen"]!["fine-tuning"]!).ShouldBe((string)best["configuration"]!);
        foreach (var seed in new[] { 1, 2 })
        {
            var job = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.Path, "out", $"fine-tuning_seed-{seed}", "job.json")))!;
            job["benchmark"]!["options"]!["classOrder"]!.AsArray().Select(name => (string)name!).ShouldBe(["C", "D"]);
            ((double)job["engine"]!["options"]!["optimizers"]!["*"]!["rate"]!).ShouldBe((double)best["changes"]!["engine.options.optimizers.*.rate"]!);
        }

        var again = Compare(0).Output;
        again.ShouldContain("2 cells: 2 done, 0 to run");
        Compare(2, "--set", "engine.options.steps.first=31", "--table").Errors.ShouldContain("PH0612");
    }

    private HostRun Compare(int code, params string[] more)
    {
        var run = HostRun.Execute(_folder.Path, ["compare", "phases.json", "--output", Path.Combine(_folder.Path, "out"), .. more]);
        run.ExitCode.ShouldBe(code, run.Output + run.Errors);
        return run;
    }
}
