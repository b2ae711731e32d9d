using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

/// <summary>
/// Steps of real jobs beside the same steps in plain PyTorch (tests/benchmarks/reference): on equal weights and one batch, outputs, losses, norms of
/// gradients and the spectra of the batch are equal to 1e-5, and after more steps the losses still are, so the optimizers are the same too.
/// </summary>
public sealed class ReferenceTests
{
    private const string Python = "/usr/bin/python3";

    [SkippableTheory]
    [InlineData("small --batch 4", "output masks", "loss distillation", "loss instance", "loss class", "batch targets")]
    [InlineData("resnet --batch 8 --width 8", "output logits", "loss distillation", "gradient norm of backbone")]
    [InlineData("small --batch 4 --layout channels-last", "output masks", "loss distillation", "loss instance", "loss class")]
    [InlineData("resnet --batch 8 --width 8 --layout channels-last", "output logits", "loss distillation", "gradient norm of backbone")]
    public void A_step_of_a_job_equals_the_same_step_in_plain_PyTorch(string arguments, params string[] compared)
    {
        Skip.IfNot(HasTorch(), $"{Python} has no torch: Debian's package python3-torch");
        var script = Path.Combine(HostRun.RepositoryRoot, "tests", "benchmarks", "reference", "compare.py");
        using var process = HostRun.StartProgram(Python, Path.GetTempPath(), ["-B", script, .. arguments.Split(' '), "--check"]);
        var run = HostRun.Finish(process);
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        foreach (var each in compared) run.Output.ShouldContain(each);
    }

    private static bool HasTorch()
    {
        if (!File.Exists(Python)) return false;
        using var process = HostRun.StartProgram(Python, Path.GetTempPath(), ["-c", "import numpy, torch"]);
        return HostRun.Finish(process).ExitCode == 0;
    }
}
