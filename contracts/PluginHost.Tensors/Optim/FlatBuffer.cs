using PluginHost.Tensors.Optim;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.Tensors;

/// <summary>One long tensor and the parameters that are views of it.</summary>
public sealed class FlatBuffer : IDisposable
{
    // Every parameter begins at a multiple of this, as memory of its own would: vector units and CUDA kernels want it.
    private const int AlignmentBytes = 64;
    private readonly long[][] _shapes;
    private readonly bool[] _channelsLast;

    internal FlatBuffer(IEnumerable<(int Index, Parameter Parameter)> parameters)
    {
        (int Index, Parameter Parameter)[] all = [.. parameters];
        Indices = [.. all.Select(p => p.Index)];
        Parameters = [.. all.Select(p => p.Parameter)];
        _shapes = [.. Parameters.Select(p => p.shape)];
        _channelsLast = [.. Parameters.Select(IsChannelsLast)];
        var unit = Math.Max(1, AlignmentBytes / Parameters[0].ElementSize);
        Starts = new long[all.Length + 1];
        for (var i = 0; i < all.Length; i++) Starts[i + 1] = Starts[i] + ((Count(i) + unit - 1) / unit * unit);

        Values = Empty();
        Views = Kept(Split(Values));
        TensorLists.Bind(Parameters, Views);
    }

    /// <summary>All elements, one after another, with zeros between (each parameter begins at a multiple of 64 bytes).</summary>
    public Tensor Values { get; }

    /// <summary>Where each parameter begins in <see cref="Values"/>; at the end, the whole length.</summary>
    public IReadOnlyList<long> Offsets => Starts;

    /// <summary>Which of the group's parameters lie here, in order.</summary>
    public IReadOnlyList<int> ParameterIndices => Indices;

    internal int[] Indices { get; }
    internal Tensor[] Parameters { get; }
    internal Tensor[] Views { get; }
    internal long[] Starts { get; }

    /// <summary>A tensor of zeros of the same length, type and device, that no dispose scope owns.</summary>
    public Tensor Empty() =>
        zeros([Starts[^1]], Parameters[0].dtype, Parameters[0].device, requires_grad: false).DetachFromDisposeScope();

    /// <summary>
    /// Views of a tensor of that length in the shapes of the parameters, and with channels last where a parameter had them last; a dispose
    /// scope owns them, if there is one.
    /// </summary>
    /// <param name="flat">A tensor as <see cref="Empty"/> makes it.</param>
    public Tensor[] Split(Tensor flat)
    {
        var views = new Tensor[_shapes.Length];
        for (var i = 0; i < views.Length; i++)
        {
            using var part = flat.narrow(0, Starts[i], Count(i));
            views[i] = _channelsLast[i] ? ChannelsLast(part, _shapes[i]) : part.view(_shapes[i]);
        }

        return views;
    }

    internal static Tensor[] Kept(Tensor[] tensors) => [.. tensors.Select(tensor => tensor.DetachFromDisposeScope())];

    /// <summary>Frees what only this object holds. The parameters keep their memory.</summary>
    public void Dispose()
    {
        Values.Dispose();
        foreach (var view in Views) view.Dispose();
    }

    private static Tensor ChannelsLast(Tensor part, long[] shape)
    {
        using var last = part.view(shape[0], shape[2], shape[3], shape[1]);
        return last.permute(0, 3, 1, 2);
    }

    // Weights of convolutions in the order that kernels for pictures with channels last read: (O, I, H, W) lies as O, H, W, I.
    private static bool IsChannelsLast(Tensor tensor) => tensor.shape is [_, var channels, var height, var width]
        && tensor.stride().AsSpan().SequenceEqual([channels * height * width, 1, channels * width, channels]);

    private long Count(int index) => _shapes[index].Aggregate(1L, (product, size) => product * size);
}
