using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One step of long short-term memory on (N, features).</summary>
public sealed class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
{
    private static readonly Op s_cell = new("aten::lstm_cell");
    private readonly long _hidden;

    internal LSTMCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(LSTMCell))
    {
        _hidden = hiddenSize;
        register_parameter("weight_ih", Fresh([4 * hiddenSize, inputSize], device, dtype));
        register_parameter("weight_hh", Fresh([4 * hiddenSize, hiddenSize], device, dtype));
        register_parameter("bias_ih", bias ? Fresh([4 * hiddenSize], device, dtype) : null);
        register_parameter("bias_hh", bias ? Fresh([4 * hiddenSize], device, dtype) : null);
        RecurrentWeights.Reset(this, hiddenSize);
    }

    /// <summary>One step from zero states, or those given.</summary>
    public override (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

    /// <summary>One step from the states (h0, c0), each (N, hidden), or zero; gives the next two.</summary>
    public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
    {
        using var scope = NewDisposeScope();
        var (h0, c0) = h0_c0 ?? (Zero(input), Zero(input));
        var results = s_cell.CallMany(
            input, new[] { h0, c0 }, OwnParameter("weight_ih"), OwnParameter("weight_hh"), OwnParameter("bias_ih"),
            OwnParameter("bias_hh"));
        return (results[0].MoveToOuterDisposeScope(), results[1].MoveToOuterDisposeScope());
    }

    private Tensor Zero(Tensor input) => zeros([input.shape[0], _hidden], dtype: input.dtype, device: input.device);
}
