using PluginHost.Tensors.Optim;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.Tensors;

/// <summary>Adam (Kingma and Ba 2015, algorithm 1), with the decay added to the gradient, as torch.optim.Adam.</summary>
public class FlatAdam : FlatOptimizer
{
    // From so many elements on libtorch's operators share their work among threads.
    private const long Short = 32_768;

    /// <summary>Makes an optimizer over named parameters.</summary>
    /// <param name="parameters">Names, which saved states have, and parameters.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="beta1">The decay of the first moment.</param>
    /// <param name="beta2">The decay of the second moment.</param>
    /// <param name="epsilon">What is added to the denominator.</param>
    /// <param name="weightDecay">The factor of the decay.</param>
    public FlatAdam(
        IEnumerable<(string Name, Parameter Parameter)> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-8, double weightDecay = 0)
        : base(parameters, learningRate, weightDecay, "exp_avg", "exp_avg_sq")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        (Beta1, Beta2, Epsilon) = (beta1, beta2, epsilon);
    }

    /// <summary>Makes an optimizer over parameters that are named by their place.</summary>
    /// <inheritdoc cref="FlatAdam(IEnumerable{ValueTuple{string, Parameter}}, double, double, double, double, double)" />
    public FlatAdam(
        IEnumerable<Parameter> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 0)
        : this(FlatParameters.Numbered(parameters), learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <summary>The decay of the first moment.</summary>
    public double Beta1 { get; set; }

    /// <summary>The decay of the second moment.</summary>
    public double Beta2 { get; set; }

    /// <summary>What is added to the denominator.</summary>
    public double Epsilon { get; set; }

    /// <inheritdoc />
    protected internal override IReadOnlyDictionary<string, (double Value, Action<double> Set)> Options() =>
        new Dictionary<string, (double, Action<double>)>(base.Options(), StringComparer.Ordinal)
        {
            ["beta1"] = (Beta1, value => Beta1 = value),
            ["beta2"] = (Beta2, value => Beta2 = value),
            ["epsilon"] = (Epsilon, value => Epsilon = value),
        };

    /// <summary>Applies the decay before the moments are updated.</summary>
    /// <param name="values">Parameters.</param>
    /// <param name="gradients">Gradients.</param>
    protected virtual void Decay(Tensor values, Tensor gradients) => gradients.add_(values, alpha: WeightDecay);

    /// <inheritdoc />
    private protected override long CpuPiece => IsOwnRule ? long.MaxValue : base.CpuPiece;

    /// <inheritdoc />
    protected override void Update(Tensor values, Tensor gradients, Tensor[] moments, long step)
    {
        // libtorch shares its one pass among all threads, however short it is; a short one then waits for a thread on a busy machine, ten times
        // as long as it computes. A derived rule may decay in its own way.
        if (IsOwnRule && !(values.device_type == DeviceType.CPU && values.NumberOfElements < Short))
        {
            TensorLists.Adam(this is FlatAdamW, values, gradients, moments, step, LearningRate, Beta1, Beta2, WeightDecay, Epsilon);
            return;
        }

        if (WeightDecay != 0) Decay(values, gradients);
        var (first, second) = (moments[0], moments[1]);
        first.lerp_(gradients, 1 - Beta1);
        second.mul_(Beta2).addcmul_(gradients, gradients, 1 - Beta2);

        // m / (sqrt(v) / c + epsilon) = c m / (sqrt(v) + c epsilon) saves a pass over the memory.
        var correction = Math.Sqrt(1 - Math.Pow(Beta2, step));
        var denominator = Root(second).add_(Epsilon * correction);
        values.addcdiv_(first, denominator, -LearningRate * correction / (1 - Math.Pow(Beta1, step)));
    }

    private bool IsOwnRule => this is FlatAdamW || GetType() == typeof(FlatAdam);

    // libtorch shares sqrt among all threads from 2,048 elements on, the reciprocal root as everything else.
    private static Tensor Root(Tensor tensor) =>
        tensor.NumberOfElements < Short && tensor.device_type == DeviceType.CPU ? tensor.rsqrt().reciprocal_() : tensor.sqrt();
}

/// <summary>AdamW (Loshchilov and Hutter 2019, algorithm 2): the decay shrinks the parameters themselves, as torch.optim.AdamW.</summary>
public sealed class FlatAdamW : FlatAdam
{
    /// <summary>Makes an optimizer over named parameters.</summary>
    /// <inheritdoc cref="FlatAdam(IEnumerable{ValueTuple{string, Parameter}}, double, double, double, double, double)" />
    public FlatAdamW(
        IEnumerable<(string Name, Parameter Parameter)> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-8, double weightDecay = 1e-2)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <summary>Makes an optimizer over parameters that are named by their place.</summary>
    /// <inheritdoc cref="FlatAdam(IEnumerable{ValueTuple{string, Parameter}}, double, double, double, double, double)" />
    public FlatAdamW(
        IEnumerable<Parameter> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 1e-2)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <inheritdoc />
    protected override void Decay(Tensor values, Tensor gradients) => values.mul_(1 - (LearningRate * WeightDecay));
}
