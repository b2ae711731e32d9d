using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.NN;

/// <summary>Stored numbers: PyTorch 1.13.0, float64, CPU; parameters and inputs are waves.</summary>
public sealed class AttentionTests
{
    [Fact]
    public void Separate_projections_added_keys_and_both_masks_agree_with_PyTorch()
    {
        using var scope = NewDisposeScope();
        using var attention = Digest.Fill(MultiheadAttention(6, 2, add_bias_kv: true, add_zero_attn: true, kdim: 3, vdim: 5));
        var (query, key, value) = (Leaf([4, 2, 6], 0.2), Leaf([5, 2, 3], 0.3), Leaf([5, 2, 5], 0.4));
        var padding = tensor(new[] { false, false, true, false, false, false, false, false, false, false }).reshape(2, 5);

        var (output, weights) = attention.call(query, key, value, padding, need_weights: true, Digest.Wave([4, 5], 0.9));
        Digest.Backward(output);

        Digest.ShouldMatch(
            new[] { output, weights, query.grad!, key.grad!, value.grad! }
                .Concat(attention.parameters().Select(parameter => parameter.grad!)).Select(Digest.Of),
            [
                1.8987883392982243, 0.4228916039845467, -2.3823204219751055, 4.16181313504665, 1.235946374902609, -2.5884907585859644,
                -0.26886703987534766, -1.9642560158416216, -4.112283414564244, -1.6104327069291553, -2.1468235552084334,
                -2.534815525230149, 1.2775323047335678,
            ],
            "attention");
        attention.named_parameters().Select(entry => entry.name).ShouldBe(
            [
                "q_proj_weight", "k_proj_weight", "v_proj_weight", "in_proj_bias", "bias_k", "bias_v", "out_proj.weight", "out_proj.bias",
            ]);
    }

    [Fact]
    public void Without_a_batch_a_true_mask_forbids_and_weights_are_the_mean_over_heads()
    {
        using var scope = NewDisposeScope();
        using var attention = Digest.Fill(MultiheadAttention(4, 2));
        var input = Digest.Wave([3, 4], 0.2);
        var causal = ones([3, 3]).triu(1).to(ScalarType.Bool);

        var (output, weights) = attention.call(input, input, Digest.Wave([3, 4], 0.7), attn_mask: causal);

        Digest.ShouldMatch([Digest.Of(output), Digest.Of(weights)], [0.1522680181998335, 0.9667956299969334], "causal");
        weights.triu(1).abs().sum().item<double>().ShouldBe(0.0);
        weights[2, 1].item<double>().ShouldBe(0.4934693094393797, 1e-12);
    }

    [Fact]
    public void The_result_does_not_depend_on_whether_weights_are_wanted()
    {
        using var scope = NewDisposeScope();
        using var attention = Digest.Fill(MultiheadAttention(6, 3));
        var input = Digest.Wave([5, 2, 6], 0.2);

        var (with, _) = attention.call(input, input, input);
        var (without, none) = attention.call(input, input, input, need_weights: false);

        allclose(with, without, rtol: 1e-12, atol: 1e-12).ShouldBeTrue();
        none.ShouldBeNull();
    }

    [Fact]
    public void An_encoder_starts_as_copies_of_its_layer()
    {
        using var scope = NewDisposeScope();
        using var layer = TransformerEncoderLayer(6, 2, 7, dropout: 0.0);
        using var encoder = TransformerEncoder(layer, 2);
        var input = rand([3, 1, 6]);

        allclose(encoder.call(input), layer.call(layer.call(input)), atol: 1e-6).ShouldBeTrue();
        encoder.state_dict().Keys.ShouldContain("layers.1.self_attn.in_proj_weight");
        encoder.parameters().Count().ShouldBe(2 * layer.parameters().Count());
    }

    private static Tensor Leaf(long[] shape, double phase) => Digest.Wave(shape, phase).requires_grad_();
}
