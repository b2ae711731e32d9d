using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

public sealed class SwapTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("fine-tuning")]
    [InlineData("joint")]
    [InlineData("replay")]
    [InlineData("lwf")]
    [InlineData("ewc")]
    [InlineData("plop")]
    [InlineData("ewf")]
    [InlineData("av-cil")]
    [InlineData("der")]
    public void A_strategy_is_swapped_on_the_command_line(string strategy)
    {
        var job = _folder.File("job.json", TinyJob.Text);
        var run = HostRun.Execute(_folder.Path, "run", job, "--set", $"strategy={strategy}", "--output", Path.Combine(_folder.Path, "run"));
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        run.Output.ShouldContain($"strategy.{strategy}");
        run.Output.ShouldNotContain("contav-sep");
    }

    [Theory]
    [InlineData("reservoir")]
    [InlineData("class-balanced")]
    [InlineData("ring-buffer")]
    [InlineData("herding")]
    [InlineData("closest-to-mean")]
    [InlineData("k-center")]
    [InlineData("uncertainty")]
    [InlineData("gss-greedy")]
    public void A_memory_is_swapped_on_the_command_line(string memory)
    {
        var job = _folder.File("job.json", TinyJob.Text);
        var run = HostRun.Execute(_folder.Path, "run", job, "--set", $"memory={memory}", "--output", Path.Combine(_folder.Path, "run"));
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
}
