using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests.Modules;

public sealed class ModuleTensorsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_sound_module_has_no_problems_and_all_its_tensors_are_listed()
    {
        using var net = new Net();

        ModuleTensors.Check(net, CPU, ModuleTensors.Snapshot(net), finite: true).ShouldBeEmpty();

        ModuleTensors.All(net).Select(t => (t.Name, t.IsParameter, t.IsPersistent)).ShouldBe(
        [
            ("scale", true, true), ("code", false, false), ("count", false, true), ("words.weight", true, true), ("out.weight", true, true),
            ("out.bias", true, true),
        ], ignoreOrder: true);
    }

    [Fact]
    public void Tensors_that_a_dispose_scope_took_are_named()
    {
        Net net;
        using (NewDisposeScope())
        {
            net = new Net();
        }

        var problems = ModuleTensors.Check(net, CPU);

        // A Linear detaches its own parameters, an Embedding does not.
        problems.Select(p => p.Name).ShouldBe(["scale", "code", "count", "words.weight"]);
        problems[0].Problem.ShouldContain("was disposed");
        problems[0].Problem.ShouldContain("DetachFromDisposeScope()");
    }

    [Fact]
    public void A_tensor_on_another_device_is_named_with_both()
    {
        using var net = new Net();
        net.register_buffer("far", empty(2, device: META), persistent: false);

        var problem = ModuleTensors.Check(net, CPU).ShouldHaveSingleItem();

        problem.ToString().ShouldBe("far lies on meta, not on cpu");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_value_that_is_not_finite_is_a_problem_where_it_is_asked_for(double value)
    {
        using var net = new Net();
        using (no_grad())
        {
            net.scale[1] = value;
        }

        ModuleTensors.Check(net, CPU).ShouldBeEmpty();
        ModuleTensors.Check(net, CPU, finite: true).ShouldHaveSingleItem().ToString()
            .ShouldBe("scale has elements that are infinite or not a number");
    }

    [Fact]
    public void A_module_that_went_away_is_seen_against_an_earlier_snapshot()
    {
        using var net = new Net();
        var names = ModuleTensors.Snapshot(net);
        net.register_module("out", null!);

        ModuleTensors.Check(net, CPU, names).Select(p => p.ToString()).ShouldBe(
            ["out.bias was registered before and is not any more", "out.weight was registered before and is not any more"]);
    }

    [Fact]
    public void Differences_from_a_saved_state_have_every_name_and_both_shapes()
    {
        using var net = new Net();
        var state = net.state_dict();
        ModuleTensors.Differences(state, net).ShouldBeEmpty();
        state.Remove("count");
        state["strange"] = ones(1);
        state["out.bias"] = ones(2, 1);

        ModuleTensors.Differences(state, net).Select(p => p.ToString()).ShouldBe(
            ["count is missing", "out.bias has shape [2, 1], not [2]", "strange is not one of the module's"], ignoreOrder: true);
    }

    [Fact]
    public void Moving_converts_every_tensor_in_place()
    {
        using var net = new Net();
        net.scale.sum().backward();
        var parameter = net.scale;

        ModuleTensors.MoveTo(net, CPU, float64).ShouldBeSameAs(net);

        net.scale.ShouldBeSameAs(parameter);
        (parameter.dtype, parameter.requires_grad, parameter.is_leaf).ShouldBe((ScalarType.Float64, true, true));
        parameter.grad!.dtype.ShouldBe(ScalarType.Float64);
        parameter.ShouldHold(1, 1);
        ModuleTensors.All(net).Single(t => t.Name == "code").Tensor.dtype.ShouldBe(ScalarType.Float64);
        ModuleTensors.All(net).Single(t => t.Name == "count").Tensor.dtype.ShouldBe(ScalarType.Int64);
        net.call(tensor(new[] { 1L })).dtype.ShouldBe(ScalarType.Float64);
    }

    [Fact]
    public void A_dead_tensor_cannot_be_moved()
    {
        using var net = new Net();
        net.scale.Dispose();
        Should.Throw<InvalidOperationException>(() => ModuleTensors.MoveTo(net, CPU)).Message.ShouldContain("'scale'");
    }

    private sealed class Net : nn.Module<Tensor, Tensor>
    {
        internal readonly Parameter scale = new(ones(2));
        private readonly Embedding words = nn.Embedding(4, 2);
        private readonly Linear out_ = nn.Linear(2, 2);

        internal Net()
            : base("net")
        {
            register_parameter("scale", scale);
            register_buffer("code", ones(2), persistent: false);
            register_buffer("count", zeros(1, dtype: int64));
            register_module("words", words);
            register_module("out", out_);
        }

        public override Tensor forward(Tensor input) => (out_.call(words.call(input)) * scale) + get_buffer("code")!;
    }
}
