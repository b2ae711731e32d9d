using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests.Precision;

public sealed class AutocastTests
{
    [Fact]
    public void It_is_available_with_the_libtorch_of_the_package()
    {
        Autocast.IsAvailable(out var reason).ShouldBeTrue();
        reason.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void Products_are_lowered_inside_the_scope_only_and_a_loss_is_not(ScalarType lower)
    {
        using var scope = NewDisposeScope();
        var a = ones(4, 4);

        using (new Autocast(DeviceType.CPU, lower))
        {
            a.matmul(a).dtype.ShouldBe(lower);
            nn.functional.mse_loss(a.matmul(a), a).dtype.ShouldBe(ScalarType.Float32);
            using (new Autocast(DeviceType.CPU, enabled: false))
            {
                a.matmul(a).dtype.ShouldBe(ScalarType.Float32);
                using (new Autocast(DeviceType.CPU, ScalarType.BFloat16))
                {
                    a.matmul(a).dtype.ShouldBe(ScalarType.BFloat16);
                }

                Autocast.IsEnabled(DeviceType.CPU).ShouldBeFalse();
            }

            Autocast.IsEnabled(DeviceType.CPU).ShouldBeTrue();
            a.matmul(a).dtype.ShouldBe(lower);
        }

        Autocast.IsEnabled(DeviceType.CPU).ShouldBeFalse();
        a.matmul(a).dtype.ShouldBe(ScalarType.Float32);
    }

    [Fact]
    public void The_cast_of_a_weight_is_kept_until_the_outermost_scope_ends()
    {
        using var scope = NewDisposeScope();
        var a = ones(2, 2);
        var weight = new TorchSharp.Modules.Parameter(ones(2, 2));
        using (new Autocast(DeviceType.CPU, bfloat16))
        {
            a.matmul(weight).ShouldHold(2, 2, 2, 2);
            Fill(weight, 3);
            using (new Autocast(DeviceType.CPU, bfloat16))
            {
            }

            a.matmul(weight).ShouldHold(2, 2, 2, 2);
        }

        using (new Autocast(DeviceType.CPU, bfloat16))
        {
            a.matmul(weight).ShouldHold(6, 6, 6, 6);
        }

        using (new Autocast(DeviceType.CPU, bfloat16, cacheEnabled: false))
        {
            a.matmul(weight).ShouldHold(6, 6, 6, 6);
            Fill(weight, 4);
            a.matmul(weight).ShouldHold(8, 8, 8, 8);
        }

        static void Fill(Tensor tensor, double value)
        {
            using var quiet = no_grad();
            tensor.fill_(value);
        }
    }

    [Fact]
    public void Another_thread_is_not_affected()
    {
        using var lowered = new Autocast(DeviceType.CPU, bfloat16);
        var enabled = true;
        var thread = new Thread(() => enabled = Autocast.IsEnabled(DeviceType.CPU));
        thread.Start();
        thread.Join();
        enabled.ShouldBeFalse();
    }

    [Fact]
    public void Scopes_that_end_out_of_order_and_other_types_and_devices_are_refused()
    {
        var outer = new Autocast(DeviceType.CPU, bfloat16);
        var inner = new Autocast(DeviceType.CPU, enabled: false);
        Should.Throw<InvalidOperationException>(outer.Dispose).Message.ShouldContain("the innermost first");
        inner.Dispose();
        inner.Dispose();
        Autocast.IsEnabled(DeviceType.CPU).ShouldBeTrue();
        outer.Dispose();
        Autocast.IsEnabled(DeviceType.CPU).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => new Autocast(DeviceType.CPU, float64)).Message.ShouldContain("Float16 or BFloat16");
        Should.Throw<ArgumentException>(() => new Autocast(DeviceType.META)).Message.ShouldContain("CPU and CUDA");
    }

    [Theory]
    [InlineData("set_autocast_dtype")]
    [InlineData("clear_cache")]
    public void A_libtorch_that_lacks_one_function_is_told_by_the_name_it_has_in_the_source(string function)
    {
        var message = Autocast.Missing("libtorch_cpu.so", name => name.Contains(function, StringComparison.Ordinal) ? 0 : 1);

        message.ShouldBe($"Mixed precision needs at::autocast::{function}, which this libtorch_cpu.so lacks. Use libtorch 2.4 or later.");
        Autocast.Missing("libtorch_cpu.so", _ => 1).ShouldBeEmpty();
    }
}
