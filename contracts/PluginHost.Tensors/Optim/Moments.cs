using static TorchSharp.torch;

namespace PluginHost.Tensors.Optim;

/// <summary>What an optimizer keeps beside one flat buffer: a place for its gradients, the moments, and every parameter's steps.</summary>
internal sealed class Moments : IDisposable
{
    internal Moments(FlatBuffer buffer, int count)
    {
        Buffer = buffer;
        Steps = new long[buffer.Parameters.Length];
        Gradients = buffer.Empty();
        GradientViews = FlatBuffer.Kept(buffer.Split(Gradients));
        Tensors = [.. Enumerable.Range(0, count).Select(_ => buffer.Empty())];
    }

    internal FlatBuffer Buffer { get; }
    internal Tensor Gradients { get; }
    internal Tensor[] GradientViews { get; }
    internal Tensor[] Tensors { get; }
    internal long[] Steps { get; }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[Gradients, .. GradientViews, .. Tensors]) tensor.Dispose();
    }
}
