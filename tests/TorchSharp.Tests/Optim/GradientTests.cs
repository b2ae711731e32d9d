using TorchSharp.Modules;
using TorchSharp.Tests.NN;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Optim;

public sealed class GradientTests
{
    /// <summary>Stored numbers: PyTorch 1.13.0, float64, CPU.</summary>
    [Theory]
    [InlineData(2.0, 2.1674120397339984, 1.0377294775473138, 1.1264279927212648)]
    [InlineData(3.0, 1.5807967696904455, 1.4228185568561613, 1.5444320371375202)]
    [InlineData(double.PositiveInfinity, 0.9995736030415052, 2.2491884013523977, 2.441434719745463)]
    [InlineData(1.0, 6.067956937514707, 0.3706664456994592, 0.4023486558223271)]
    public void The_norm_over_all_gradients_is_brought_down_to_the_limit(double norm, double total, double first, double second)
    {
        using var scope = NewDisposeScope();
        var (a, b) = WithGradients();

        nn.utils.clip_grad_norm_([a, b], 1.0, norm).ShouldBe(total, 1e-12);

        Digest.ShouldMatch([Digest.Of(a.grad!), Digest.Of(b.grad!)], [first, second], "clipped");
    }

    [Fact]
    public void Small_gradients_stay_and_large_elements_are_clamped()
    {
        using var scope = NewDisposeScope();
        var (a, b) = WithGradients();
        var before = a.grad!.clone();

        nn.utils.clip_grad_norm_([a, b], 1000.0);
        allclose(a.grad!, before, rtol: 0, atol: 0).ShouldBeTrue();
        nn.utils.clip_grad_value_([a, b], 0.3);

        allclose(a.grad!, before.clamp(-0.3, 0.3), rtol: 0, atol: 0).ShouldBeTrue();
        b.grad!.abs().max().item<double>().ShouldBe(0.3);
        nn.utils.clip_grad_norm_([new Parameter(zeros([1]))], 1.0).ShouldBe(0.0);
    }

    [Fact]
    public void Parameters_become_a_vector_and_come_back()
    {
        using var scope = NewDisposeScope();
        using var problem = new Problem();
        var vector = nn.utils.parameters_to_vector(problem.All);
        vector.shape.ShouldBe([12]);

        nn.utils.vector_to_parameters(vector.detach() * 2, problem.All);

        allclose(nn.utils.parameters_to_vector(problem.All), vector * 2).ShouldBeTrue();
        Should.Throw<ArgumentException>(() => nn.utils.vector_to_parameters(zeros([5]), problem.All)).Message.ShouldContain("12");
    }

    private static (Parameter A, Parameter B) WithGradients()
    {
        var (a, b) = (new Parameter(zeros([3, 2], ScalarType.Float64)), new Parameter(zeros([4], ScalarType.Float64)));
        (a.grad, b.grad) = (Digest.Wave([3, 2], 0.2), Digest.Wave([4], 0.9));
        return (a, b);
    }
}
