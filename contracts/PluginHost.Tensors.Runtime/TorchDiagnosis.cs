using PluginHost.Contracts;
using PluginHost.Tensors.Runtime.Elf;
using TorchSharp;

namespace PluginHost.Tensors.Runtime;

/// <summary>What <c>doctor</c> tells of libtorch on this machine.</summary>
internal static class TorchDiagnosis
{
    /// <summary>The report, a line at a time.</summary>
    /// <param name="shim">TorchSharp's native library; null where it was not found.</param>
    /// <param name="fault">Why libtorch cannot be used; null where nothing is known.</param>
    /// <param name="threads">The number of compute threads that was asked for.</param>
    internal static IEnumerable<Diagnosis> Of(NativeShim? shim, Finding? fault, int threads)
    {
        if (!Libtorch.TryLoad(out var reason))
        {
            yield return new Diagnosis
            {
                Subject = "libtorch",
                State = reason,
                Severity = FindingSeverity.Error,
                Fix = fault?.Fix,
            };
            yield break;
        }
        yield return Line("libtorch", $"{Libtorch.Version} in {Libtorch.Directory}");
        yield return Line("TorchSharp", $"{Packages.TorchSharp.Version}, built for libtorch {Packages.Libtorch.Version}");
        if (shim is not null)
        {
            yield return Line(NativeShim.FileName, !shim.IsMarked ? $"{shim.Path}, as its package has it"
                : WeakVersionMark.IsDefinedHere() ? $"{shim.Path}, its need of {WeakVersionMark.Version} marked as weak"
                : $"{shim.Path}, its need of {WeakVersionMark.Version} marked as weak: {WeakVersionMark.Library} of this machine lacks it");
        }
        yield return Line("threads", $"{torch.get_num_threads()} of {Environment.ProcessorCount} processors, asked for {threads}");
        yield return Line(
            "waiting threads",
            $"OMP_WAIT_POLICY {ProcessVariables.WaitPolicy ?? "not set"}, GOMP_SPINCOUNT {ProcessVariables.SpinCount ?? "not set"}");
        yield return Line("BLAS", Libtorch.BlasName);
        yield return Line("CUDA", Libtorch.CudaDescription);
    }

    private static Diagnosis Line(string subject, string state) => new() { Subject = subject, State = state };
}
