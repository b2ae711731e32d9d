using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.NN;

public sealed class LayerTests
{
    private static readonly Dictionary<string, (Func<Module> Make, long[] Input)> s_cases = new(StringComparer.Ordinal)
    {
        ["linear"] = (() => Linear(4, 3), [2, 5, 4]),
        ["linear without bias"] = (() => Linear(4, 3, hasBias: false), [5, 4]),
        ["conv1d"] = (() => Conv1d(4, 6, 3, stride: 2, padding: 1, dilation: 2, groups: 2), [2, 4, 9]),
        ["conv1d circular"] = (() => Conv1d(2, 3, 3, padding: 2, padding_mode: PaddingModes.Circular), [2, 2, 7]),
        ["conv1d same"] = (() => Conv1d(2, 3, 4, Padding.Same, dilation: 2), [2, 2, 9]),
        ["conv1d same reflect"] = (() => Conv1d(2, 3, 4, Padding.Same, padding_mode: PaddingModes.Reflect), [2, 2, 9]),
        ["conv2d"] = (() => Conv2d(3, 4, 3, stride: 2, padding: 1), [2, 3, 6, 7]),
        ["conv2d of two sizes"] = (
            () => Conv2d(3, 2, (3, 2), stride: (2, 1), padding: (1, 0), dilation: (1, 2), bias: false), [2, 3, 6, 7]),
        ["conv2d reflect"] = (() => Conv2d(2, 2, 3, padding: 1, padding_mode: PaddingModes.Reflect), [1, 2, 5, 5]),
        ["conv_transpose1d"] = (() => ConvTranspose1d(4, 6, 3, stride: 2, padding: 1, output_padding: 1, groups: 2), [2, 4, 5]),
        ["conv_transpose2d"] = (() => ConvTranspose2d(3, 2, 4, stride: 2, padding: 1), [2, 3, 4, 5]),
        ["batch_norm1d"] = (() => BatchNorm1d(3), [4, 3]),
        ["batch_norm2d"] = (() => BatchNorm2d(3, momentum: 0.3), [2, 3, 4, 5]),
        ["batch_norm3d"] = (() => BatchNorm3d(2), [2, 2, 2, 3, 2]),
        ["batch_norm2d without running statistics"] = (() => BatchNorm2d(3, track_running_stats: false), [2, 3, 4, 5]),
        ["instance_norm1d"] = (() => InstanceNorm1d(3, affine: true), [2, 3, 6]),
        ["instance_norm2d"] = (() => InstanceNorm2d(3), [3, 4, 5]),
        ["layer_norm"] = (() => LayerNorm([3, 4]), [2, 3, 4]),
        ["group_norm"] = (() => GroupNorm(2, 4), [2, 4, 3, 3]),
        ["prelu"] = (() => PReLU(3), [2, 3, 4]),
        ["mha self"] = (() => MultiheadAttention(6, 2), [5, 2, 6]),
        ["encoder layer"] = (() => TransformerEncoderLayer(6, 2, 7, dropout: 0.0), [5, 2, 6]),
        ["encoder layer gelu"] = (() => TransformerEncoderLayer(6, 3, 7, dropout: 0.0, activation: Activations.GELU), [5, 2, 6]),
        ["lstm"] = (() => LSTM(3, 4, numLayers: 2, bidirectional: true), [5, 2, 3]),
        ["gru"] = (() => GRU(3, 4, batchFirst: true), [2, 5, 3]),
        ["rnn tanh"] = (() => RNN(3, 4, bias: false), [5, 2, 3]),
        ["rnn relu"] = (() => RNN(3, 4, numLayers: 2, nonLinearity: NonLinearities.ReLU), [5, 2, 3]),
        ["lstm cell"] = (() => LSTMCell(3, 4), [2, 3]),
        ["gru cell"] = (() => GRUCell(3, 4), [2, 3]),
        ["sequential"] = (() => Sequential(Linear(4, 5), ReLU(), Linear(5, 2)), [3, 4]),
        ["relu"] = (() => ReLU(), [3, 4]),
        ["relu6"] = (() => ReLU6(), [3, 4]),
        ["selu"] = (() => SELU(), [3, 4]),
        ["hardswish"] = (() => Hardswish(), [3, 4]),
        ["hardsigmoid"] = (() => Hardsigmoid(), [3, 4]),
        ["gelu"] = (() => GELU(), [3, 4]),
        ["gelu tanh"] = (() => GELU(Modules.GELU.Approximate.tanh), [3, 4]),
        ["silu"] = (() => SiLU(), [3, 4]),
        ["mish"] = (() => Mish(), [3, 4]),
        ["sigmoid"] = (() => Sigmoid(), [3, 4]),
        ["softsign"] = (() => Softsign(), [3, 4]),
        ["tanh"] = (() => Tanh(), [3, 4]),
        ["leaky_relu"] = (() => LeakyReLU(0.2), [3, 4]),
        ["elu"] = (() => ELU(0.7), [3, 4]),
        ["celu"] = (() => CELU(0.7), [3, 4]),
        ["glu"] = (() => GLU(1), [3, 4]),
        ["softmax"] = (() => Softmax(1), [3, 4]),
        ["log_softmax"] = (() => LogSoftmax(1), [3, 4]),
        ["softmin"] = (() => Softmin(1), [3, 4]),
        ["log_sigmoid"] = (() => LogSigmoid(), [3, 4]),
        ["softplus"] = (() => Softplus(2.0, 1.0), [3, 4]),
        ["hardtanh"] = (() => Hardtanh(-0.5, 0.6), [3, 4]),
        ["max_pool1d"] = (() => MaxPool1d(3, stride: 2, padding: 1), [2, 3, 8]),
        ["max_pool2d"] = (() => MaxPool2d(2), [2, 3, 6, 7]),
        ["avg_pool1d"] = (() => AvgPool1d(3, padding: 1, count_include_pad: false), [2, 3, 8]),
        ["avg_pool2d"] = (() => AvgPool2d(3, stride: 2, padding: 1, ceil_mode: true), [2, 3, 6, 7]),
        ["adaptive_avg_pool1d"] = (() => AdaptiveAvgPool1d(3), [2, 3, 8]),
        ["adaptive_avg_pool2d"] = (() => AdaptiveAvgPool2d(2), [2, 3, 5, 7]),
        ["flatten"] = (() => Flatten(), [2, 3, 4]),
        ["unflatten"] = (() => Unflatten(1, [2, 3]), [2, 6]),
        ["pixel_shuffle"] = (() => PixelShuffle(2), [1, 8, 2, 3]),
        ["upsample"] = (() => Upsample(scale_factor: [2.0], mode: UpsampleMode.Bilinear, align_corners: true), [1, 2, 3, 4]),
        ["zero pad"] = (() => ZeroPad2d(2), [1, 2, 3, 4]),
        ["reflection pad 1d"] = (() => ReflectionPad1d(2), [1, 2, 5]),
        ["reflection pad 2d"] = (() => ReflectionPad2d(1), [1, 2, 3, 4]),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Fact]
    public void Every_layer_with_a_reference_is_compared() => s_cases.Keys.ShouldBe(LayerReference.Digests.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Output_gradients_and_buffers_are_those_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var (make, shape) = s_cases[name];
        using var module = Digest.Fill(make());
        var input = Digest.Wave(shape, 0.2).requires_grad_();

        var output = Run(module, input);
        Digest.Backward(output);

        Digest.ShouldMatch(
            new[] { output, input.grad! }
                .Concat(module.parameters().Select(parameter => parameter.grad!))
                .Concat(module.buffers())
                .Select(Digest.Of),
            LayerReference.Digests[name],
            name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_lives_on_after_a_pass_and_the_disposal_of_the_module(string name)
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var (make, shape) = s_cases[name];
        using (NewDisposeScope())
        {
            var module = make();
            Digest.Backward(Run(Digest.Fill(module), Digest.Wave(shape, 0.2).requires_grad_()));
            module.Dispose();
        }

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(before);
    }

    private static Tensor Run(Module module, Tensor input) => module switch
    {
        MultiheadAttention attention => attention.call(input, input, input).Item1,
        TransformerEncoderLayer layer => layer.call(input),
        LSTM network => network.call(input).Item1,
        GRU network => network.call(input).Item1,
        RNN network => network.call(input).Item1,
        LSTMCell cell => cell.call(input).Item1,
        GRUCell cell => cell.call(input),
        _ => ((Module<Tensor, Tensor>)module).call(input),
    };
}
