using System.Text.Json.Nodes;
using PluginHost.Comparisons;
using PluginHost.Comparisons.Cells;
using PluginHost.Comparisons.Protocols;
using PluginHost.Findings;

namespace PluginHost.Tests.Protocols;

public class TwoPhaseTests : IDisposable
{
    internal const string Text = """
        {
          "name": "trial", "job": "job.json",
          "axes": [
            { "name": "method", "values": [ { "name": "first" }, { "name": "second" } ] },
            { "name": "seed", "path": "seed", "values": [1, 2, 3], "repetition": true }
          ],
          "tuning": {
            "of": "method", "set": { "dataset.options.classes": ["a", "b"] }, "figure": "score", "repetitions": [1, 2],
            "grid": { "word.options.repeat": [1, 2] },
            "grids": { "second": { "word.options.repeat": [2], "word.options.text": ["x", "y"] } }
          },
          "evaluation": { "set": { "dataset.options.classes": ["c", "d"] } },
          "table": { "rows": ["method"], "figures": [ { "name": "score", "path": "score" } ] }
        }
        """;

    private readonly Workbench _bench = new Workbench().Job(ComparisonBench.Job);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Tuning_runs_each_method_in_each_of_its_configurations_on_the_one_half()
    {
        var cells = ComparisonBench.Cells(Phase(ComparisonPhase.Tuning)!);

        cells.Select(cell => $"{cell.Values["method"]} {cell.Values["configuration"]} {cell.Values["seed"]}").ShouldBe(
        [
            "first word.options.repeat=1 1", "first word.options.repeat=2 1",
            "second word.options.repeat=2, word.options.text=\"x\" 1", "second word.options.repeat=2, word.options.text=\"y\" 1",
            "first word.options.repeat=1 2", "first word.options.repeat=2 2",
            "second word.options.repeat=2, word.options.text=\"x\" 2", "second word.options.repeat=2, word.options.text=\"y\" 2",
        ]);
        foreach (var cell in cells) cell.Changes[0].Text.ShouldBe("""dataset.options.classes=["a","b"]""");
    }

    [Fact]
    public void Evaluation_runs_the_best_mean_of_each_method_on_the_other_half()
    {
        // The first method's first configuration has the best single run, its second one the better mean.
        Tune(("first", "word.options.repeat=1", [90, 10]), ("first", "word.options.repeat=2", [60, 61]), ("second", "x", [5, 5]), ("second", "y", [4, 5]));

        var cells = ComparisonBench.Cells(Phase(ComparisonPhase.Evaluation)!);

        cells.Count.ShouldBe(2 * 3);
        cells[0].Changes.Select(change => change.Text).ShouldBe(["""dataset.options.classes=["c","d"]""", "word.options.repeat=2", "seed=1"]);
        cells[1].Changes.Select(change => change.Text).ShouldBe(
            ["""dataset.options.classes=["c","d"]""", "word.options.repeat=2", "word.options.text=\"x\"", "seed=1"]);
    }

    [Fact]
    public void A_configuration_that_tuning_did_not_log_is_refused_and_a_logged_one_is_run()
    {
        Tune(("first", "repeat=1", [1, 1]), ("first", "repeat=2", [2, 2]), ("second", "x", [5, 5]), ("second", "y", [4, 5]));

        Refused("""{ "first": { "word.options.repeat": 3 } }""")
            .ShouldBe("PH0612 the configuration 'word.options.repeat=3' of 'first' is not one that tuning logged");
        var cells = ComparisonBench.Cells(Phase(ComparisonPhase.Evaluation, Chosen("""{ "first": { "word.options.repeat": 1 } }"""))!);
        cells[0].Changes[1].Text.ShouldBe("word.options.repeat=1");
    }

    [Fact]
    public void Without_a_log_with_open_runs_or_under_other_settings_nothing_is_evaluated()
    {
        Refused().ShouldBe("PH0612 nothing was tuned");
        Tune(("first", "repeat=1", [1, 1]), ("first", "repeat=2", [2]), ("second", "x", [5, 5]), ("second", "y", [4, 5]));
        Refused().ShouldStartWith("PH0612 tuning is not over: 1 configurations have runs to come, such as first: word.options.repeat=2");
        Tune(("first", "repeat=1", [1, 1]), ("first", "repeat=2", [2, 2]), ("second", "x", [5, 5]), ("second", "y", [4, 5]));
        Phase(ComparisonPhase.Evaluation).ShouldNotBeNull();
        var findings = new FindingList();
        Phase(ComparisonPhase.Evaluation, overrides: ["seed=9"], findings: findings).ShouldBeNull();
        findings.All.Single().Finding.What.ShouldStartWith("tuning was run under other settings");
    }

    [Fact]
    public void A_configuration_that_failed_is_logged_with_its_reason_and_never_chosen()
    {
        var log = Tune(("first", "repeat=1", [1, 1]), ("first", "repeat=2", null), ("second", "x", [5, 5]), ("second", "y", [4, 5]));

        log.Chosen("first").ShouldBe("word.options.repeat=1");
        log.Json["configurations"]![1]!["mean"].ShouldBeNull();
        log.Json["configurations"]![1]!["reason"]!.ToString().ShouldBe("it broke");
        Phase(ComparisonPhase.Evaluation).ShouldNotBeNull();
    }

