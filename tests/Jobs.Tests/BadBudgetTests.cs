using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

public sealed class BadBudgetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("random")]
    [InlineData("gss-greedy")]
    public void A_byte_budget_smaller_than_one_exemplar_is_refused_before_training_and_names_both_sizes(string memory)
    {
        var job = _folder.File("job.json", TinyJob.Text.Replace(
            "\"memory\": { \"use\": \"random\", \"options\": { \"perClass\": 1 } }",
            $"\"memory\": {{ \"use\": \"{memory}\", \"options\": {{ \"bytes\": 1000 }} }}",
            StringComparison.Ordinal));
        string[] said = [Refused("validate", job), Refused("run", job, "--output", Path.Combine(_folder.Path, "run"))];
        foreach (var text in said)
        {
            text.ShouldMatch(@"error MEM0003 (job\.json\(.*\) )?memory\.options\.bytes: The budget of 1000 bytes is smaller than one exemplar: .* takes \d{4,} bytes");
            text.ShouldNotContain("   at ");
        }
    }

    private string Refused(params string[] arguments)
    {
        var run = HostRun.Execute(_folder.Path, arguments);
        run.ExitCode.ShouldBe(2, run.Output + run.Errors);
        run.Output.ShouldNotContain("After experience");
        return run.Errors;
    }

    public void Dispose() => _folder.Dispose();
}
