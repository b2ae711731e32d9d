using System.Text.Json.Nodes;
using PluginHost.Comparisons;
using PluginHost.Comparisons.Cells;
using PluginHost.Comparisons.Protocols;

namespace PluginHost.Tests.Protocols;

/// <summary>Figures of Zhou et al. (2023): ResNet32 has 463,504 parameters, a CIFAR picture 3072 bytes.</summary>
public class BudgetTests : IDisposable
{
    private const long ResNet32 = 463_504;
    private const long Picture = 3072;

    internal const string Text = """
        {
          "name": "trial", "job": "job.json",
          "axes": [
            { "name": "method", "values": [ { "name": "iCaRL" }, { "name": "DER" } ] },
            { "name": "memory", "budget": {
                "values": [20.0, { "name": "DER + 2000", "parameters": 4635040, "exemplars": 2000 }],
                "of": "method", "set": "word.options.repeat", "exemplarBytes": 3072, "parameters": { "iCaRL": 463504, "DER": 4635040 } } },
            { "name": "seed", "path": "seed", "values": [1, 2, 3, 4, 5, 6], "repetition": true }
          ],
          "table": {
            "rows": ["method"], "columns": ["memory"],
            "figures": [ { "name": "average", "path": "average" } ],
            "areas": [ { "name": "AUC-A", "figure": "average", "over": "memory", "scale": 0.01 } ],
            "tests": [ { "figure": "average", "between": "method" } ]
          }
        }
        """;

    private readonly Workbench _bench = new Workbench().Job(ComparisonBench.Job);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void One_ResNet32_is_603_CIFAR_pictures() => MemoryBudget.Exemplars(4 * ResNet32, 0, Picture).ShouldBe(603);

    [Fact]
    public void Ten_ResNet32_and_2000_pictures_are_the_surveys_largest_budget()
    {
        var budget = MemoryBudget.Total(10 * ResNet32, 2000, Picture);

        (budget / MemoryBudget.Megabyte).ShouldBe(23.5, 0.05);
        // What DER's nine further networks hold, a method with one holds as pictures: 2000 + floor(4 (P_DER - P) / 3072).
        MemoryBudget.Exemplars(budget, ResNet32, Picture).ShouldBe(2000 + (4 * 9 * ResNet32 / Picture));
        MemoryBudget.Exemplars(budget, 10 * ResNet32, Picture).ShouldBe(2000);
    }

    [Fact]
    public void The_area_under_a_constant_is_its_height_times_the_range_and_under_points_the_trapezoids()
    {
        // The survey's scale: 68 % from 7.6 to 23.5 MB is 10.8.
        ProtocolTables.Area([(7.6, 0.68), (23.5, 0.68), (12.4, 0.68)]).ShouldBe((23.5 - 7.6) * 0.68, 1e-12);
        ProtocolTables.Area([(7.6, 0.68), (23.5, 0.68)]).ShouldBe(10.8, 0.02);
        ProtocolTables.Area([(1, 2), (4, 6), (2, 4)]).ShouldBe(3 + (2 * 5), 1e-12);
    }

    [Fact]
    public void A_cell_of_a_budget_sets_as_many_exemplars_as_its_methods_parameters_leave()
    {
        var cells = ComparisonBench.Cells(ComparisonBench.Read(_bench, Text));

        string Changes(string method, string memory) => cells.First(cell => cell.Values["method"] == method && cell.Values["memory"] == memory)
            .Changes.Select(change => change.Text).First(text => text.StartsWith("word", StringComparison.Ordinal));
        Changes("iCaRL", "20.0").ShouldBe($"word.options.repeat={((20 << 20) - (4 * ResNet32)) / Picture}");
        Changes("DER", "20.0").ShouldBe($"word.options.repeat={((20 << 20) - (40 * ResNet32)) / Picture}");
        Changes("DER", "DER + 2000").ShouldBe("word.options.repeat=2000");
        Changes("iCaRL", "DER + 2000").ShouldBe($"word.options.repeat={2000 + (36 * ResNet32 / Picture)}");
    }

    [Fact]
    public void More_exemplars_than_bytes_allow_are_refused_before_anything_runs()
    {
        var (_, findings) = Grid.Expand(ComparisonBench.Read(_bench, Text.Replace("[20.0,", "[7.6, 20.0,", StringComparison.Ordinal)));

        findings.All.Single().Finding.Code.ShouldBe("PH0611");
        findings.All[0].Finding.What.ShouldBe("the budget '7.6' of 7.6 MB holds no exemplar of 'DER', whose parameters take 17.68 MB");

        var without = Text.Replace("[20.0,", "[7.6, 20.0,", StringComparison.Ordinal)
            .Replace("\"table\": {", """ "except": [ { "method": "DER", "memory": "7.6" } ], "table": { """, StringComparison.Ordinal);
        ComparisonBench.Cells(ComparisonBench.Read(_bench, without)).Count.ShouldBe(5 * 6);
    }

