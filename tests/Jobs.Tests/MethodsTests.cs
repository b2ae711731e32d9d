using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

/// <summary>What <c>methods</c> says of the plugins here is complete, and its evidence exists.</summary>
public sealed partial class MethodsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_method_declares_what_it_holds_and_fits_and_names_tests_and_tables_that_exist()
    {
        var run = HostRun.Execute(_folder.Path, "methods", "--json");
        run.ExitCode.ShouldBe(0, run.Errors);
        var methods = JsonNode.Parse(run.Output)!.AsArray();
        methods.Count.ShouldBeGreaterThanOrEqualTo(29);
        var tests = Tests();
        foreach (var method in methods)
        {
            var name = (string)method!["method"]!;
            method["declares"]!.AsObject().Select(fact => fact.Key).ShouldBe(["memory", "boundaries", "holds", "fits"], name);
            method["evidence"]!.AsArray().ShouldNotBeEmpty(name);
            foreach (var evidence in method["evidence"]!.AsArray())
            {
                tests.ShouldContain((string)evidence!["test"]!, name);
                if (evidence["table"] is { } table) File.Exists(Path.Combine(HostRun.RepositoryRoot, (string)table!)).ShouldBeTrue($"{name}: {table}");
            }
        }

        methods.Single(method => (string)method!["method"]! == "icarl")!["needs"]!.AsObject().Select(need => need.Key)
            .ShouldBe(["ILogitPrediction", "IPenultimateFeatures"]);
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("letters")]
    [InlineData("pictures")]
    [InlineData("voices")]
    [InlineData("drums")]
    public void Every_method_stands_in_each_comparison_of_classification_and_what_is_left_out_has_a_reason(string name)
    {
        var methods = JsonNode.Parse(HostRun.Execute(_folder.Path, "methods", "--json").Output)!.AsArray().Select(method => (string)method!["method"]!);
        var file = Path.Combine(HostRun.RepositoryRoot, "comparisons", "classification", $"{name}.json");
        var comparison = JsonNode.Parse(File.ReadAllText(file))!;

        var values = comparison["axes"]![0]!["values"]!.AsArray();
        var compared = values.SelectMany(value => value!["set"]!["strategy"] switch
        {
            JsonArray several => several.Select(Strategy),
            var one => [Strategy(one)],
        });

        methods.Except(compared, StringComparer.Ordinal).ShouldBeEmpty();
        comparison["except"]!.AsArray().ShouldAllBe(exception => ((string)exception!["because"]!).Length > 0);
    }

    [Fact]
    public void One_method_is_told_whole_and_a_wrong_name_gets_the_nearest()
    {
        var one = HostRun.Execute(_folder.Path, "methods", "icarl");
        one.ExitCode.ShouldBe(0, one.Errors);
        one.Output.ShouldContain("needs IPenultimateFeatures because ");
        one.Output.ShouldContain("evidence    IcarlTests.");
        var wrong = HostRun.Execute(_folder.Path, "methods", "icral");
        wrong.ExitCode.ShouldBe(2);
        wrong.Errors.ShouldContain("Did you mean 'icarl'?");
    }

    private static string Strategy(JsonNode? strategy) => (string)((strategy as JsonObject)?["use"] ?? strategy)!;

    private static HashSet<string> Tests() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(HostRun.RepositoryRoot, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => Method().Matches(File.ReadAllText(file))
                .Select(match => $"{Path.GetFileNameWithoutExtension(file)}.{match.Groups["name"].Value}")),
    ];

    [GeneratedRegex(@"\[(Fact|Theory)[^\]]*\](\s|\[[^\n]*\]|//[^\n]*)*public (async )?(Task|void|Task<[^>]*>) (?<name>[A-Za-z0-9_]+)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Method();
}
