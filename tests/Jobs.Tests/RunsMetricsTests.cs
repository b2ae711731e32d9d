using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

/// <summary>Metrics that are added to a run after it, as a user adds them.</summary>
public sealed class RunsMetricsTests : IDisposable
{
    private const string Job = """
        {
          "name": "letters", "seed": 5, "threads": 1,
          "engine": { "use": "continual", "options": {
            "batchSize": 8, "evaluationBatchSize": 16, "steps": { "first": 20, "later": 20 }, "optimizers": { "*": { "type": "sgd", "rate": 0.05 } } } },
          "task": "classification", "classifier": { "use": "mlp", "options": { "widths": [8] } },
          "dataset": { "use": "letters", "options": { "source": "embedded" } },
          "benchmark": { "use": "class-incremental", "options": { "classOrder": ["A", "B", "C", "D"], "classesPerExperience": 2 } },
          "strategy": "fine-tuning", "metric": ["accuracy", "continual"]
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_metric_is_added_with_its_plugins_version_and_has_the_value_of_a_run_that_had_it()
    {
        var job = _folder.File("job.json", Job);
        Execute(0, "run", job, "--output", Folder("bare"));
        Execute(0, "run", job, "--output", Folder("with"), "--set", """metric=["accuracy","continual",{"use":"calibration","options":{"bins":7}}]""");
        var added = Execute(0, "runs", "metrics", Folder("bare"), "--add", "calibration", "--set", "bins=7");
        added.Output.ShouldContain("of metric.accuracy, added to bare");
        TinyJob.Numbers(Folder("bare")).Replace("""{"metric":"calibration","plugin":"metric.accuracy","version":"0.1.0","figures":["ECE"]}""", "", StringComparison.Ordinal)
            .ShouldBe(TinyJob.Numbers(Folder("with")));

        var listed = JsonNode.Parse(Execute(0, "runs", "metrics", Folder("bare"), "--json").Output)!.AsArray();
        var error = listed.Single(figure => (string)figure!["figure"]! == "ECE")!;
        ((double)error["value"]!).ShouldBe(JsonNode.Parse(File.ReadAllText(Path.Combine(Folder("with"), "metrics.json")))!["experiences"]![1]!["test"]!["scores"]!["ECE"]!.GetValue<double>());
        ((string)error["from"]!).ShouldBe("added by calibration of metric.accuracy 0.1.0");
        var transfer = listed.Single(figure => (string)figure!["figure"]! == "accuracy: forward transfer")!;
        transfer["value"].ShouldBeNull();
        ((string)transfer["reason"]!).ShouldContain("engine.options.evaluation.future");

        Execute(2, "runs", "metrics", Folder("bare"), "--add", "calibratoin").Errors.ShouldContain("--add calibratoin: unknown metric 'calibratoin'");
        Execute(2, "runs", "metrics", Folder("bare"), "--add", "accuracy").Errors.ShouldContain("CE0502");
        Execute(2, "runs", "metrics", Folder("bare"), "--add", "bss-eval").Errors.ShouldContain("PH0115 --add bss-eval: metric.bss-eval failed in Measure");
        Execute(2, "runs", "metrics", _folder.Path, "--add", "calibration").Errors.ShouldContain("PH0114");
        Execute(2, "runs", "metrics", _folder.Path).Errors.ShouldContain("PH0114");
    }

    [Fact]
    public void A_run_whose_engine_keeps_no_predictions_lists_its_figures_and_says_so_when_a_metric_is_to_be_added()
    {
        var job = _folder.File("job.json", """
            {
              "name": "views", "seed": 5, "threads": 1,
              "engine": { "use": "pretraining", "options": { "batchSize": 32, "evaluationBatchSize": 128, "steps": { "first": 3 } } },
              "task": { "use": "self-supervised", "options": { "infoNce": { "weight": 1 } } },
              "encoder": { "use": "encoder", "options": { "backbone": "mlp", "widths": [8] } },
              "dataset": { "use": "digits", "options": { "variant": "mnist", "source": "embedded", "validation": 0.3 } },
              "benchmark": "unlabelled", "strategy": "fine-tuning", "metric": "continual"
            }
            """);
        Execute(0, "run", job, "--output", Folder("views"));
        Execute(0, "runs", "metrics", Folder("views")).Output.ShouldContain("probe accuracy");
        // The figure needs class scores, which an encoder has not: that is no use to say here.
        Execute(2, "runs", "metrics", Folder("views"), "--add", "calibration").Errors.Trim()
            .ShouldBe("error PH0115 views: the run's engine keeps no predictions; expected an engine with records, such as continual.");
    }

    private HostRun Execute(int code, params string[] arguments)
    {
        var run = HostRun.Execute(_folder.Path, arguments);
        run.ExitCode.ShouldBe(code, run.Output + run.Errors);
        return run;
    }

    private string Folder(string run) => Path.Combine(_folder.Path, run);
}
