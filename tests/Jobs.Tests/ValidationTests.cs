using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

/// <summary>Jobs that a run would refuse without training: <c>validate</c> refuses them with the same code.</summary>
public sealed class ValidationTests : IDisposable
{
    private static readonly string s_othersWeights =
        Path.Combine(HostRun.RepositoryRoot, "tests", "Separation.Tests", "Checkpoints", "nested.pth");

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("BM0101", "benchmark.options.classOrder=[\"flute\",\"drumm\"]")]
    [InlineData("CE0106", "engine.options.optimizers.transformr.rate=0.1")]
    [InlineData("IQ0102", "task.options.bins=15")]
    [InlineData("SEP0103", "task.options.sources=5")]
    [InlineData("IQ0204", "separator.options.checkpoints.sound=OTHERS")]
    [InlineData("IQ0201", "separator.options.checkpoints.sound=nowhere.pth")]
    [InlineData("SEP0101", "task.options.audioRate=16000")]
    [InlineData("CE0104", "dataset.options.testClips=0")]
    [InlineData("PH0205", "benchmark.options.experiences=[]")]
    public void What_a_run_would_refuse_is_refused_by_validate_with_the_same_code(string code, string change)
    {
        var job = _folder.File("job.json", TinyJob.Text);
        change = change.Replace("OTHERS", s_othersWeights, StringComparison.Ordinal);
        var validated = HostRun.Execute(_folder.Path, "validate", job, "--set", change);
        validated.ExitCode.ShouldBe(2, validated.Output + validated.Errors);
        validated.Errors.ShouldContain($"error {code} ");
        var run = HostRun.Execute(_folder.Path, "run", job, "--set", change, "--output", Path.Combine(_folder.Path, "run"));
        run.ExitCode.ShouldBe(2, run.Output + run.Errors);
        run.Errors.ShouldContain($"error {code} ");
        run.Output.ShouldNotContain("After experience");
    }

    [Fact]
    public void A_job_that_runs_is_valid_and_every_sample_of_it_can_be_read()
    {
        var job = _folder.File("job.json", TinyJob.Text);
        var plain = HostRun.Execute(_folder.Path, "validate", job);
        plain.ExitCode.ShouldBe(0, plain.Output + plain.Errors);
        plain.Errors.ShouldContain("note CE0401 ");
        var whole = HostRun.Execute(_folder.Path, "validate", job, "--data");
        whole.ExitCode.ShouldBe(0, whole.Output + whole.Errors);
        whole.Errors.ShouldNotContain("CE0401");
        var data = HostRun.Execute(_folder.Path, "data", "check", job);
        data.ExitCode.ShouldBe(0, data.Output + data.Errors);
        data.Output.ShouldContain("every sample was read");
        Directory.GetFileSystemEntries(_folder.Path).ShouldBe([job]);
    }

    [Fact]
    public void A_run_that_reads_all_samples_first_ends_with_the_same_numbers()
    {
        var job = _folder.File("job.json", TinyJob.Text);
        string[] folders = [Path.Combine(_folder.Path, "plain"), Path.Combine(_folder.Path, "read")];
        HostRun.Execute(_folder.Path, "run", job, "--output", folders[0]).ExitCode.ShouldBe(0);
        var read = HostRun.Execute(_folder.Path, "run", job, "--output", folders[1], "--set", "engine.options.data.faulty=skip");
        read.ExitCode.ShouldBe(0, read.Output + read.Errors);
        TinyJob.Numbers(folders[1]).ShouldBe(TinyJob.Numbers(folders[0]));
    }

    public void Dispose() => _folder.Dispose();
}
