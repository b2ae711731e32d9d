using TorchSharp.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>Gated recurrent units. Input (L, N, features), or (N, L, features) when batch comes first.</summary>
public sealed class GRU : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
{
    private static readonly Op s_padded = new("aten::gru", "input");
    private static readonly Op s_packed = new("aten::gru", "data");
    private readonly RecurrentShape _shape;

    internal GRU(RecurrentShape shape)
        : base(nameof(GRU))
    {
        _shape = shape;
        foreach (var (name, size) in RecurrentWeights.Of(shape, 3))
        {
            register_parameter(name, Fresh(size, shape.Device, shape.Type));
        }

        RecurrentWeights.Reset(this, shape.Hidden);
    }

    /// <summary>Runs from the state zero.</summary>
    public (Tensor, Tensor) call(Tensor input) => call(input, null);

    /// <summary>Runs over a padded batch from the state h0 (layers · directions, N, hidden), or zero.</summary>
    /// <returns>The outputs of every step and the last state.</returns>
    public override (Tensor, Tensor) forward(Tensor input, Tensor? h0)
    {
        using var scope = NewDisposeScope();
        h0 ??= RecurrentWeights.InitialState(_shape, RecurrentWeights.Batch(_shape, input), input);
        var results = s_padded.CallMany(
            input, h0, Weights(), _shape.Bias, _shape.Layers, _shape.Dropout, training, _shape.Bidirectional, _shape.BatchFirst);
        return (results[0].MoveToOuterDisposeScope(), results[1].MoveToOuterDisposeScope());
    }

    /// <summary>Runs over a packed batch from the state h0, or zero; states are in the order of the caller's sequences.</summary>
    public (PackedSequence, Tensor) call(PackedSequence input, Tensor? h0 = null)
    {
        using var scope = NewDisposeScope();
        h0 = h0 is null ? RecurrentWeights.InitialState(_shape, input.BatchSize, input.data) : input.Sort(h0);
        var results = s_packed.CallMany(
            input.data, input.batch_sizes, h0, Weights(), _shape.Bias, _shape.Layers, _shape.Dropout, training, _shape.Bidirectional);
        return (input.With(results[0].MoveToOuterDisposeScope()), input.Unsort(results[1]).MoveToOuterDisposeScope());
    }

    private Tensor[] Weights() => [.. parameters(recurse: false)];
}
