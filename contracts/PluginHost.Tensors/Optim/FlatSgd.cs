using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.Tensors;

/// <summary>Stochastic gradient descent with momentum (dampening 0), as torch.optim.SGD.</summary>
public sealed class FlatSgd : FlatOptimizer
{
    /// <summary>Makes an optimizer over named parameters.</summary>
    /// <param name="parameters">Names, which saved states have, and parameters.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="momentum">How much of the velocity stays; 0 keeps none.</param>
    /// <param name="weightDecay">The factor of the decay, which is added to the gradient.</param>
    /// <param name="nesterov">Whether the step looks ahead by the velocity.</param>
    /// <exception cref="ArgumentException">Nesterov's step without momentum.</exception>
    public FlatSgd(
        IEnumerable<(string Name, Parameter Parameter)> parameters, double learningRate, double momentum = 0, double weightDecay = 0,
        bool nesterov = false)
        : base(parameters, learningRate, weightDecay, momentum == 0 ? [] : ["momentum_buffer"])
    {
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        if (nesterov && momentum == 0) throw new ArgumentException("Nesterov's step needs a momentum above 0.", nameof(nesterov));

        (Momentum, Nesterov) = (momentum, nesterov);
    }

    /// <summary>Makes an optimizer over parameters that are named by their place.</summary>
    /// <inheritdoc cref="FlatSgd(IEnumerable{ValueTuple{string, Parameter}}, double, double, double, bool)" />
    public FlatSgd(
        IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double weightDecay = 0, bool nesterov = false)
        : this(FlatParameters.Numbered(parameters), learningRate, momentum, weightDecay, nesterov)
    {
    }

    /// <summary>How much of the velocity stays.</summary>
    public double Momentum { get; private set; }

    /// <summary>Whether the step looks ahead by the velocity.</summary>
    public bool Nesterov { get; private set; }

    /// <inheritdoc />
    protected internal override IReadOnlyDictionary<string, (double Value, Action<double> Set)> Options() =>
        new Dictionary<string, (double, Action<double>)>(base.Options(), StringComparer.Ordinal)
        {
            ["momentum"] = (Momentum, value => Momentum = value),
            ["nesterov"] = (Nesterov ? 1 : 0, value => Nesterov = value != 0),
        };

    /// <inheritdoc />
    protected override void Update(Tensor values, Tensor gradients, Tensor[] moments, long step)
    {
        if (WeightDecay != 0) gradients.add_(values, alpha: WeightDecay);

        // A velocity of zero makes the first step PyTorch's, which begins with the gradient itself.
        if (moments is [var velocity])
        {
            velocity.mul_(Momentum).add_(gradients);
            gradients = Nesterov ? gradients.add_(velocity, alpha: Momentum) : velocity;
        }

        values.add_(gradients, alpha: -LearningRate);
    }
}
