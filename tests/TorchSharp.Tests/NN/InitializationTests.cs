using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.NN;

/// <summary>Stored numbers: PyTorch 1.13.0 on a CPU after manual_seed(7); the stream of random numbers is the same one.</summary>
public sealed class InitializationTests
{
    [Fact]
    public void A_linear_layer_starts_as_in_PyTorch() => StartsAs(
        () => Linear(4, 3),
        ("weight", 0.03492254018783569f, -0.301196813583374f, 0.16693592071533203),
        ("bias", -0.21316099166870117f, -0.2936806082725525f, -0.5617514252662659));

    [Fact]
    public void A_convolution_starts_as_in_PyTorch() => StartsAs(
        () => Conv2d(3, 4, 3),
        ("weight", 0.013441692106425762f, -0.1159307062625885f, 0.10845294431783259),
        ("bias", -0.11130879819393158f, 0.0888964831829071f, 0.04842391610145569));

    [Fact]
    public void Attention_starts_as_in_PyTorch() => StartsAs(
        () => MultiheadAttention(6, 2, add_bias_kv: true),
        ("in_proj_weight", -0.2668495178222656f, 0.43141376972198486f, -2.2672274112701416),
        ("in_proj_bias", 0.0f, 0.0f, 0.0),
        ("bias_k", 0.35375621914863586f, -0.0673321783542633f, 0.6637511253356934),
        ("bias_v", -0.13249237835407257f, -0.6678539514541626f, -0.8191367622930557),
        ("out_proj.weight", 0.028514135628938675f, -0.245926171541214f, 1.6422605086117983),
        ("out_proj.bias", 0.0f, 0.0f, 0.0));

    [Fact]
    public void A_recurrent_network_starts_as_in_PyTorch() => StartsAs(
        () => LSTM(3, 4),
        ("weight_ih_l0", 0.03492254018783569f, -0.301196813583374f, 1.7128883600234985),
        ("weight_hh_l0", 0.2368624210357666f, -0.46688950061798096f, -1.3053104281425476),
        ("bias_ih_l0", 0.11916142702102661f, 0.012335479259490967f, -1.6972559094429016),
        ("bias_hh_l0", 0.2042391300201416f, 0.19786328077316284f, 0.5913858413696289));

    [Fact]
    public void An_embedding_starts_as_in_PyTorch() => StartsAs(
        () => Embedding(5, 3, padding_idx: 1),
        ("weight", -0.1467950940132141f, 0.7861412763595581f, 3.1427089869976044));

    [Fact]
    public void A_bilinear_layer_starts_as_in_PyTorch() => StartsAs(
        () => Bilinear(2, 3, 4),
        ("weight", 0.04938792809844017f, -0.4259566068649292f, 0.11837134137749672),
        ("bias", 0.029599562287330627f, 0.13184882700443268f, 0.8802835941314697));

    [Fact]
    public void A_transposed_convolution_starts_as_in_PyTorch() => StartsAs(
        () => ConvTranspose1d(3, 4, 5),
        ("weight", 0.015617834404110909f, -0.13469931483268738f, 0.7999014843662735),
        ("bias", -0.026221247389912605f, 0.024618182331323624f, -0.11601979471743107));

    [Fact]
    public void A_recurrent_cell_starts_as_in_PyTorch() => StartsAs(
        () => GRUCell(3, 4),
        ("weight_ih", 0.03492254018783569f, -0.301196813583374f, 2.011350095272064),
        ("weight_hh", -0.11125802993774414f, -0.2785535454750061f, -0.5435861349105835),
        ("bias_ih", -0.2057364583015442f, -0.12375062704086304f, -0.5357340574264526),
        ("bias_hh", -0.30438441038131714f, 0.38610559701919556f, -0.6502609848976135));

    [Fact]
    public void The_padding_row_of_an_embedding_starts_at_zero()
    {
        using var scope = NewDisposeScope();
        using var table = Embedding(5, 3, padding_idx: -4);

        table.weight[1].abs().sum().item<float>().ShouldBe(0f);
        table.padding_idx.ShouldBe(1);
        Should.Throw<ArgumentOutOfRangeException>(() => Embedding(5, 3, padding_idx: 5));
    }

    [Fact]
    public void Fills_agree_with_PyTorch()
    {
        using var scope = NewDisposeScope();

        Filled(t => init.trunc_normal_(t, 0.1, 0.5, -0.4, 0.8)).ShouldBe(1.1452187695835883, 1e-12);
        Filled(t => init.xavier_normal_(t, 2.0)).ShouldBe(0.6923957125485525, 1e-12);
        Filled(t => init.kaiming_normal_(t, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU))
            .ShouldBe(0.437909498757731, 1e-12);
        Filled(t => init.eye_(t)).ShouldBe(0.6249640389354282, 1e-12);
        Digest.Of(init.dirac_(zeros([3, 2, 3, 3], ScalarType.Float64))).ShouldBe(-0.6298675709759297, 1e-12);
    }

    [Fact]
    public void Orthogonal_columns_are_orthonormal_up_to_the_gain()
    {
        using var scope = NewDisposeScope();
        var matrix = init.orthogonal_(empty([5, 3], ScalarType.Float64), gain: 1.5);

        allclose(matrix.t().matmul(matrix), 2.25 * eye(3, dtype: ScalarType.Float64), atol: 1e-12).ShouldBeTrue();
    }

    [Fact]
    public void Gains_and_fans_follow_their_formulas()
    {
        using var scope = NewDisposeScope();

        init.calculate_gain(init.NonlinearityType.Tanh).ShouldBe(5.0 / 3.0);
        init.calculate_gain(init.NonlinearityType.LeakyReLU, 2.0).ShouldBe(Math.Sqrt(2.0 / 5.0));
        init.CalculateFanInAndFanOut(empty([6, 4, 3, 5])).ShouldBe((60, 90));
        Should.Throw<ArgumentException>(() => init.xavier_uniform_(empty([3])));
    }

    private static double Filled(Action<Tensor> fill)
    {
        manual_seed(7);
        var tensor = zeros([5, 3], ScalarType.Float64);
        fill(tensor);
        return Digest.Of(tensor);
    }

    private static void StartsAs(Func<Module> make, params (string Name, float First, float Second, double Sum)[] expected)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var module = make();

        foreach (var ((name, parameter), wanted) in module.named_parameters().Zip(expected))
        {
            name.ShouldBe(wanted.Name);
            var flat = parameter.reshape(-1);
            flat[0].item<float>().ShouldBe(wanted.First, name);
            flat[1].item<float>().ShouldBe(wanted.Second, name);
            flat.to(ScalarType.Float64).sum().item<double>().ShouldBe(wanted.Sum, 1e-12, name);
        }

        module.named_parameters().Count().ShouldBe(expected.Length);
    }
}
