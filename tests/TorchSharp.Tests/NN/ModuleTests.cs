using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.NN;

public sealed class ModuleTests
{
    [Fact]
    public void Names_come_in_the_order_of_registration_own_ones_before_those_of_children()
    {
        using var network = new Network();

        network.named_parameters().Select(entry => entry.name)
            .ShouldBe(["scale", "body.0.weight", "body.0.bias", "body.2.weight", "head.weight", "head.bias"]);
        network.state_dict().Keys
            .ShouldBe(
            [
                "scale", "offset", "body.0.weight", "body.0.bias", "body.1.running_mean", "body.1.running_var",
                "body.1.num_batches_tracked", "body.2.weight", "head.weight", "head.bias",
            ]);
        network.named_buffers().Select(entry => entry.name)
            .ShouldBe(["offset", "cache", "body.1.running_mean", "body.1.running_var", "body.1.num_batches_tracked"]);
        network.named_modules().Select(entry => entry.name).ShouldBe(["body", "body.0", "body.1", "body.2", "head"]);
        network.get_parameter("body.2.weight").ShouldBeSameAs(network.parameters().ElementAt(3));
        network.has_buffer("body.1.running_var").ShouldBeTrue();
        network.has_buffer("body.7.running_var").ShouldBeFalse();
    }

    [Fact]
    public void Registering_twice_does_no_harm_and_a_taken_name_is_refused()
    {
        using var network = new Network();
        network.Again();
        network.named_parameters().Count().ShouldBe(6);

        Should.Throw<InvalidOperationException>(() => network.register_module("head", Identity())).Message.ShouldContain("'head'");
        Should.Throw<ArgumentException>(() => network.register_module("a.b", Identity()));
    }

