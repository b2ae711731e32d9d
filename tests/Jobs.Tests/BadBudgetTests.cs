using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

public sealed class BadBudgetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("random")]
    [InlineData("gss-greedy")]
    public void A_byte_budget_smaller_than_one_exemplar_ends_the_run_at_once_and_names_both_sizes(string memory)
    {
        var job = _folder.File("job.json", TinyJob.Text.Replace(
            "\"memory\": { \"use\": \"random\", \"options\": { \"perClass\": 1 } }",
            $"\"memory\": {{ \"use\": \"{memory}\", \"options\": {{ \"bytes\": 1000 }} }}",
            StringComparison.Ordinal));
        var run = HostRun.Execute(_folder.Path, "run", job, "--output", Path.Combine(_folder.Path, "run"));
        run.ExitCode.ShouldBe(4, run.Output + run.Errors);
        var said = run.Output + run.Errors;
        said.ShouldContain("1000 bytes");
        said.ShouldMatch(@"takes \d{4,} bytes");
        said.ShouldContain("memory.options.bytes");
        said.ShouldNotContain("   at ");
        said.ShouldNotContain("After experience");
    }

    public void Dispose() => _folder.Dispose();
}
