using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests.Pickles;

public sealed class PickledTensorsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData("float64", ScalarType.Float64)]
    [InlineData("float32", ScalarType.Float32)]
    [InlineData("float16", ScalarType.Float16)]
    [InlineData("bfloat16", ScalarType.BFloat16)]
    [InlineData("int64", ScalarType.Int64)]
    [InlineData("int32", ScalarType.Int32)]
    [InlineData("int16", ScalarType.Int16)]
    [InlineData("int8", ScalarType.Int8)]
    [InlineData("bool", ScalarType.Bool)]
    [InlineData("complex64", ScalarType.ComplexFloat32)]
    public void Every_element_type_is_read(string name, ScalarType type)
    {
        var tensor = PickledTensors.Read(PickleFile.Saved("types"))[name];
        var ramp = arange(-3, 3).reshape(2, 3);
        var halved = is_floating_point(type) ? ramp.to(type) / 2 : ramp.to(type);
        tensor.dtype.ShouldBe(type);
        tensor.shape.ShouldBe([2, 3]);
        tensor.Equals(halved).ShouldBeTrue();
    }

    [Fact]
    public void Views_scalars_and_empty_tensors_are_read_and_share_memory_as_saved()
    {
        var all = PickledTensors.Read(PickleFile.Saved("views"));
        var expected = arange(24, dtype: float32).reshape(4, 6);
        all.Keys.ShouldBe(["base", "row", "column", "turned", "inner", "wide", "scalar", "one", "empty", "again"]);
        all["base"].Equals(expected).ShouldBeTrue();
        all["row"].ShouldHold(12, 13, 14, 15, 16, 17);
        all["column"].ShouldHold(1, 7, 13, 19);
        all["turned"].shape.ShouldBe([6, 4]);
        all["turned"].Equals(expected.t()).ShouldBeTrue();
        all["inner"].ShouldHold(8, 9, 10, 14, 15, 16);
        all["wide"].shape.ShouldBe([3, 2]);
        all["wide"].ShouldHold(0, 0, 0, 0, 0, 0);
        all["scalar"].shape.ShouldBeEmpty();
        all["scalar"].ShouldHold(2.5);
        all["one"].ShouldHold(23);
        all["empty"].shape.ShouldBe([0, 4]);

        all["base"].fill_(9);
        all["turned"].ShouldHold([.. Enumerable.Repeat(9.0, 24)]);
        all["again"].ShouldHold([.. Enumerable.Repeat(9.0, 24)]);
        all["scalar"].ShouldHold(2.5);
    }

    [Fact]
    public void A_modules_state_keeps_its_order_and_loads_into_a_module()
    {
        var state = PickledTensors.Read(PickleFile.Saved("module"));
        state.Keys.ShouldBe(
        [
            "0.weight", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked", "2.weight", "2.bias",
        ]);
        using var module = nn.Sequential(nn.Conv1d(2, 3, 2, bias: false), nn.BatchNorm1d(3), nn.Linear(4, 1));
        module.load_state_dict(state);
        module.state_dict()["0.weight"].ShouldHold(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        module.state_dict()["2.weight"].ShouldHold(300, 301, 302, 303);
        module.state_dict()["1.running_var"].ShouldHold(1, 1, 1);
    }

    [Fact]
    public void A_whole_checkpoint_is_read_with_its_plain_values()
    {
        var root = PickledTensors.Load(PickleFile.Saved("checkpoint")).ShouldBeOfType<Dictionary<object, object?>>();
        root["epoch"].ShouldBe(7L);
        root["best"].ShouldBe(1.5);
        root["name"].ShouldBe("été");
        root["done"].ShouldBe(false);
        root["nothing"].ShouldBeNull();
        root["big"].ShouldBe(BigInteger.Pow(2, 80));
        root["small"].ShouldBe(-(1L << 40));
        root["size"].ShouldBeOfType<object[]>().ShouldBe([2L, 3L]);
        root["type"].ShouldBe(ScalarType.Float16);
        root["long"].ShouldBeOfType<List<object?>>().Select(item => (long)item!).ShouldBe(Enumerable.Range(0, 1000).Select(i => (long)i));
        var list = root["list"].ShouldBeOfType<List<object?>>();
        list[1].ShouldBeOfType<List<object?>>().ShouldBe([2.0, "x"]);
        list[2].ShouldBeOfType<object[]>()[1].ShouldBeAssignableTo<Tensor>()!.ShouldHold(-3, -2, -1, 0, 1, 2);
        root["parameter"].ShouldBeAssignableTo<Tensor>()!.ShouldHold(0, 1, 2, 3, 4, 5);

        var tensors = PickledTensors.Read(PickleFile.Saved("checkpoint"));
        tensors.Keys.ShouldContain("optimizer.state.0.exp_avg");
        tensors.Keys.ShouldContain("list.2.1");
        tensors["optimizer.state.4.exp_avg_sq"].shape.ShouldBe([1]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Later_protocols_are_read(int protocol)
    {
        var root = PickledTensors.Load(PickleFile.Saved($"protocol{protocol}")).ShouldBeOfType<Dictionary<object, object?>>();
        root["w"].ShouldBeAssignableTo<Tensor>()!.ShouldHold(1, 1, 1, 1);
        root["text"].ShouldBe(new string('a', 300));
        var list = root["list"].ShouldBeOfType<List<object?>>();
        list.Take(3).ShouldBe([null, 70000L, -1L]);
        list[3].ShouldBeOfType<byte[]>().ShouldBe(Enumerable.Repeat((byte)'x', 300));
    }

    [Fact]
    public void A_single_tensor_is_loaded_and_is_no_dictionary()
    {
        PickledTensors.Load(PickleFile.Saved("tensor")).ShouldBeAssignableTo<Tensor>()!.shape.ShouldBe([4, 6]);
        Should.Throw<InvalidDataException>(() => PickledTensors.Read(PickleFile.Saved("tensor"))).Message
            .ShouldContain("no dictionary of tensors");
    }

    [Fact]
    public void The_format_before_zip_is_refused_with_the_way_out()
    {
        var error = Should.Throw<InvalidDataException>(() => PickledTensors.Read(PickleFile.Saved("legacy")));
        error.Message.ShouldContain("before version 1.6");
        error.Message.ShouldContain("torch.save(torch.load(");
        error.Message.ShouldContain("legacy.pth");
    }

    [Fact]
    public void Reading_leaves_only_the_tensors_read()
    {
        using var inner = NewDisposeScope();
        var read = PickledTensors.Read(PickleFile.Saved("views"));
        inner.DisposablesCount.ShouldBe(read.Values.Distinct(ReferenceEqualityComparer.Instance).Count());
    }
}
