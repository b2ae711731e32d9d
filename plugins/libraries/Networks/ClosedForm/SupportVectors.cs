namespace PluginHost.Networks;

/// <summary>
/// Linear support vector classifiers, one class against the rest, with the squared hinge: for each class the minimum of
/// 1/2 |w|² + 1/2 b² + C sum_i max(0, 1 - y_i (w x_i + b))², y = 1 for samples of the class and -1 for others. This is the objective of
/// scikit-learn's LinearSVC with its defaults, where the intercept is the weight of an input that is always 1.
/// </summary>
/// <remarks>
/// Newton's method on the primal (Keerthi and DeCoste, JMLR 2005): the objective is quadratic on the samples within the margin, and the step
/// is exact once these no longer change. A class costs D² numbers and, for each step, N D² operations.
/// </remarks>
public static class SupportVectors
{
    private const int MostSteps = 200;

    /// <summary>Solves for every class.</summary>
    /// <param name="features">(N, D) of any floating type.</param>
    /// <param name="labels">Classes from 0, (N) whole numbers.</param>
    /// <param name="classes">The number of classes; one without samples gets the classifier that always says no.</param>
    /// <param name="penalty">C, above 0.</param>
    /// <param name="tolerance">A class is solved when the gradient's length is below this times that at zero weights.</param>
    /// <returns>(classes, D + 1) in float64: the weights, then the intercept. In the current dispose scope.</returns>
    /// <exception cref="JobException">The shapes do not fit, C is not above 0, or a class is not solved after 200 steps.</exception>
    public static Tensor Solve(Tensor features, Tensor labels, int classes, double penalty, double tolerance = 1e-10)
    {
        NetworkFault.CheckRows(features, features.size(-1), "support vectors");
        NetworkFault.CheckLabels(labels, features.size(0), "support vectors");
        if (!(penalty > 0 && double.IsFinite(penalty)))
            throw NetworkFault.Of(NetworkFault.Options, "support vectors", $"'C' is {penalty}.", "Give a number above 0.");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var x = features.detach().to(ScalarType.Float64);
        x = cat([x, ones(x.size(0), 1, dtype: ScalarType.Float64, device: x.device)], 1);
        var y = labels.to(ScalarType.Int64).to(x.device);
        Tensor[] rows =
        [
            .. Enumerable.Range(0, classes).Select(own => SolveOne(x, ((y == own).to(ScalarType.Float64) * 2) - 1, penalty, tolerance)),
        ];
        return stack(rows).MoveToOuterDisposeScope();
    }

    private static Tensor SolveOne(Tensor x, Tensor y, double penalty, double tolerance)
    {
        using var scope = NewDisposeScope();
        var weight = zeros(x.size(1), dtype: ScalarType.Float64, device: x.device);
        var identity = eye(x.size(1), dtype: ScalarType.Float64, device: x.device);
        var enough = tolerance * (x.t().matmul(y).norm().ToDouble() * 2 * penalty);
        for (var step = 0; step < MostSteps; step++)
        {
            using var inner = NewDisposeScope();
            var slack = 1 - (y * x.matmul(weight));
            var within = (slack > 0).nonzero().squeeze(1);
            var (own, targets) = (x.index_select(0, within), y.index_select(0, within));
            var gradient = weight + (own.t().matmul(own.matmul(weight) - targets) * (2 * penalty));
            if (gradient.norm().ToDouble() <= enough) return weight.MoveToOuterDisposeScope().MoveToOuterDisposeScope();
            var curvature = identity + (own.t().matmul(own) * (2 * penalty));
            var direction = cholesky_solve(gradient.unsqueeze(1), linalg.cholesky(curvature)).squeeze(1).neg();
            var (now, slope) = (Objective(weight), gradient.dot(direction).ToDouble());
            var length = 1.0;
            double Allowed() => now + (1e-4 * length * slope) + (1e-13 * Math.Abs(now));
            while (length > 1e-10 && Objective(weight + (direction * length)) > Allowed()) length /= 2;
            weight = (weight + (direction * length)).MoveToOuterDisposeScope();
        }

        throw NetworkFault.Of(NetworkFault.Use, "support vectors", $"A class is not solved after {MostSteps} steps.",
            "Make C smaller, or scale the features.");

        double Objective(Tensor at)
        {
            using var own = NewDisposeScope();
            return (at.square().sum().ToDouble() / 2) + (penalty * (1 - (y * x.matmul(at))).clamp(min: 0).square().sum().ToDouble());
        }
    }
}
