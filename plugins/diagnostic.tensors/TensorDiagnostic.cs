using PluginHost.Contracts;
using TorchSharp;
using PluginHost.Tensors;

namespace PluginHost.Plugins.TensorDiagnostics;

/// <summary>Looks at what stands behind the tensor layer and measures it; takes about two seconds.</summary>
/// <param name="run">Says how many threads jobs use.</param>
public sealed class TensorDiagnostic(IRunContext run) : IDiagnostic
{
    /// <inheritdoc/>
    public IEnumerable<Diagnosis> Diagnose(CancellationToken cancellationToken)
    {
        IEnumerable<Diagnosis> tensors = Backend.TryLoad() ? OfTensors(cancellationToken) : [Missing()];
        foreach (var line in tensors) yield return line;
        yield return Program("ffmpeg", "-version", "reads and writes video and compressed sound", cancellationToken);
        yield return Program("fluidsynth", "--version", "renders the sampled instruments of dataset.soundfont", cancellationToken);
    }

    private static Diagnosis Missing() => new()
    {
        Subject = "libtorch",
        State = "the native shim could not be loaded: " + string.Join("; ", Backend.LoadTrace),
        Severity = FindingSeverity.Error,
        Fix = "Run 'bash host/setup.sh': it installs libtorch and builds the shim.",
    };

    private static Diagnosis Program(string name, string argument, string purpose, CancellationToken cancellationToken) =>
        MediaProgram.Version(name, argument, cancellationToken) is { } version
            ? new Diagnosis { Subject = name, State = version }
            : new Diagnosis { Subject = name, State = $"not installed; it {purpose}", Fix = $"Where that is wanted: apt-get install {name}" };

    private IEnumerable<Diagnosis> OfTensors(CancellationToken cancellationToken)
    {
        yield return new Diagnosis { Subject = "libtorch", State = $"{Backend.LibtorchVersion} in {Backend.LibtorchPath}" };
        yield return new Diagnosis { Subject = "native shim", State = Backend.ShimPath ?? "loaded" };
        torch.set_num_threads(run.Threads);
        var blas = Backend.BlasThreads is > 0 and var own ? $", {own} in OpenBLAS" : "";
        yield return new Diagnosis { Subject = "compute threads", State = $"{torch.get_num_threads()}{blas}" };
        yield return Backend.HasFastBlas
            ? new Diagnosis { Subject = "BLAS", State = Backend.BlasName }
            : new Diagnosis
            {
                Subject = "BLAS",
                State = $"{Backend.BlasName}: slow",
                Severity = FindingSeverity.Warning,
                Fix = "Install OpenBLAS, which is over ten times faster: apt-get install libopenblas0-pthread",
            };
        foreach (var line in Speed(torch.CPU, cancellationToken)) yield return line;
        yield return new Diagnosis { Subject = "CUDA", State = Backend.CudaDescription };
        if (!torch.cuda_is_available()) yield break;
        foreach (var line in Speed(torch.CUDA, cancellationToken)) yield return line;
    }

    private static IEnumerable<Diagnosis> Speed(torch.Device device, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        yield return new Diagnosis { Subject = $"{device} matrix product", State = $"{SpeedTrial.MatrixProduct(device):0} GFLOP/s (1024 x 1024, Float32)" };
        cancellationToken.ThrowIfCancellationRequested();
        yield return new Diagnosis { Subject = $"{device} convolution", State = $"{SpeedTrial.Convolution(device):0} GFLOP/s (3 x 3, 32 channels, Float32)" };
    }
}
