using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Steps in the units of the parameters (Zeiler 2012).</summary>
public sealed partial class Adadelta : GroupedOptimizer<Adadelta.Options>
{
    internal Adadelta(IEnumerable<ParamGroup> groups, Options defaults)
        : base(groups, defaults, "square_avg", "acc_delta")
    {
    }

    private protected override void Update(Options options, UpdateBatch batch)
    {
        var kernels = batch.Kernels;
        var gradients = options.maximize!.Value ? kernels.Negate(batch.Gradients) : batch.Gradients;
        if (options.weight_decay is { } decay and not 0.0)
        {
            gradients = kernels.Add(gradients, batch.Parameters, decay);
        }

        batch.Advance();
        var (rho, eps) = (options.rho!.Value, options.eps!.Value);
        Tensor[] squares = batch.Slot(0), steps = batch.Slot(1);
        kernels.MultiplyInPlace(squares, rho);
        kernels.AddProductInPlace(squares, gradients, gradients, 1.0 - rho);
        var delta = kernels.Sqrt(kernels.Add(steps, eps));
        kernels.DivideInPlace(delta, kernels.Sqrt(kernels.Add(squares, eps)));
        kernels.MultiplyInPlace(delta, gradients);
        kernels.MultiplyInPlace(steps, rho);
        kernels.AddProductInPlace(steps, delta, delta, 1.0 - rho);
        kernels.AddInPlace(batch.Parameters, delta, -options.LearningRate!.Value);
    }
}
