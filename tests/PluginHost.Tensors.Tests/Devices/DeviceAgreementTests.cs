using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace PluginHost.Tensors.Tests.Devices;

public sealed class DeviceAgreementTests
{
    // Each takes numbers of shape (2, 4, 8, 8).
    private static readonly Dictionary<string, Func<Tensor, Tensor>> _operators = new(StringComparer.Ordinal)
    {
        ["arithmetic"] = x => ((x * 2.5) - 1).div((x * x) + 1).pow(3),
        ["matrix product"] = x => x.reshape(16, 32).matmul(x.reshape(32, 16)),
        ["einsum"] = x => einsum("bchw,bdhw->bcd", x, x),
        ["sums"] = x => x.sum([2, 3]) + x.mean([0L, 1]).sum(),
        ["spread"] = x => x.var([1L]) + x.std([1L]),
        ["extremes"] = x => x.amax([3L]) - x.amin([3L]),
        ["cumulative sum"] = x => x.cumsum(2),
        ["sorted"] = x => x.flatten().sort().Values,
        ["largest"] = x => x.flatten(1).topk(5, 1).values,
        ["softmax"] = x => functional.softmax(x, 1),
        ["activations"] = x => functional.gelu(x) + functional.silu(x) + x.tanh() + x.sigmoid(),
        ["rows by index"] = x => x.index_select(1, tensor(new[] { 2L, 0, 2 }, device: x.device)),
        ["choice"] = x => where(x > 0, x, x * 0.1),
        ["slices"] = x => cat([x[TensorIndex.Colon, TensorIndex.Slice(1, 3)], x.narrow(1, 0, 1)], 1),
        ["Fourier transform"] = x => fft.rfft(x).abs(),
        ["short-time Fourier transform"] = x => stft(
            x.reshape(2, 256), 64, 16, 64, window: hann_window(64, dtype: float64, device: x.device), return_complex: true).abs(),
        ["interpolation"] = x => functional.interpolate(x, [13, 5], mode: InterpolationMode.Bilinear, align_corners: false),
        ["sampling at places"] = x => functional.grid_sample(
            x, x.narrow(1, 0, 2).permute(0, 2, 3, 1).tanh(), align_corners: false),
        ["pooling"] = x => functional.max_pool2d(x, 2) + functional.avg_pool2d(x, 2),
        ["padding"] = x => functional.pad(x, [1, 2, 3, 0], PaddingModes.Reflect),
        ["attention"] = x => functional.scaled_dot_product_attention(x, x, x),
        ["Cholesky factor"] = x => linalg.cholesky(Definite(x)),
        ["linear system"] = x => linalg.solve(Definite(x), x.reshape(8, 8, 8)),
        ["singular values"] = x => linalg.svdvals(x.reshape(8, 8, 8)),
        ["eigenvalues"] = x => linalg.eigvalsh(Definite(x)),
        ["cross entropy"] = x => functional.cross_entropy(x.reshape(128, 4), arange(0, 128, dtype: int64, device: x.device).remainder(4)),
        ["combined product"] = x => x.addcmul(x, x, 0.5),
    };

    // Each takes numbers of shape (2, 4, 8, 8) too.
    private static readonly Dictionary<string, Func<Module<Tensor, Tensor>>> _layers = new(StringComparer.Ordinal)
    {
        ["linear"] = () => Linear(8, 5),
        ["convolution"] = () => Conv2d(4, 6, 3, stride: 2, padding: 1),
        ["grouped convolution"] = () => Conv2d(4, 8, 3, padding: 2, dilation: 2, groups: 2),
        ["transposed convolution"] = () => ConvTranspose2d(4, 3, 4, stride: 2, padding: 1),
        ["batch normalisation"] = () => BatchNorm2d(4),
        ["layer normalisation"] = () => LayerNorm([8, 8]),
        ["group normalisation"] = () => GroupNorm(2, 4),
        ["network"] = () => Sequential(Conv2d(4, 8, 3, padding: 1), BatchNorm2d(8), ReLU(), Conv2d(8, 1, 1), Sigmoid()),
    };

    public static TheoryData<string> Operators => [.. _operators.Keys];

    public static TheoryData<string> Layers => [.. _layers.Keys];

    [SkippableTheory]
    [MemberData(nameof(Operators))]
    public void An_operator_and_its_gradient_give_the_same_on_the_device(string name)
    {
        TestDevice.SkipIfAbsent();
        using var scope = NewDisposeScope();
        var (value, gradient) = Apply(_operators[name], CPU);
        var (valueThere, gradientThere) = Apply(_operators[name], TestDevice.Value);

        valueThere.device_type.ShouldBe(TestDevice.Value.type);
        valueThere.ShouldAgreeWith(value, 1e-9, "value");
        gradientThere.ShouldAgreeWith(gradient, 1e-8, "gradient");
    }

    [SkippableTheory]
    [MemberData(nameof(Layers))]
    public void A_layer_and_its_gradients_give_the_same_on_the_device(string name)
    {
        TestDevice.SkipIfAbsent();
        using var scope = NewDisposeScope();
        using var here = Make(name);
        using var there = Make(name);
        there.load_state_dict(here.state_dict());
        there.to(TestDevice.Value);
        var (value, gradient) = Apply(here.call, CPU);
        var (valueThere, gradientThere) = Apply(there.call, TestDevice.Value);

        valueThere.ShouldAgreeWith(value, 1e-9, "value");
        gradientThere.ShouldAgreeWith(gradient, 1e-8, "gradient of the input");
        foreach (var ((parameter, a), (_, b)) in here.named_parameters().Zip(there.named_parameters()))
            b.grad!.ShouldAgreeWith(a.grad!, 1e-8, parameter);
        foreach (var ((buffer, a), (_, b)) in here.named_buffers().Zip(there.named_buffers())) b.ShouldAgreeWith(a, 1e-9, buffer);
    }

    private static Module<Tensor, Tensor> Make(string name)
    {
        manual_seed(5);
        var layer = _layers[name]();
        layer.to(float64);
        return layer;
    }

    private static (Tensor Value, Tensor Gradient) Apply(Func<Tensor, Tensor> function, Device device)
    {
        using var random = new Generator(11);
        var x = randn([2, 4, 8, 8], dtype: float64, generator: random).to(device).detach().requires_grad_();
        var value = function(x);
        (value * value).sum().backward();
        return (value, x.grad!);
    }

    private static Tensor Definite(Tensor x)
    {
        var square = x.reshape(8, 8, 8);
        return square.matmul(square.transpose(1, 2)) + (eye(8, dtype: float64, device: x.device) * 3);
    }
}
