using PluginHost.Contracts;
using PluginHost.Tensors;
using TorchSharp;

namespace PluginHost.Plugins.TensorDiagnostics;

/// <summary>Measures what libtorch does on this machine and looks for the media programs; takes about two seconds.</summary>
/// <param name="run">Says how many threads jobs use.</param>
[Component("tensors")]
public sealed class TensorDiagnostic(IRunContext run) : IDiagnostic
{
    /// <inheritdoc/>
    public IEnumerable<Diagnosis> Diagnose(CancellationToken cancellationToken)
    {
        // What is missing is told by the runtime itself.
        if (Libtorch.TryLoad(out _))
        {
            torch.set_num_threads(run.Threads);
            foreach (var line in Speed(torch.CPU, cancellationToken)) yield return line;
            if (torch.cuda.is_available())
                foreach (var line in Speed(torch.CUDA, cancellationToken)) yield return line;
        }

        yield return Program("ffmpeg", "-version", "prepares video, and sounds other than WAV, AIFF, MP3 and Ogg", cancellationToken);
        yield return Program("fluidsynth", "--version", "renders the sampled instruments of dataset.soundfont", cancellationToken);
    }

    private static Diagnosis Program(string name, string argument, string purpose, CancellationToken cancellationToken) =>
        MediaProgram.Version(name, argument, cancellationToken) is { } version
            ? new Diagnosis { Subject = name, State = version }
            : new Diagnosis { Subject = name, State = $"not installed; it {purpose}", Fix = $"Where that is wanted: apt-get install {name}" };

    private static IEnumerable<Diagnosis> Speed(torch.Device device, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        yield return new Diagnosis { Subject = $"{device} matrix product", State = $"{SpeedTrial.MatrixProduct(device):0} GFLOP/s (1024 x 1024, Float32)" };
        cancellationToken.ThrowIfCancellationRequested();
        yield return new Diagnosis { Subject = $"{device} convolution", State = $"{SpeedTrial.Convolution(device):0} GFLOP/s (3 x 3, 32 channels, Float32)" };
    }
}
