using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam with Nesterov momentum (Dozat 2016).</summary>
public sealed partial class NAdam : MomentOptimizer<NAdam.Options>
{
    internal NAdam(IEnumerable<ParamGroup> groups, Options defaults)
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
        var momentum = Momentum(options, step);
        var next = Momentum(options, step + 1);
        var product = batch.Factor *= momentum;
        var denominators = kernels.Sqrt(second);
        kernels.DivideInPlace(denominators, Math.Sqrt(1.0 - Math.Pow(beta2, step)));
        kernels.AddInPlace(denominators, options.eps!.Value);
        var rate = options.LearningRate!.Value;
        kernels.AddQuotientInPlace(batch.Parameters, gradients, denominators, -rate * (1.0 - momentum) / (1.0 - product));
        kernels.AddQuotientInPlace(batch.Parameters, first, denominators, -rate * next / (1.0 - (product * next)));
    }

    private static double Momentum(Options options, long step)
        => options.beta1!.Value * (1.0 - (0.5 * Math.Pow(0.96, step * options.momentum_decay!.Value)));
}
