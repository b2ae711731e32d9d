using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Core;

public sealed class OperatorCallTests
{
    [Fact]
    public void Product_sum_and_gradient_agree_with_the_closed_form()
    {
        using var scope = NewDisposeScope();
        var a = full([2, 2], 3.0, requires_grad: true);
        var b = full([2, 2], 2.0f);

        var c = a.matmul(b).add(1).mul(a);
        c.backward([ones([2, 2])]);

        c.data<float>().ToArray().ShouldBe([39f, 39f, 39f, 39f]);
        a.grad!.data<float>().ToArray().ShouldBe([25f, 25f, 25f, 25f]);
    }

    [Fact]
    public void A_failure_in_libtorch_becomes_an_exception_that_names_the_operator()
    {
        using var scope = NewDisposeScope();

        var error = Should.Throw<ExternalException>(() => ones([2, 2]).matmul(ones([3, 3])));

        error.Message.ShouldStartWith("aten::matmul: ");
        error.Message.ShouldContain("2x2 and 3x3");
        error.Message.ShouldNotContain('\n');
    }
}
