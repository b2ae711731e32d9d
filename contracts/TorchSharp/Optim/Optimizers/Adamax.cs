using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam with the greatest magnitude in place of the second moment (Kingma and Ba 2015).</summary>
public sealed partial class Adamax : MomentOptimizer<Adamax.Options>
{
    internal Adamax(IEnumerable<ParamGroup> groups, Options defaults)
        : base(groups, defaults, "exp_avg", "exp_inf")
    {
    }

    private protected override void Update(Options options, UpdateBatch batch)
    {
        var kernels = batch.Kernels;
        var gradients = batch.Gradients;
        if (options.weight_decay is { } decay and not 0.0)
        {
            gradients = kernels.Add(gradients, batch.Parameters, decay);
        }

        var step = batch.Advance();
        var (beta1, beta2) = (options.beta1!.Value, options.beta2!.Value);
        Tensor[] first = batch.Slot(0), greatest = batch.Slot(1);
        kernels.MultiplyInPlace(first, beta1);
        kernels.AddInPlace(first, gradients, 1.0 - beta1);
        kernels.MultiplyInPlace(greatest, beta2);
        var magnitudes = kernels.Abs(gradients);
        kernels.AddInPlace(magnitudes, options.eps!.Value);
        kernels.MaximumInPlace(greatest, magnitudes);
        kernels.AddQuotientInPlace(batch.Parameters, first, greatest, -options.LearningRate!.Value / (1.0 - Math.Pow(beta1, step)));
    }
}