    [Fact]
    public void Areas_and_tests_are_tables_of_their_own()
    {
        var comparison = ComparisonBench.Read(_bench, Text);
        // iCaRL 60 + seed at the small budget and 70 + seed at the large one; DER one less each.
        var results = ComparisonBench.Cells(comparison).Select(cell => new CellResult
        {
            Cell = cell, State = CellState.Done, Directory = "", Metrics = new JsonObject
            {
                ["average"] = (cell.Values["memory"] == "20.0" ? 60.0 : 70.0) + int.Parse(cell.Values["seed"], System.Globalization.CultureInfo.InvariantCulture)
                    - (cell.Values["method"] == "DER" ? 1 : 0),
            },
        }).ToArray();
        var tables = new ProtocolTables(comparison, results).All().ToArray();

        var width = (MemoryBudget.Total(10 * ResNet32, 2000, Picture) / MemoryBudget.Megabyte) - 20;
        // Seeds 1 to 6: mean 3.5, standard error sqrt(3.5 / 6), t of 5 degrees of freedom 2.571.
        var half = 2.5706 * Math.Sqrt(3.5 / 6) * width / 100;
        var mean = width * (65 + 3.5) / 100;
        tables[0].Rows[0].ShouldBe(["iCaRL", FormattableString.Invariant($"{mean:0.00} ± {half:0.00}"), "6"]);
        tables[0].Rows[1][1].ShouldStartWith(FormattableString.Invariant($"{mean - (width / 100):0.00}"));
        tables[1].Rows.ShouldBe([["20.0", "iCaRL - DER", "1.00", "6", "0.03125"], ["DER + 2000", "iCaRL - DER", "1.00", "6", "0.03125"]]);

        // Programs read the same texts.
        var json = ProtocolText.Json(tables);
        json.Count.ShouldBe(2);
        json[1]!["title"]!.GetValue<string>().ShouldBe(tables[1].Title);
        json[1]!["headings"]!.AsArray().Select(each => (string)each!).ShouldBe(tables[1].Headings);
        json[1]!["rows"]![0]!.AsArray().Select(each => (string)each!).ShouldBe(["20.0", "iCaRL - DER", "1.00", "6", "0.03125"]);

        // A repetition with a run that is not complete has no area, and no pair.
        var gap = results.Select(result => result.Cell.Values["seed"] == "3" && result.Cell.Values["method"] == "DER" ? result with { Metrics = null } : result);
        var less = new ProtocolTables(comparison, [.. gap]).All().ToArray();
        less[0].Rows.Select(row => row[2]).ShouldBe(["6", "5"]);
        less[1].Rows[0].Skip(3).ShouldBe(["5", "0.0625"]);
    }

    [Theory]
    [InlineData("\"over\": \"memory\"", "\"over\": \"method\"", "does not have at least two values that are numbers or budgets")]
    [InlineData("\"DER\": 4635040 } }", "\"DRE\": 4635040 } }", "a whole number above 0")]
    [InlineData("\"repetition\": true", "\"repetition\": false", "pairs are made of repetitions")]
    [InlineData("\"between\": \"method\"", "\"between\": \"method\", \"against\": \"iCarl\"", "has no value 'iCarl'")]
    [InlineData("\"figure\": \"average\", \"over\"", "\"figure\": \"last\", \"over\"", "'last' is no figure of the table")]
    [InlineData("[20.0,", "[\"much\",", "megabytes above 0")]
    public void What_cannot_be_is_told_where_it_is_written(string there, string wrong, string told)
    {
        var file = ComparisonBench.Write(_bench, Text.Replace(there, wrong, StringComparison.Ordinal));
        var (_, findings) = ComparisonReader.Read(new ComparisonRequest { File = file });

        findings.All.ShouldContain(reported => $"{reported.Finding.What} {reported.Finding.Expected}".Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public void A_complete_run_without_a_number_gives_its_reason_in_place_of_one()
    {
        var metrics = JsonNode.Parse("""
            { "experiences": [ { "test": { "scores": { "bias": null }, "undefined": { "bias": "all classes are new" } } } ],
              "summary": { "accuracy": { "forgetting": null } }, "undefined": { "accuracy": { "forgetting": "it needs two experiences" } } }
            """);

        MetricPath.Find(metrics, "experiences[last].test.scores.bias").ShouldBeNull();
        MetricPath.Why(metrics, "experiences[last].test.scores.bias").ShouldBe("all classes are new");
        MetricPath.Why(metrics, "summary.accuracy.forgetting").ShouldBe("it needs two experiences");
        MetricPath.Why(metrics, "summary.accuracy.other").ShouldBeNull();
        var comparison = ComparisonBench.Read(_bench, Text.Replace("\"path\": \"average\"", "\"path\": \"summary.accuracy.forgetting\"", StringComparison.Ordinal));
        var results = ComparisonBench.Cells(comparison).Select(cell => new CellResult
        {
            Cell = cell, State = CellState.Done, Directory = "", Metrics = metrics!.AsObject(),
        }).ToArray();
        PluginHost.Comparisons.Tables.MarkdownTable.Text(PluginHost.Comparisons.Tables.TableBuilder.Build(comparison, results), "/runs")
            .ShouldContain("No average: it needs two experiences (iCaRL, memory 20.0, seed 1 and 23 more).");
    }
}
