using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

public sealed class SwapTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // Every strategy and every memory trains in the conformance tests.
    [Theory]
    [InlineData("lwf")]
    [InlineData("der")]
    public void A_strategy_is_swapped_on_the_command_line(string strategy)
    {
        var job = _folder.File("job.json", TinyJob.Text);
        var run = HostRun.Execute(_folder.Path, "run", job, "--threads", "1", "--set", $"strategy={strategy}", "--output", Path.Combine(_folder.Path, "run"));
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        run.Output.ShouldContain($"strategy.{strategy}");
        run.Output.ShouldNotContain("contav-sep");
    }

    // What each strategy asks of a model differs: grown rows, embeddings, feature maps, certain rows and classes, stored outputs.
    [Theory]
    [InlineData("co-separation", "contav-sep")]
    [InlineData("co-separation", "ewc")]
    [InlineData("co-separation", "ewf", "strategy.options.pod=true")]
    [InlineData("co-separation", "plop")]
    [InlineData("co-separation", "lwf", "strategy.options.unseenClasses=old-queries")]
    [InlineData("co-separation", "der")]
    [InlineData("sound-of-pixels", "contav-sep", "task.options.mask=binary")]
    [InlineData("sound-of-pixels", "plop")]
    [InlineData("sound-of-pixels", "av-cil")]
    [InlineData("oneavm", "contav-sep")]
    [InlineData("oneavm", "ewc")]
    [InlineData("oneavm", "lwf", "strategy.options.unseenClasses=old-queries")]
    public void A_separator_is_swapped_and_strategies_run_unchanged(string separator, string strategy, params string[] more)
    {
        var job = _folder.File("job.json", TinyJob.With(separator));
        var folder = Path.Combine(_folder.Path, "run");
        string[] sets = [.. more.Prepend($"strategy={strategy}").SelectMany(set => new[] { "--set", set })];
        var run = HostRun.Execute(_folder.Path, ["run", job, "--threads", "1", "--output", folder, .. sets]);
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        run.Output.ShouldContain($"model.{separator}");
        // A model's own loss stands in the log beside the base loss.
        var log = File.ReadAllText(Path.Combine(folder, "events.jsonl"));
        TermsOf(log).Contains("classifier").ShouldBe(separator == "co-separation");
        TermsOf(log).Contains("mixed-pictures").ShouldBe(separator == "oneavm");
    }

    [Theory]
    [InlineData("herding")]
    [InlineData("gss-greedy")]
    public void A_memory_is_swapped_on_the_command_line(string memory)
    {
        var job = _folder.File("job.json", TinyJob.Text);
        var run = HostRun.Execute(_folder.Path, "run", job, "--threads", "1", "--set", $"memory={memory}", "--output", Path.Combine(_folder.Path, "run"));
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        run.Output.ShouldContain($"memory.{memory}");
    }

    [Fact]
    public void A_strategy_is_swapped_in_the_job_file()
    {
        var job = _folder.File("job.json", TinyJob.Text.Replace("\"contav-sep\"", "\"fine-tuning\"", StringComparison.Ordinal));
        var run = HostRun.Execute(_folder.Path, "validate", job);
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
    }

    public void Dispose() => _folder.Dispose();

    private static HashSet<string> TermsOf(string log) => log.Split('\n')
        .Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!["terms"]).OfType<JsonObject>()
        .SelectMany(terms => terms.Select(term => term.Key)).ToHashSet(StringComparer.Ordinal);
}