    [Fact]
    public void A_method_whose_tuning_failed_altogether_is_left_out_with_the_reason_and_the_others_are_evaluated()
    {
        Tune(("first", "repeat=1", [1, 1]), ("first", "repeat=2", [2, 2]), ("second", "x", null), ("second", "y", null));

        var evaluation = Phase(ComparisonPhase.Evaluation)!;

        ComparisonBench.Cells(evaluation).Select(cell => cell.Values["method"]).ShouldBe(["first", "first", "first"]);
        evaluation.Exceptions.ShouldHaveSingleItem().Reason.ShouldBe("no configuration came to its end in tuning");
        Tune(("first", "repeat=1", null), ("first", "repeat=2", null), ("second", "x", null), ("second", "y", null));
        Refused().ShouldBe("PH0612 no method has a score: every run of tuning failed");
    }

    [Theory]
    [InlineData("[\"c\", \"d\"]", "[\"b\", \"d\"]", "PH0614 \"b\" is in both halves")]
    [InlineData("\"set\": { \"dataset.options.classes\": [\"c\", \"d\"] }", "\"set\": { \"dataset.options.classes\": [\"c\"], \"word.options.repeat\": 2 }", "PH0613 'word.options.repeat' is tuned, and the evaluation half sets it")]
    [InlineData("\"set\": { \"dataset.options.classes\": [\"c\", \"d\"] }", "\"set\": { \"dataset.options.classes\": [\"c\"], \"seed\": 2 }", "PH0613 'seed' is set on the evaluation half alone, so tuning never saw it")]
    [InlineData("\"set\": { \"dataset.options.classes\": [\"c\", \"d\"] }", "\"set\": { }", "PH0613 'dataset.options.classes' is set on the tuning half alone")]
    [InlineData("\"figure\": \"score\", \"repetitions\"", "\"figure\": \"scores\", \"repetitions\"", "PH0605 'scores' is no figure of the table")]
    [InlineData("\"repetitions\": [1, 2]", "\"repetitions\": [1, 7]", "PH0605 the repetition has no value '7'")]
    public void What_would_tune_on_the_evaluation_half_is_refused(string there, string wrong, string told)
    {
        var file = ComparisonBench.Write(_bench, Text.Replace(there, wrong, StringComparison.Ordinal));
        var (_, findings) = ComparisonReader.Read(new ComparisonRequest { File = file });

        findings.All.Select(reported => $"{reported.Finding.Code} {reported.Finding.What}").ShouldBe([told]);
    }

    private static string Chosen(string chosen) =>
        Text.Replace("\"evaluation\": {", $"\"evaluation\": {{ \"chosen\": {chosen},", StringComparison.Ordinal);

    private Comparison? Phase(
        ComparisonPhase phase, string text = Text, IReadOnlyList<string>? overrides = null, FindingList? findings = null)
    {
        var request = new ComparisonRequest
        {
            File = ComparisonBench.Write(_bench, text), Phase = phase, Cells = new CellRunOptions { Overrides = overrides ?? [] },
        };
        return (findings ?? new FindingList()).Take(
            PhaseSelection.Of(ComparisonBench.Read(_bench, text), request, new ComparisonFolder(_bench.Folder)))?.Comparison;
    }

    private string Refused(string? chosen = null)
    {
        var findings = new FindingList();
        Phase(ComparisonPhase.Evaluation, chosen is null ? Text : Chosen(chosen), findings: findings).ShouldBeNull();
        var finding = findings.All.Single().Finding;
        return $"{finding.Code} {finding.What}";
    }

    // Writes the log of made-up results; a configuration without values has failed, one with fewer than two has runs to come.
    private TuningLog Tune(params (string Method, string Ends, double[]? Values)[] results)
    {
        var comparison = Phase(ComparisonPhase.Tuning)!;
        var cells = ComparisonBench.Cells(comparison).Select(cell =>
        {
            var (_, _, values) = results.Single(result => result.Method == cell.Values["method"]
                && cell.Values["configuration"].TrimEnd('"').EndsWith(result.Ends, StringComparison.Ordinal));
            var run = int.Parse(cell.Values["seed"], System.Globalization.CultureInfo.InvariantCulture) - 1;
            var result = new CellResult { Cell = cell, Directory = "", State = CellState.New };
            return values is null ? result with { State = CellState.Failed, Reason = "it broke" }
                : run < values.Length ? result with { State = CellState.Done, Metrics = new JsonObject { ["score"] = values[run] } }
                : result;
        }).ToArray();
        var log = TuningLog.Of(comparison.Phases!, PhaseSelection.Basis(comparison, new ComparisonRequest { File = "" }), cells);
        File.WriteAllText(Path.Combine(_bench.Folder, TuningLog.FileName), log.Json.ToJsonString());
        return log;
    }
}
