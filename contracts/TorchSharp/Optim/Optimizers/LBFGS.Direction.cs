using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed partial class LBFGS
{
    private double _lastLength;

    /// <summary>Updates the history with the last move and sets the new direction.</summary>
    private void Turn(Tensor gradient, Options options)
    {
        _iterations++;
        if (_lastGradient is null)
        {
            Keep(ref _direction, gradient.neg());
            return;
        }

        var gradientChange = gradient - _lastGradient;
        var change = _direction! * _lastLength;
        var curvature = gradientChange.dot(change).ToDouble();
        if (curvature > 1e-10)
        {
            if (_history.Count == options.history_size)
            {
                _history[0].Change.Dispose();
                _history[0].GradientChange.Dispose();
                _history.RemoveAt(0);
            }

            _history.Add((change.DetachFromDisposeScope(), gradientChange.DetachFromDisposeScope(), 1.0 / curvature));
            _scale = curvature / gradientChange.dot(gradientChange).ToDouble();
        }

        var direction = gradient.neg();
        var weights = new double[_history.Count];
        for (var i = _history.Count - 1; i >= 0; i--)
        {
            weights[i] = _history[i].Change.dot(direction).ToDouble() * _history[i].Curvature;
            direction = direction.add(_history[i].GradientChange, -weights[i]);
        }

        direction = direction.mul(_scale);
        for (var i = 0; i < _history.Count; i++)
        {
            var other = _history[i].GradientChange.dot(direction).ToDouble() * _history[i].Curvature;
            direction = direction.add(_history[i].Change, weights[i] - other);
        }

        Keep(ref _direction, direction);
    }

    private static Tensor Evaluate(Func<Tensor> closure, out double value)
    {
        using var recording = enable_grad();
        var loss = closure();
        value = loss.ToDouble();
        return loss;
    }

    private Tensor Gradient() => cat([.. parameters().Select(Flat)]);

    private static Tensor Flat(Parameter parameter)
        => parameter.grad is { } gradient ? gradient.reshape(-1) : zeros_like(parameter).reshape(-1);

    private void Move(Tensor direction, double length)
    {
        var start = 0L;
        foreach (var parameter in parameters())
        {
            var count = parameter.numel();
            parameter.add_(direction.narrow(0, start, count).view(parameter.shape), length);
            start += count;
        }
    }

    private static double MaxAbs(Tensor tensor) => tensor.abs().max().ToDouble();

    private static void Keep(ref Tensor? place, Tensor tensor)
    {
        place?.Dispose();
        place = tensor.DetachFromDisposeScope();
    }
}
