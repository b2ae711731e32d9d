using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Core;

public sealed class CreationTests
{
    [Fact]
    public void Types_follow_the_values_unless_named()
    {
        using var scope = NewDisposeScope();

        zeros(2, 3).dtype.ShouldBe(ScalarType.Float32);
        arange(5).dtype.ShouldBe(ScalarType.Int64);
        arange(0.0, 1.0, 0.25).dtype.ShouldBe(ScalarType.Float32);
        full([2], 7).dtype.ShouldBe(ScalarType.Int64);
        full([2], 7.5).dtype.ShouldBe(ScalarType.Float32);
        tensor(new[] { 1.0, 2.0 }).dtype.ShouldBe(ScalarType.Float64);
        tensor(true).dtype.ShouldBe(ScalarType.Bool);
        tensor(new[] { 1.0, 2.0 }, dtype: float32).dtype.ShouldBe(ScalarType.Float32);
        tensor(new[] { new Complex(1, 2) }).dtype.ShouldBe(ScalarType.ComplexFloat64);
    }

    [Fact]
    public void A_managed_array_keeps_its_shape_and_order()
    {
        using var scope = NewDisposeScope();
        var t = tensor(new[,] { { 1, 2, 3 }, { 4, 5, 6 } });

        t.shape.ShouldBe([2, 3]);
        t.data<int>().ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
        ((int[,])t.data<int>().ToNDArray())[1, 2].ShouldBe(6);
        t.T.data<int>().ToArray().ShouldBe([1, 4, 2, 5, 3, 6]);
        t.T.data<int>()[2, 0].ShouldBe(3);
    }

    [Fact]
    public void Sequences_agree_with_their_formulas()
    {
        using var scope = NewDisposeScope();

        linspace(-1, 1, 5).ShouldHold(-1, -0.5, 0, 0.5, 1);
        logspace(0, 2, 3, dtype: float64).ShouldHold(1, 10, 100);
        arange(10, 4, -2).ShouldHold(10, 8, 6);
        eye(2, 3).ShouldHold(1, 0, 0, 0, 1, 0);
        hann_window(4, dtype: float64).ShouldHold(0, 0.5, 1, 0.5);
    }

    [Fact]
    public void Reading_elements_as_another_type_is_refused()
    {
        using var t = zeros(2);

        Should.Throw<InvalidOperationException>(() => t.data<double>());
        Should.Throw<ArgumentException>(() => t.item<float>());
        t.sum().item<float>().ShouldBe(0f);
    }

    [Fact]
    public void A_saved_tensor_is_read_back_and_a_cut_one_refused()
    {
        using var scope = NewDisposeScope();
        var t = randn([3, 4], dtype: float64);
        using var stream = new MemoryStream();
        t.save(stream);

        stream.Position = 0;
        load(stream).equal(t).ShouldBeTrue();

        using var cut = new MemoryStream(stream.ToArray()[..^5]);
        Should.Throw<InvalidDataException>(() => load(cut));
    }

    [Fact]
    public void The_text_shows_type_shape_and_elements()
    {
        using var t = tensor(new[,] { { 1f, 2.5f }, { -3f, 4f } });

        t.ToString().ShouldBe("[2x2], type = Float32, device = cpu");
        t.ToString(TensorStringStyle.Default, newLine: "\n").ShouldEndWith("[[1, 2.5],\n [-3, 4]]");
    }
}
