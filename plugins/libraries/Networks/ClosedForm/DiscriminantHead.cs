namespace PluginHost.Networks;

/// <summary>Which covariance a <see cref="DiscriminantHead"/> shares among classes.</summary>
public enum SharedCovariance
{
    /// <summary>Around each class's own mean: linear discriminant analysis, SLDA.</summary>
    WithinClass,

    /// <summary>Around the mean of all samples, as FSA's public code does.</summary>
    Total,
}

/// <summary>How a <see cref="DiscriminantHead"/> makes its covariance invertible, and whether frequent classes are preferred.</summary>
public sealed record DiscriminantOptions
{
    /// <summary>Which covariance.</summary>
    public SharedCovariance Covariance { get; init; } = SharedCovariance.WithinClass;

    /// <summary>The multiple r of the identity that is added, Sigma + r I; 1 in FSA.</summary>
    public double Ridge { get; init; }

    /// <summary>The share e of the identity, (1 - e) Sigma + e I; 1e-4 in SLDA.</summary>
    public double Shrinkage { get; init; }

    /// <summary>Whether log(n_c / n) is added to the scores.</summary>
    public bool Priors { get; init; }
}

/// <summary>
/// Linear discriminant analysis without stored samples (FSA, Panos et al., "First session adaptation", ICCV 2023; streaming LDA, Hayes and
/// Kanan, 2020). Kept are n_c and the sum of x per class, and the sum of x x^T: mean and covariance come out exactly, whatever the split.
/// The scores are W x + b with Sigma W^T = mu by Cholesky and b_c = -1/2 mu_c^T Sigma^-1 mu_c. The covariance is divided by the number of
/// samples.
/// </summary>
public sealed class DiscriminantHead : ClosedFormHead
{
    private readonly DiscriminantOptions _options;
    private (Tensor Weight, Tensor Bias)? _solved;

    /// <summary>Makes a head without classes.</summary>
    /// <param name="width">Features D of a row; the state has D^2 numbers and more.</param>
    /// <param name="options">Covariance and how it is made invertible.</param>
    /// <param name="device">Where it computes; the processor by default.</param>
    public DiscriminantHead(int width, DiscriminantOptions options, Device? device = null)
        : base(width, device)
    {
        if (options.Ridge < 0 || options.Shrinkage is < 0 or > 1)
        {
            throw NetworkFault.Of(NetworkFault.Options, "discriminant head",
                $"Ridge {options.Ridge} and shrinkage {options.Shrinkage} are out of range.",
                "Give a ridge of 0 or more and a shrinkage from 0 to 1.");
        }

        _options = options;
        Begin();
    }

    /// <summary>The covariance with ridge and shrinkage, (D, D) in float64. The caller's.</summary>
    public Tensor Covariance()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (counts, sums, total) = (this["counts"], this["sums"], this["counts"].sum());
        var between = _options.Covariance == SharedCovariance.WithinClass
            ? sums.t().matmul(sums / counts.clamp_min(1).unsqueeze(1))
            : outer(sums.sum([0]), sums.sum([0])) / total;
        var covariance = (this["products"] - between) / total;
        var identity = eye(Width, dtype: ScalarType.Float64, device: covariance.device);
        return (((1 - _options.Shrinkage) * covariance) + ((_options.Shrinkage + _options.Ridge) * identity)).MoveToOuterDisposeScope();
    }

    private protected override IReadOnlyDictionary<string, long[]> Shapes(int classes) =>
        new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            ["counts"] = [classes],
            ["sums"] = [classes, Width],
            ["products"] = [Width, Width],
        };

    private protected override void Learn(Tensor x, Tensor y)
    {
        this["sums"] = this["sums"] + Members(y).t().matmul(x);
        this["products"] = this["products"] + x.t().matmul(x);
    }

    private protected override Tensor Score(Tensor x)
    {
        var (weight, bias) = _solved ??= Solve();
        return x.matmul(weight) + bias;
    }

    private protected override long SolvedNumbers => (Width + 1L) * Classes;

    private protected override void Changed()
    {
        _solved?.Weight.Dispose();
        _solved?.Bias.Dispose();
        _solved = null;
    }

    private (Tensor Weight, Tensor Bias) Solve()
    {
        using var scope = NewDisposeScope();
        var (factor, info) = linalg.cholesky_ex(Covariance());
        if (info.ToInt32() != 0)
        {
            throw NetworkFault.Of(NetworkFault.Use, "discriminant head",
                $"The covariance of {this["counts"].sum().ToInt64()} samples in {Width} features has no inverse.",
                "Give a ridge or a shrinkage above 0.");
        }

        var means = (this["sums"] / this["counts"].clamp_min(1).unsqueeze(1)).t();
        var weight = cholesky_solve(means, factor);
        var bias = -0.5 * (means * weight).sum([0]);
        if (_options.Priors) bias += (this["counts"] / this["counts"].sum()).log();
        return (weight.DetachFromDisposeScope(), bias.DetachFromDisposeScope());
    }
}
