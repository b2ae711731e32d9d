using System.Runtime.InteropServices;
using TorchSharp.Extras;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Core;

public sealed class GenericCallTests
{
    [Fact]
    public void Any_operator_is_called_by_name()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2.0 });

        Operators.Call("aten::add.Tensor", x, x).ShouldHold(2, 4);
        Operators.Call("aten::add", x, 1, 2.5).ShouldHold(3.5, 4.5);
        Operators.Call("aten::special_bessel_j0", zeros(1)).ShouldHold(1);
        Operators.Call("aten::conv1d", ones(1, 1, 4), ones(1, 1, 2), null, new[] { 2 }).ShouldHold(2, 2);
    }

    [Fact]
    public void Results_that_are_no_single_tensor_come_as_a_list()
    {
        using var scope = NewDisposeScope();

        Operators.CallAll("aten::equal", ones(2), ones(2)).ShouldBe([true]);
        Operators.CallAll("aten::item", tensor(2.5)).ShouldBe([2.5]);
        var pair = Operators.CallAll("aten::frexp.Tensor", tensor(new[] { 6.0 }));
        ((Tensor)pair[0]!).ShouldHold(0.75);
        ((Tensor)pair[1]!).ShouldHold(3);
        var parts = (Tensor?[])Operators.CallAll("aten::split.Tensor", arange(3), 2)[0]!;
        parts.Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("x", "aten::matmul: argument 'other' (position 2) wants Tensor, got string")]
    [InlineData(null, "aten::matmul: argument 'other' (position 2) wants Tensor, got None")]
    public void A_wrong_kind_of_argument_is_an_exception_that_names_operator_and_argument(object? wrong, string message)
    {
        using var x = ones(2);

        Should.Throw<ExternalException>(() => Operators.Call("aten::matmul", x, wrong)).Message.ShouldBe(message);
    }

    [Fact]
    public void Missing_and_surplus_arguments_are_refused()
    {
        using var x = ones(2);

        Should.Throw<ExternalException>(() => Operators.Call("aten::matmul",
            x)).Message.ShouldContain("argument 'other' (Tensor, position 2) is missing");
        Should.Throw<ExternalException>(() => Operators.Call("aten::matmul", x, x,
            x)).Message.ShouldContain("takes at most 2 arguments, got 3");
        Should.Throw<ArgumentException>(() => Operators.Call("aten::matmul", x, new object())).Message.ShouldContain("argument 2");
    }

    [Fact]
    public void Unknown_operators_are_told_apart_from_known_ones()
    {
        Operators.Exists("aten::matmul").ShouldBeTrue();
        Operators.Exists("aten::no_such_thing").ShouldBeFalse();
        Should.Throw<MissingMethodException>(() => Operators.Call("aten::no_such_thing")).Message.ShouldContain("aten::no_such_thing");
        Operators.Schema("aten::matmul").ShouldContain("matmul(Tensor self, Tensor other) -> Tensor");
    }

    [Fact]
    public void The_backend_describes_itself()
    {
        Backend.TryLoad().ShouldBeTrue();
        Version.Parse(Backend.LibtorchVersion.Split('+')[0]).Major.ShouldBeGreaterThanOrEqualTo(1);
        Backend.ShimPath!.ShouldEndWith("libpluginhost_torch.so");
        Backend.LibtorchPath.ShouldContain("libtorch_cpu");
        Backend.BlasName.ShouldNotBeEmpty();
        Backend.CudaDescription.ShouldNotBeEmpty();
        Backend.LoadTrace.Last().ShouldEndWith("loaded");
    }

    [Fact]
    public void Thread_counts_are_set_and_read()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            get_num_threads().ShouldBe(1);
            if (Backend.BlasThreads > 0)
            {
                Backend.BlasThreads = 1;
                Backend.BlasThreads.ShouldBe(1);
            }
        }
        finally
        {
            set_num_threads(before);
        }

        Should.Throw<ArgumentOutOfRangeException>(() => set_num_threads(0));
    }

    [Fact]
    public void A_device_that_is_not_there_is_an_exception()
    {
        new Device("cuda:1").ToString().ShouldBe("cuda:1");
        Should.Throw<ArgumentException>(() => new Device("gpu"));
        if (!cuda.is_available())
        {
            cuda.device_count().ShouldBe(0);
            TryInitializeDeviceType(DeviceType.CUDA).ShouldBeFalse();
            Should.Throw<ExternalException>(() => InitializeDeviceType(DeviceType.CUDA)).Message.ShouldContain("no CUDA device");
            Should.Throw<ExternalException>(() => zeros(1, device: CUDA));
        }
    }
}
