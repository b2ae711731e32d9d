using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One step of gated recurrent units on (N, features).</summary>
public sealed class GRUCell : nn.Module<Tensor, Tensor?, Tensor>
{
    private static readonly Op s_cell = new("aten::gru_cell");
    private readonly long _hidden;

    internal GRUCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(GRUCell))
    {
        _hidden = hiddenSize;
        register_parameter("weight_ih", Fresh([3 * hiddenSize, inputSize], device, dtype));
        register_parameter("weight_hh", Fresh([3 * hiddenSize, hiddenSize], device, dtype));
        register_parameter("bias_ih", bias ? Fresh([3 * hiddenSize], device, dtype) : null);
        register_parameter("bias_hh", bias ? Fresh([3 * hiddenSize], device, dtype) : null);
        RecurrentWeights.Reset(this, hiddenSize);
    }

    /// <summary>One step from the zero state, or the one given.</summary>
    public override Tensor call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

    /// <summary>One step from the state h0 (N, hidden), or zero; gives the next.</summary>
    public override Tensor forward(Tensor input, Tensor? h0 = null)
    {
        using var scope = NewDisposeScope();
        return s_cell.Call(
            input, h0 ?? Zero(input), OwnParameter("weight_ih"), OwnParameter("weight_hh"), OwnParameter("bias_ih"),
            OwnParameter("bias_hh"))
            .MoveToOuterDisposeScope();
    }

    private Tensor Zero(Tensor input) => zeros([input.shape[0], _hidden], dtype: input.dtype, device: input.device);
}
