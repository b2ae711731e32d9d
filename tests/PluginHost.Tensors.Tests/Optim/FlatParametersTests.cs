using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests.Optim;

public sealed class FlatParametersTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Parameters_keep_identity_values_gradients_and_settings_and_lie_in_one_buffer()
    {
        var first = new Parameter(arange(6, dtype: float32).reshape(2, 3).t());
        var second = new Parameter(tensor(2.5f), requires_grad: false);
        var third = new Parameter(zeros(0, 4));
        first.grad = ones(3, 2);

        using var flat = new FlatParameters([("a", first), ("b", second), ("c", third)]);

        flat.Parameters.ShouldBe([first, second, third]);
        first.shape.ShouldBe([3, 2]);
        first.ShouldHold(0, 3, 1, 4, 2, 5);
        (first.is_leaf, first.requires_grad, second.requires_grad).ShouldBe((true, true, false));
        first.grad!.ShouldHold(1, 1, 1, 1, 1, 1);
        var buffer = flat.Buffers.ShouldHaveSingleItem();
        buffer.Offsets.ShouldBe([0, 16, 32, 32]);
        buffer.Values.fill_(7);
        first.ShouldHold(7, 7, 7, 7, 7, 7);
        second.ShouldHold(7);
    }

    [Fact]
    public void Types_lie_in_buffers_of_their_own()
    {
        using var flat = new FlatParameters(FlatParameters.Numbered(
            [new Parameter(ones(3)), new Parameter(ones(2, dtype: float64)), new Parameter(ones(4)), new Parameter(ones(2, dtype: bfloat16))]));

        flat.Names.ShouldBe(["0", "1", "2", "3"]);
        flat.Buffers.Select(b => b.Values.dtype).ShouldBe([ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16]);
        flat.Buffers[0].ParameterIndices.ShouldBe([0, 2]);
    }

    [Fact]
    public void A_module_is_saved_and_loaded_in_place_as_before()
    {
        using var module = nn.Sequential(("in", nn.Linear(3, 4)), ("out", nn.Linear(4, 2)));
        var before = module.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        using var flat = new FlatParameters(module.named_parameters());
        module.state_dict().Keys.ShouldBe(before.Keys);
        using var saved = new MemoryStream();
        module.save(saved);

        flat.Buffers[0].Values.fill_(0);
        module.load_state_dict(before);
        module.get_parameter("in.weight")!.Equals(before["in.weight"]).ShouldBeTrue();
        flat.CheckInPlace();

        flat.Buffers[0].Values.fill_(0);
        module.load(new MemoryStream(saved.ToArray()));
        module.get_parameter("out.bias")!.Equals(before["out.bias"]).ShouldBeTrue();
        flat.CheckInPlace();
    }

    [Fact]
    public void Changes_by_operators_are_counted_and_steps_are_not()
    {
        var parameter = new Parameter(ones(3)) { grad = ones(3) };
        using var optimizer = new FlatAdam([parameter, new Parameter(ones(40_000)) { grad = ones(40_000) }], 0.1);
        var before = optimizer.Flat.Changes;

        optimizer.Step();
        optimizer.Flat.Changes.ShouldBe(before);

        using (no_grad()) parameter.fill_(double.NaN);
        optimizer.Flat.Changes.ShouldBeGreaterThan(before);
    }

    [Fact]
    public void The_parameters_outlive_the_group_and_a_second_group_takes_them_over()
    {
        var parameter = new Parameter(ones(3));
        var first = new FlatParameters([("w", parameter)]);
        using var second = new FlatParameters([("w", parameter)]);

        Should.Throw<InvalidOperationException>(first.CheckInPlace).Message.ShouldContain("Parameter 'w' has other data");
        first.Dispose();
        second.CheckInPlace();
        parameter.ShouldHold(1, 1, 1);
    }

    [Fact]
    public void What_cannot_be_flattened_is_refused_by_name()
    {
        var good = new Parameter(ones(2));
        var dead = new Parameter(ones(2));
        dead.Dispose();
        Fault().ShouldContain("no parameter");
        Fault(("a", good), ("b", good)).ShouldContain("'b' is given twice");
        Fault(("a", good), ("a", new Parameter(ones(1)))).ShouldContain("'a' is given twice");
        Fault(("a", good), ("b", dead)).ShouldContain("'b' was disposed");
        Fault(("c", new Parameter(ones(2, dtype: complex64)))).ShouldContain("'c' has complex elements");
        using var embedding = nn.Embedding(3, 2);
        Fault(("one", embedding.weight!), ("other", embedding.weight!)).ShouldContain("'one' is one tensor with a later one");

        static string Fault(params (string, Parameter)[] parameters) =>
            Should.Throw<ArgumentException>(() => new FlatParameters(parameters)).Message;
    }
}
