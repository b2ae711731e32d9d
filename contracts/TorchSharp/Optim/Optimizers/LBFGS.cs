using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Limited-memory BFGS (Nocedal and Wright, algorithm 7.5) with fixed step length; one group only, and each step calls the closure
/// several times.
/// </summary>
public sealed partial class LBFGS : OptimizerHelper
{
    private readonly List<(Tensor Change, Tensor GradientChange, double Curvature)> _history = [];
    private Tensor? _direction;
    private Tensor? _lastGradient;
    private double _scale = 1.0;
    private long _iterations;

    internal LBFGS(IEnumerable<Parameter> parameters, Options options)
        : base(options)
        => Take(new ParamGroup(parameters));

    /// <inheritdoc/>
    public override void add_param_group(Modules.ParamGroup param_group)
        => throw new InvalidOperationException("L-BFGS takes one parameter group.");

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException">There is no closure.</exception>
    public override Tensor step(Func<Tensor>? closure = null)
    {
        ArgumentNullException.ThrowIfNull(closure);
        var options = (Options)Groups[0].Options;
        var limit = options.max_eval ?? (options.max_iter!.Value * 5 / 4);
        var loss = Evaluate(closure, out var value);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var gradient = Gradient();
        var evaluations = 1L;
        for (var iteration = 1L; MaxAbs(gradient) > options.tolerance_grad && iteration <= options.max_iter; iteration++)
        {
            Turn(gradient, options);
            Keep(ref _lastGradient, gradient.clone());
            var (previous, rate) = (value, options.LearningRate!.Value);
            var length = _iterations == 1 ? Math.Min(1.0, 1.0 / gradient.abs().sum().ToDouble()) * rate : rate;
            var slope = gradient.dot(_direction!).ToDouble();
            if (slope > -options.tolerance_change)
            {
                break;
            }

            Move(_direction!, length);
            _lastLength = length;
            if (iteration == options.max_iter)
            {
                break;
            }

            using (Evaluate(closure, out value))
            {
                gradient = Gradient();
            }

            evaluations++;
            if (evaluations >= limit || MaxAbs(gradient) <= options.tolerance_grad
                || MaxAbs(_direction!) * length <= options.tolerance_change || Math.Abs(value - previous) < options.tolerance_change)
            {
                break;
            }
        }

        return loss;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var (change, gradientChange, _) in disposing ? _history : [])
        {
            change.Dispose();
            gradientChange.Dispose();
        }

        _history.Clear();
        _direction?.Dispose();
        _lastGradient?.Dispose();
        base.Dispose(disposing);
    }
}
