using static TorchSharp.torch;

namespace PluginHost.Tensors.Optim;

/// <summary>What an optimizer keeps beside one flat buffer: a place for its gradients, the moments, and every parameter's steps.</summary>
internal sealed class Moments : IDisposable
{
    private readonly bool[] _filled;

    internal Moments(FlatBuffer buffer, int count)
    {
        _filled = new bool[buffer.Parameters.Length];
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

    /// <summary>Which parameters had a gradient when <see cref="Collect"/> copied them; null after a step.</summary>
    internal int[]? Present { get; set; }

    /// <summary>Copies the gradients of the parameters; those of parameters that have none are zero.</summary>
    /// <param name="names">Names the parameters.</param>
    /// <returns>Whether there is any.</returns>
    /// <exception cref="InvalidOperationException">A gradient is sparse.</exception>
    internal bool Collect(FlatParameters names)
    {
        Tensor?[] gradients = [.. Buffer.Parameters.Select(p => p.grad)];
        int[] present = [.. Enumerable.Range(0, gradients.Length).Where(i => gradients[i] is not null)];
        if (Array.Find(present, i => gradients[i]!.is_sparse) is var sparse && gradients[sparse] is { is_sparse: true })
        {
            throw new InvalidOperationException(
                $"The gradient of parameter '{names.Names[Buffer.Indices[sparse]]}' is sparse. Make the embedding with sparse: false.");
        }

        if (present.Length > 0) TensorLists.Copy([.. present.Select(i => GradientViews[i])], [.. present.Select(i => gradients[i]!)]);
        for (var i = 0; i < gradients.Length; i++)
        {
            if (_filled[i] && gradients[i] is null) GradientViews[i].zero_();
            _filled[i] = gradients[i] is not null;
        }

        Present = present;
        return present.Length > 0;
    }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[Gradients, .. GradientViews, .. Tensors]) tensor.Dispose();
    }
}
