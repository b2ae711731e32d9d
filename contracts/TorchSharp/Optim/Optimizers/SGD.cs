using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, with momentum if wanted.</summary>
public sealed partial class SGD : GroupedOptimizer<SGD.Options>, torch.optim.IMomentum
{
    internal SGD(IEnumerable<ParamGroup> groups, Options defaults)
        : base(groups, defaults, "momentum_buffer")
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
        if (options.momentum is { } momentum and not 0.0)
        {
            gradients = WithMomentum(options, batch, gradients, momentum);
        }

        kernels.AddInPlace(batch.Parameters, gradients, -options.LearningRate!.Value);
    }

    private static Tensor[] WithMomentum(Options options, UpdateBatch batch, Tensor[] gradients, double momentum)
    {
        Tensor[] velocity;
        if (batch.Has(0))
        {
            velocity = batch.Slot(0);
            batch.Kernels.MultiplyInPlace(velocity, momentum);
            batch.Kernels.AddInPlace(velocity, gradients, 1.0 - options.dampening!.Value);
        }
        else
        {
            velocity = batch.StartWith(0, gradients);
        }

        return options.nesterov!.Value ? batch.Kernels.Add(gradients, velocity, momentum) : velocity;
    }
}
