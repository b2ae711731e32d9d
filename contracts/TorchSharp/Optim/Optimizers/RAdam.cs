using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam with the variance of its early steps rectified (Liu et al. 2020).</summary>
public sealed partial class RAdam : MomentOptimizer<RAdam.Options>
{
    internal RAdam(IEnumerable<ParamGroup> groups, Options defaults)
        : base(groups, defaults, "exp_avg", "exp_avg_sq")
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
        Tensor[] first = batch.Slot(0), second = batch.Slot(1);
        kernels.MultiplyInPlace(first, beta1);
        kernels.AddInPlace(first, gradients, 1.0 - beta1);
        kernels.MultiplyInPlace(second, beta2);
        kernels.AddProductInPlace(second, gradients, gradients, 1.0 - beta2);
        var (correction1, correction2) = (1.0 - Math.Pow(beta1, step), 1.0 - Math.Pow(beta2, step));
        var rate = options.LearningRate!.Value / correction1;
        var longest = (2.0 / (1.0 - beta2)) - 1.0;
        var length = longest - (2.0 * step * Math.Pow(beta2, step) / correction2);
        if (length <= 5.0)
        {
            kernels.AddInPlace(batch.Parameters, first, -rate);
            return;
        }

        var rectified = Math.Sqrt(
            (length - 4.0) * (length - 2.0) * longest / ((longest - 4.0) * (longest - 2.0) * length));
        var denominators = kernels.Sqrt(second);
        kernels.AddInPlace(denominators, options.eps!.Value);
        kernels.AddQuotientInPlace(batch.Parameters, first, denominators, -rate * rectified * Math.Sqrt(correction2));
    }
}
