using TorchSharp.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>Long short-term memory. Input (L, N, features), or (N, L, features) when batch comes first.</summary>
public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
{
    private static readonly Op s_padded = new("aten::lstm", "input");
    private static readonly Op s_packed = new("aten::lstm", "data");
    private readonly RecurrentShape _shape;

    internal LSTM(RecurrentShape shape)
        : base(nameof(LSTM))
    {
        _shape = shape;
        foreach (var (name, size) in RecurrentWeights.Of(shape, 4))
        {
            register_parameter(name, Fresh(size, shape.Device, shape.Type));
        }

        RecurrentWeights.Reset(this, shape.Hidden);
    }

    /// <summary>Runs over a padded batch from the states (h0, c0), or zero.</summary>
    public override (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

    /// <summary>Runs over a padded batch from the states (h0, c0), each (layers · directions, N, hidden), or zero.</summary>
    /// <returns>The outputs of every step, the last hidden state and the last cell state.</returns>
    public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
    {
        using var scope = NewDisposeScope();
        var (h0, c0) = h0_c0 ?? Zero(RecurrentWeights.Batch(_shape, input), input);
        var results = s_padded.CallMany(
            input, new[] { h0, c0 }, Weights(), _shape.Bias, _shape.Layers, _shape.Dropout, training, _shape.Bidirectional,
            _shape.BatchFirst);
        return (results[0].MoveToOuterDisposeScope(), results[1].MoveToOuterDisposeScope(), results[2].MoveToOuterDisposeScope());
    }

    /// <summary>Runs over a packed batch; states are in the order of the caller's sequences.</summary>
    public (PackedSequence, Tensor, Tensor) call(PackedSequence input, (Tensor, Tensor)? h0_c0 = null)
    {
        using var scope = NewDisposeScope();
        var (h0, c0) = h0_c0 is { } given ? (input.Sort(given.Item1), input.Sort(given.Item2)) : Zero(input.BatchSize, input.data);
        var results = s_packed.CallMany(
            input.data, input.batch_sizes, new[] { h0, c0 }, Weights(), _shape.Bias, _shape.Layers, _shape.Dropout, training,
            _shape.Bidirectional);
        return (
            input.With(results[0].MoveToOuterDisposeScope()),
            input.Unsort(results[1]).MoveToOuterDisposeScope(),
            input.Unsort(results[2]).MoveToOuterDisposeScope());
    }

    private (Tensor, Tensor) Zero(long batch, Tensor like)
        => (RecurrentWeights.InitialState(_shape, batch, like), RecurrentWeights.InitialState(_shape, batch, like));

    private Tensor[] Weights() => [.. parameters(recurse: false)];
}
