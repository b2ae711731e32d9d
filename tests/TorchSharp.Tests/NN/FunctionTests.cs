using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests.NN;

public sealed class FunctionTests
{
    private static readonly long[] s_small = [3, 4];
    private static readonly Dictionary<string, (Func<Tensor[], Tensor> Call, long[][] Shapes)> s_cases = new(StringComparer.Ordinal)
    {
        ["cross_entropy"] = (
            x => F.cross_entropy(x[0], Classes, weight: Numbers(0.5, 1, 2, 1), ignore_index: 1, label_smoothing: 0.1), [s_small]),
        ["cross_entropy none"] = (x => F.cross_entropy(x[0], Classes, reduction: Reduction.None), [s_small]),
        ["cross_entropy probabilities"] = (x => F.cross_entropy(x[0], F.softmax(Digest.Wave(s_small, 1.0), 1)), [s_small]),
        ["nll_loss"] = (x => F.nll_loss(F.log_softmax(x[0], 1), Classes, reduction: Reduction.Sum), [s_small]),
        ["mse_loss"] = (x => F.mse_loss(x[0], x[1]), [s_small, s_small]),
        ["l1_loss"] = (x => F.l1_loss(x[0], x[1]), [s_small, s_small]),
        ["smooth_l1_loss"] = (x => F.smooth_l1_loss(x[0], x[1], beta: 0.2), [s_small, s_small]),
        ["huber_loss"] = (x => F.huber_loss(x[0], x[1], delta: 0.2, Reduction.None), [s_small, s_small]),
        ["bce"] = (x => F.binary_cross_entropy(x[0].sigmoid(), Squashed(s_small, 1.0), weight: Squashed(s_small, 2.0)), [s_small]),
        ["bce logits"] = (
            x => F.binary_cross_entropy_with_logits(x[0], Squashed(s_small, 1.0), pos_weights: Squashed([4], 2.0)), [s_small]),
        ["kl_div"] = (x => F.kl_div(F.log_softmax(x[0], 1), F.log_softmax(x[1], 1), reduction: Reduction.Sum), [s_small, s_small]),
        ["soft_margin"] = (x => F.soft_margin_loss(x[0], Signs), [[3]]),
        ["cosine_embedding"] = (x => F.cosine_embedding_loss(x[0], x[1], Signs, margin: 0.2), [s_small, s_small]),
        ["margin_ranking"] = (x => F.margin_ranking_loss(x[0], x[1], Signs, margin: 0.3), [[3], [3]]),
        ["triplet"] = (x => F.triplet_margin_loss(x[0], x[1], x[2], margin: 2.0, swap: true), [s_small, s_small, s_small]),
        ["poisson_nll"] = (x => F.poisson_nll_loss(x[0], x[1].exp(), full: true), [s_small, s_small]),
        ["gaussian_nll"] = (x => F.gaussian_nll_loss(x[0], x[1], x[2].exp(), full: true), [s_small, s_small, s_small]),
        ["ctc"] = (
            x => F.ctc_loss(
                F.log_softmax(x[0], 2), Whole(1, 2, 2, 1).reshape(2, 2), Whole(5, 4), Whole(2, 1)),
            [[5, 2, 3]]),
        ["bilinear"] = (x => F.bilinear(x[0], x[1], x[2], x[3]), [[2, 3], [2, 4], [5, 3, 4], [5]]),
        ["cosine_similarity"] = (x => F.cosine_similarity(x[0], x[1], dim: 1), [s_small, s_small]),
        ["normalize"] = (x => F.normalize(x[0], p: 3.0, dim: 1), [s_small]),
        ["sdpa"] = (x => F.scaled_dot_product_attention(x[0], x[1], x[2]), [[2, 3, 4], [2, 5, 4], [2, 5, 4]]),
        ["sdpa causal"] = (
            x => F.scaled_dot_product_attention(x[0], x[1], x[2], is_casual: true), [[2, 3, 4], [2, 3, 4], [2, 3, 4]]),
        ["interpolate nearest"] = (x => F.interpolate(x[0], [5, 6]), [[2, 3, 3, 4]]),
        ["interpolate bilinear"] = (x => F.interpolate(x[0], [5, 6], mode: InterpolationMode.Bilinear), [[2, 3, 3, 4]]),
        ["interpolate bicubic"] = (
            x => F.interpolate(x[0], scale_factor: [1.5], mode: InterpolationMode.Bicubic), [[2, 3, 3, 4]]),
        ["interpolate area"] = (x => F.interpolate(x[0], [2, 2], mode: InterpolationMode.Area), [[2, 3, 3, 4]]),
        ["interpolate bilinear recomputed"] = (
            x => F.interpolate(x[0], scale_factor: [1.7], mode: InterpolationMode.Bilinear, recompute_scale_factor: true), [[2, 3, 3, 4]]),
        ["interpolate bilinear antialias"] = (
            x => F.interpolate(x[0], [2, 3], mode: InterpolationMode.Bilinear, antialias: true), [[2, 3, 3, 4]]),
        ["interpolate linear"] = (
            x => F.interpolate(x[0], [9], mode: InterpolationMode.Linear, align_corners: true), [[2, 3, 4]]),
        ["grid_sample"] = (x => F.grid_sample(x[0], x[1], align_corners: false), [[2, 3, 4, 5], [2, 3, 3, 2]]),
        ["grid_sample border"] = (
            x => F.grid_sample(x[0], 1.4 * x[1], padding_mode: GridSamplePaddingMode.Border, align_corners: true),
            [[2, 3, 4, 5], [2, 3, 3, 2]]),
        ["grid_sample reflection"] = (
            x => F.grid_sample(x[0], 1.4 * x[1], padding_mode: GridSamplePaddingMode.Reflection), [[2, 3, 4, 5], [2, 3, 3, 2]]),
        ["affine_grid"] = (x => F.affine_grid(x[0], [2, 1, 3, 4]), [[2, 2, 3]]),
        ["unfold"] = (x => F.unfold(x[0], (2, 3), (1, 2), (0, 1), (2, 1)), [[2, 3, 5, 6]]),
        ["fold"] = (x => F.fold(x[0], (4, 5), (2, 3), padding: (1, 0)), [[2, 12, 15]]),
        ["pad constant"] = (x => F.pad(x[0], [1, 2, 0, 3], value: 1.5), [[2, 3, 4]]),
        ["pad circular"] = (x => F.pad(x[0], (2, 1), PaddingModes.Circular), [[2, 3, 4]]),
        ["pad replicate"] = (x => F.pad(x[0], [2, 1], PaddingModes.Replicate), [[2, 3, 4]]),
        ["embedding"] = (x => F.embedding(Whole(0, 2, 3, 2).reshape(2, 2), x[0], padding_idx: -1), [[4, 3]]),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    private static Tensor Classes => Whole(2, 0, 1);

    private static Tensor Signs => Numbers(1, -1, 1);

    [Fact]
    public void Every_function_with_a_reference_is_compared() => s_cases.Keys.ShouldBe(FunctionReference.Digests.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_and_gradients_are_those_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var (call, shapes) = s_cases[name];
        Tensor[] inputs = [.. shapes.Select((shape, i) => Digest.Wave(shape, 0.2 + (0.3 * i)).requires_grad_())];

        var output = call(inputs);
        Digest.Backward(output);

        Digest.ShouldMatch(
            inputs.Select(input => input.grad!).Prepend(output).Select(Digest.Of), FunctionReference.Digests[name], name);
    }

    [Fact]
    public void Interpolating_without_or_with_both_of_size_and_factor_is_refused()
    {
        using var scope = NewDisposeScope();

        Should.Throw<ArgumentException>(() => F.interpolate(Digest.Wave([1, 1, 2, 2])));
        Should.Throw<ArgumentException>(() => F.interpolate(Digest.Wave([1, 1, 2, 2]), [4, 4], [2.0]));
        Should.Throw<ArgumentException>(() => F.interpolate(Digest.Wave([1, 1, 2]), [4], mode: InterpolationMode.Bilinear))
            .Message.ShouldContain("Bilinear for 1 spatial");
    }

    [Fact]
    public void Dropping_whole_channels_keeps_each_channel_whole()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);

        var dropped = F.dropout2d(ones([4, 50, 2, 2]), p: 0.3);

        var perChannel = dropped.reshape(200, 4);
        perChannel.eq(perChannel.narrow(1, 0, 1)).all().item<bool>().ShouldBeTrue();
        dropped.max().item<float>().ShouldBe(1f / 0.7f, 1e-6f);
        F.dropout2d(ones([4, 50, 2, 2]), p: 0.3, training: false).eq(1).all().item<bool>().ShouldBeTrue();
    }

    private static Tensor Whole(params long[] values) => tensor(values);

    private static Tensor Numbers(params double[] values) => tensor(values);

    private static Tensor Squashed(long[] shape, double phase) => Digest.Wave(shape, phase).sigmoid();
}
