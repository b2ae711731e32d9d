using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Division by the root of a running mean of squares (Hinton 2012).</summary>
public sealed partial class RMSProp : GroupedOptimizer<RMSProp.Options>, torch.optim.IMomentum
{
    internal RMSProp(IEnumerable<ParamGroup> groups, Options defaults)
        : base(groups, defaults, "square_avg", "momentum_buffer", "grad_avg")
    {
    }

    /// <summary>That of the first group; setting sets all groups.</summary>
    public double Momentum
    {
        get => ((ParamGroup)Groups[0]).Momentum;
        set => Groups.ForEach(group => ((ParamGroup)group).Momentum = value);
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
        var alpha = options.alpha!.Value;
        var squares = batch.Slot(0);
        kernels.MultiplyInPlace(squares, alpha);
        kernels.AddProductInPlace(squares, gradients, gradients, 1.0 - alpha);
        if (options.centered!.Value)
        {
            var means = batch.Slot(2);
            kernels.MultiplyInPlace(means, alpha);
            kernels.AddInPlace(means, gradients, 1.0 - alpha);
            squares = kernels.Add(squares, 0.0);
            kernels.AddProductInPlace(squares, means, means, -1.0);
        }

        var denominators = kernels.Sqrt(squares);
        kernels.AddInPlace(denominators, options.eps!.Value);
        if (options.momentum is { } momentum and > 0.0)
        {
            var velocity = batch.Slot(1);
            kernels.MultiplyInPlace(velocity, momentum);
            kernels.AddQuotientInPlace(velocity, gradients, denominators, 1.0);
            kernels.AddInPlace(batch.Parameters, velocity, -options.LearningRate!.Value);
            return;
        }

        kernels.AddQuotientInPlace(batch.Parameters, gradients, denominators, -options.LearningRate!.Value);
    }
}
