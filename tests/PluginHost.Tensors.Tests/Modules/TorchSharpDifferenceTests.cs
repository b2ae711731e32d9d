using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests.Modules;

/// <summary>
/// Where TorchSharp does other than PyTorch, or other than one expects, one test each: a later version that differs is seen here first.
/// </summary>
public sealed class TorchSharpDifferenceTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_registered_parameter_dies_with_the_dispose_scope_it_was_made_in_and_vanishes_from_every_list()
    {
        Embedding embedding;
        using (NewDisposeScope())
        {
            embedding = nn.Embedding(4, 2);
        }

        embedding.parameters().ShouldBeEmpty();
        embedding.state_dict().ShouldBeEmpty();
        ModuleTensors.Check(embedding, CPU).ShouldHaveSingleItem().Name.ShouldBe("weight");
    }

    [Fact]
    public void A_buffer_that_is_not_persistent_is_neither_listed_nor_moved_but_ModuleTensors_does_both()
    {
        using var module = new Buffered();

        module.to(float64);
        module.named_buffers(include_nonpersistent: true).ShouldBeEmpty();
        module.get_buffer("code")!.dtype.ShouldBe(ScalarType.Float32);

        ModuleTensors.MoveTo(module, dtype: float64);
        module.get_buffer("code")!.dtype.ShouldBe(ScalarType.Float64);
    }

    [Fact]
    public void Components_are_registered_by_name_so_that_a_field_needs_the_name_it_was_registered_under()
    {
        using var twice = new Twice();
        using var once = new Once();

        twice.state_dict().Keys.ShouldBe(["head.weight", "head.bias", "_head.weight", "_head.bias"], ignoreOrder: true);
        once.state_dict().Keys.ShouldBe(["head.weight", "head.bias"]);
    }

    [Fact]
    public void A_modules_zero_grad_sets_gradients_to_null_and_an_optimizers_to_zero()
    {
        using var module = nn.Linear(2, 1);
        module.call(ones(1, 2)).sum().backward();
        var optimizer = optim.SGD(module.parameters(), 0.1);

        optimizer.zero_grad();
        module.weight.grad.ShouldNotBeNull().ShouldHold(0, 0);
        module.zero_grad();
        module.weight.grad.ShouldBeNull();
    }

    [Fact]
    public void The_error_of_load_state_dict_names_no_key_and_Differences_does()
    {
        using var module = nn.Linear(2, 1);
        var state = new Dictionary<string, Tensor> { ["weight"] = zeros(1, 2), ["bia"] = zeros(1) };

        Should.Throw<InvalidOperationException>(() => module.load_state_dict(state)).Message.ShouldNotContain("bia");
        ModuleTensors.Differences(state, module).Select(p => p.Name).ShouldBe(["bias", "bia"], ignoreOrder: true);
    }

    [Fact]
    public void A_storage_of_bytes_is_converted_and_only_bytes_are_the_memory()
    {
        var numbers = tensor(new[] { 1.5f, 2.5f });

        numbers.storage<byte>().Count.ShouldBe(2);
        numbers.bytes.ToArray().ShouldBe([0, 0, 0xC0, 0x3F, 0, 0, 0x20, 0x40]);
    }

    [Fact]
    public void A_memory_format_cannot_be_asked_for_and_is_made_by_permuting_which_changes_no_value()
    {
        var contiguous = typeof(Tensor).GetMethods().Where(method => method.Name == "contiguous");
        contiguous.ShouldHaveSingleItem().GetParameters().ShouldBeEmpty();
        var x = arange(2 * 3 * 4 * 5, float32).reshape(2, 3, 4, 5);

        var channelsLast = x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

        channelsLast.shape.ShouldBe([2, 3, 4, 5]);
        channelsLast.stride().ShouldBe([60, 1, 15, 3]);
        channelsLast.Equals(x).ShouldBeTrue();
        channelsLast.contiguous().stride().ShouldBe([60, 20, 5, 1]);
        var kernel = ones(1, 3, 2, 2);
        nn.functional.conv2d(channelsLast, kernel).Equals(nn.functional.conv2d(x, kernel)).ShouldBeTrue();
    }

    [Fact]
    public void A_shape_is_asked_of_libtorch_each_time_so_that_a_loop_reads_it_once()
    {
        var x = zeros(2, 3);
        x.shape.ShouldBe([2, 3]);

        x.shape.ShouldNotBeSameAs(x.shape);
        x.shape[0] = 7;
        x.shape.ShouldBe([2, 3]);
    }

    [Fact]
    public void Equal_gives_a_tensor_of_truth_values_and_Equals_one_for_all()
    {
        var numbers = tensor(new[] { 1f, 2f });

        numbers.equal(tensor(new[] { 1f, 3f })).data<bool>().ToArray().ShouldBe([true, false]);
        numbers.Equals(tensor(new[] { 1f, 3f })).ShouldBeFalse();
        numbers.Equals(tensor(new[] { 1f, 2f })).ShouldBeTrue();
    }

    private sealed class Buffered : nn.Module
    {
        internal Buffered()
            : base("buffered") => register_buffer("code", ones(2), persistent: false);
    }

    private sealed class Twice : nn.Module
    {
        private readonly Linear _head = nn.Linear(1, 1);

        internal Twice()
            : base("twice")
        {
            register_module("head", _head);
            RegisterComponents();
        }
    }

    private sealed class Once : nn.Module
    {
        [ComponentName(Name = "head")]
        private readonly Linear _head = nn.Linear(1, 1);

        internal Once()
            : base("once")
        {
            register_module("head", _head);
            RegisterComponents();
        }
    }
}
