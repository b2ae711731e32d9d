namespace PluginHost.Networks;

/// <summary>
/// Ridge regression onto one-hot classes whose strength can be changed at any time (RanPAC, McDonnell et al., NeurIPS 2023). Kept are G =
/// X^T X and C = X^T Y; the weights are (G + lambda I)^-1 C by Cholesky, solved when they are asked for. With one lambda throughout it is
/// <see cref="RidgeHead"/> of that gamma: this one is cheaper to teach, that one to ask after every chunk.
/// </summary>
public sealed class RidgeSumsHead : ClosedFormHead
{
    private double _lambda;
    private Tensor? _weight;

    /// <summary>Makes a head without classes.</summary>
    /// <param name="width">Features D of a row; the state has D^2 numbers and more.</param>
    /// <param name="lambda">The ridge to begin with, above 0.</param>
    /// <param name="device">Where it computes; the processor by default.</param>
    public RidgeSumsHead(int width, double lambda, Device? device = null)
        : base(width, device)
    {
        Lambda = lambda;
        Begin();
    }

    /// <summary>The ridge lambda, above 0.</summary>
    /// <exception cref="JobException">It is not above 0, or infinite.</exception>
    public double Lambda
    {
        get => _lambda;
        set
        {
            if (!(value > 0 && double.IsFinite(value)))
                throw NetworkFault.Of(NetworkFault.Options, "ridge head", $"'lambda' is {value}.", "Give a number above 0.");
            _lambda = value;
            Changed();
        }
    }

    /// <summary>Sets lambda to the least of <paramref name="from"/>, 10 times it, 100 times it and so on with which the regression can be solved.</summary>
    /// <param name="from">The first to try, above 0.</param>
    /// <remarks>In exact arithmetic every lambda has a solution; rounding leaves G of many features from few samples without one.</remarks>
    public void SettleFrom(double from)
    {
        using var quiet = no_grad();
        for (Lambda = from; TrySolve() is null && double.IsFinite(_lambda * 10); Lambda *= 10)
        {
        }
    }

    /// <summary>The mean squared error of the regression onto one-hot rows of every class so far.</summary>
    /// <param name="features">(N, D).</param>
    /// <param name="labels">Classes below <see cref="ClosedFormHead.Classes"/>, (N) whole numbers.</param>
    /// <returns>The error; infinite if lambda is too small to solve with.</returns>
    public double SquaredError(Tensor features, Tensor labels)
    {
        NetworkFault.CheckRows(features, Width, "ridge head");
        NetworkFault.CheckLabels(labels, features.size(0), "ridge head");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        if (TrySolve() is not { } weight) return double.PositiveInfinity;
        var found = features.to(ScalarType.Float64).to(weight.device).matmul(weight);
        return (found - Members(labels.to(ScalarType.Int64).to(weight.device))).square().mean().ToDouble();
    }

    private protected override IReadOnlyDictionary<string, long[]> Shapes(int classes) =>
        new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            ["counts"] = [classes],
            ["targets"] = [Width, classes],
            ["products"] = [Width, Width],
        };

    private protected override void Learn(Tensor x, Tensor y)
    {
        this["targets"] = this["targets"] + x.t().matmul(Members(y));
        this["products"] = this["products"] + x.t().matmul(x);
    }

    private protected override Tensor Score(Tensor x) => x.matmul(TrySolve() ?? throw NetworkFault.Of(NetworkFault.Use, "ridge head",
        $"The regression of {this["counts"].sum().ToInt64()} samples in {Width} features has no solution with lambda {_lambda}.",
        "Raise lambda."));

    private protected override long SolvedNumbers => (long)Width * Classes;

    private protected override void Changed()
    {
        _weight?.Dispose();
        _weight = null;
    }

    private Tensor? TrySolve()
    {
        if (_weight is not null) return _weight;
        using var scope = NewDisposeScope();
        var identity = eye(Width, dtype: ScalarType.Float64, device: this["products"].device);
        var (factor, info) = linalg.cholesky_ex(this["products"] + (_lambda * identity));
        return info.ToInt32() != 0 ? null : _weight = cholesky_solve(this["targets"], factor).DetachFromDisposeScope();
    }
}