    [Fact]
    public void A_state_dictionary_that_does_not_fit_is_refused_with_every_name_and_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using var network = new Network();
        var before = network.head.weight.clone();
        var state = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value + 1);
        state.Remove("head.bias");
        state.Remove("scale");
        state["stray"] = zeros([1]);
        state["body.0.weight"] = zeros([2, 2]);

        var message = Should.Throw<InvalidOperationException>(() => network.load_state_dict(state)).Message;

        message.ShouldContain("2 missing: scale, head.bias");
        message.ShouldContain("1 unexpected: stray");
        message.ShouldContain("body.0.weight ([2, 2] given, [5, 4] wanted)");
        network.head.weight.eq(before).all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void A_lenient_load_reports_names_and_keeps_parameter_objects()
    {
        using var scope = NewDisposeScope();
        using var network = new Network();
        var weight = network.head.weight;
        var source = new Dictionary<string, Tensor> { ["head.weight"] = full([2, 5], 3.0), ["stray"] = zeros([1]) };

        var (missing, unexpected) = network.load_state_dict(source, strict: false);

        missing.Count.ShouldBe(network.state_dict().Count - 1);
        unexpected.ShouldBe(["stray"]);
        network.head.weight.ShouldBeSameAs(weight);
        weight.eq(3).all().item<bool>().ShouldBeTrue();
        weight.requires_grad.ShouldBeTrue();
    }

    [Fact]
    public void What_was_saved_is_loaded_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        using var first = new Network();
        using var second = new Network();
        using var stream = new MemoryStream();
        var seen = new Dictionary<string, bool>();

        first.save(stream);
        stream.Position = 0;
        second.load(stream, loadedParameters: seen);

        foreach (var (name, tensor) in first.state_dict())
        {
            tensor.eq(second.state_dict()[name]).all().item<bool>().ShouldBeTrue(name);
            seen[name].ShouldBeTrue();
        }
    }

    [Fact]
    public void Conversion_keeps_parameter_objects_converts_gradients_and_leaves_counts_whole()
    {
        using var scope = NewDisposeScope();
        using var network = new Network();
        Parameter[] before = [.. network.parameters()];
        network.call(rand([3, 4])).sum().backward();

        network.@double();

        network.parameters().ShouldBe(before, ignoreOrder: false);
        before.ShouldAllBe(parameter => parameter.dtype == ScalarType.Float64 && parameter.grad!.dtype == ScalarType.Float64);
        network.get_buffer("body.1.num_batches_tracked")!.dtype.ShouldBe(ScalarType.Int64);
        network.call(rand([3, 4], ScalarType.Float64)).sum().backward();
        before[0].requires_grad.ShouldBeTrue();
    }

    [Fact]
    public void Training_mode_reaches_all_below_and_gradients_are_cleared_or_zeroed()
    {
        using var scope = NewDisposeScope();
        using var network = new Network();
        network.eval();
        network.modules().ShouldAllBe(module => !module.training);
        network.train();
        network.modules().ShouldAllBe(module => module.training);
        network.call(rand([3, 4])).sum().backward();

        network.zero_grad(set_to_none: false);
        network.parameters().ShouldAllBe(parameter => parameter.grad!.eq(0).all().item<bool>());
        network.zero_grad();
        network.parameters().ShouldAllBe(parameter => ReferenceEquals(parameter.grad, null));
    }

    [Fact]
    public void Hooks_see_and_replace_inputs_and_results_until_removed()
    {
        using var scope = NewDisposeScope();
        using var layer = Identity();
        var calls = 0;
        var pre = layer.register_forward_pre_hook((_, input) => input + 1);
        var post = layer.register_forward_hook((_, _, result) => result * 10);
        var plain = layer.register_forward_hook(_ => calls++);

        layer.call(ones([1])).item<float>().ShouldBe(20f);
        pre.remove();
        layer.call(ones([1])).item<float>().ShouldBe(10f);
        post.remove();
        plain.remove();
        layer.call(ones([1])).item<float>().ShouldBe(1f);
        calls.ShouldBe(2);
    }

    [Fact]
    public void Parameters_outlive_the_scope_they_were_made_in_and_die_with_the_module()
    {
        Network network;
        using (NewDisposeScope())
        {
            network = new Network();
        }

        Parameter[] parameters = [.. network.parameters()];
        parameters.ShouldAllBe(parameter => !parameter.IsInvalid);
        network.Dispose();
        parameters.ShouldAllBe(parameter => parameter.IsInvalid);
    }

    [Fact]
    public void Lists_and_dictionaries_of_modules_renumber_and_rename_their_children()
    {
        using var list = ModuleList<Linear>(Linear(1, 1), Linear(2, 2), Linear(3, 3));
        using var removed = list[1];
        list.RemoveAt(1);
        list.append(Linear(4, 4));
        list.state_dict().Select(entry => (entry.Key, entry.Value.shape[0])).Where(entry => entry.Key.EndsWith("weight",
        StringComparison.Ordinal))
            .ShouldBe([("0.weight", 1), ("1.weight", 3), ("2.weight", 4)]);

        using var named = ModuleDict<Linear>(("b", Linear(1, 1)), ("a", Linear(2, 2)));
        named.named_parameters().Select(entry => entry.name).ShouldBe(["b.weight", "b.bias", "a.weight", "a.bias"]);
        using var parameters = ParameterList(Parameter(zeros([1])), Parameter(zeros([2])));
        parameters.named_parameters().Select(entry => entry.name).ShouldBe(["0", "1"]);
    }

    private sealed class Network : Module<Tensor, Tensor>
    {
        public readonly Linear head;
        private readonly Parameter scale;
        private readonly Sequential body;
        private readonly Tensor offset;

        public Network()
            : base(nameof(Network))
        {
            scale = Parameter(ones([1]));
            body = Sequential(Linear(4, 5), BatchNorm1d(5, affine: false), Linear(5, 5, hasBias: false));
            offset = zeros([1]);
            register_parameter(nameof(scale), scale);
            register_module(nameof(body), body);
            head = Linear(5, 2);
            register_buffer(nameof(offset), offset);
            register_buffer("cache", zeros([1]), persistent: false);
            RegisterComponents();
        }

        public void Again() => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return head.call(scale * body.call(input) + offset).MoveToOuterDisposeScope();
        }
    }
}
