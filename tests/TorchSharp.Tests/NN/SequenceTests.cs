using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Tests.NN;

public sealed class SequenceTests
{
    [Fact]
    public void Packing_sorts_by_length_and_unpacking_restores_the_order()
    {
        using var scope = NewDisposeScope();
        Tensor[] sequences = [Digest.Wave([2, 3], 0.1), Digest.Wave([4, 3], 0.2), Digest.Wave([3, 3], 0.3)];

        var packed = pack_sequence(sequences, enforce_sorted: false);
        var (padded, lengths) = pad_packed_sequence(packed, padding_value: -7.0);

        packed.batch_sizes.data<long>().ToArray().ShouldBe([3, 3, 2, 1]);
        lengths.data<long>().ToArray().ShouldBe([2, 4, 3]);
        padded.shape.ShouldBe([4, 3, 3]);
        padded[3, 0].eq(-7.0).all().item<bool>().ShouldBeTrue();
        for (var i = 0; i < 3; i++)
        {
            padded.select(1, i).narrow(0, 0, sequences[i].shape[0]).eq(sequences[i]).all().item<bool>().ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("rnn")]
    public void A_packed_batch_gives_what_each_sequence_gives_alone(string kind)
    {
        using var scope = NewDisposeScope();
        Tensor[] sequences = [Digest.Wave([2, 3], 0.1), Digest.Wave([4, 3], 0.2), Digest.Wave([3, 3], 0.3)];
        using var packed = pack_sequence(sequences, enforce_sorted: false);
        using var lstm = Digest.Fill(LSTM(3, 4));
        using var gru = Digest.Fill(GRU(3, 4));
        using var rnn = Digest.Fill(RNN(3, 4));

        (Tensor Out, Tensor Last) Whole() => kind switch
        {
            "lstm" => lstm.call(packed) is var (all, last, _) ? (pad_packed_sequence(all).Item1, last) : default,
            "gru" => gru.call(packed) is var (all, last) ? (pad_packed_sequence(all).Item1, last) : default,
            _ => rnn.call(packed) is var (all, last) ? (pad_packed_sequence(all).Item1, last) : default,
        };

        (Tensor Out, Tensor Last) Alone(Tensor input) => kind switch
        {
            "lstm" => lstm.call(input) is var (all, last, _) ? (all, last) : default,
            "gru" => gru.call(input),
            _ => rnn.call(input),
        };

        var (output, state) = Whole();
        for (var i = 0; i < 3; i++)
        {
            var (expected, last) = Alone(sequences[i].unsqueeze(1));
            allclose(output.narrow(1, i, 1).narrow(0, 0, expected.shape[0]), expected, atol: 1e-12).ShouldBeTrue();
            allclose(state.narrow(1, i, 1), last, atol: 1e-12).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_given_state_is_used_and_a_wrong_rank_is_refused()
    {
        using var scope = NewDisposeScope();
        using var lstm = Digest.Fill(LSTM(3, 4));
        var whole = Digest.Wave([5, 2, 3], 0.2);

        var (all, hidden, cell) = lstm.call(whole);
        var (_, h, c) = lstm.call(whole.narrow(0, 0, 2));
        var (rest, hiddenAgain, cellAgain) = lstm.call(whole.narrow(0, 2, 3), (h, c));

        allclose(rest, all.narrow(0, 2, 3), atol: 1e-12).ShouldBeTrue();
        allclose(hiddenAgain, hidden, atol: 1e-12).ShouldBeTrue();
        allclose(cellAgain, cell, atol: 1e-12).ShouldBeTrue();
        Should.Throw<ArgumentException>(() => lstm.call(Digest.Wave([5, 3]))).Message.ShouldContain("got 2");
    }
}
