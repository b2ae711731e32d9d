namespace PluginHost.Networks;

/// <summary>What "near" means.</summary>
public enum MeanDistance
{
    /// <summary>The score is the cosine of feature and mean (SimpleCIL).</summary>
    Cosine,

    /// <summary>The score is minus the squared Euclidean distance of feature and mean.</summary>
    Euclid,
}

/// <summary>
/// The nearest class mean. With features at length 1 and the cosine it is the nearest mean of exemplars of iCaRL (Rebuffi et al., CVPR
/// 2017): their Euclidean distance to means of length 1 orders classes alike.
/// </summary>
public sealed class NearestMeanHead : ClosedFormHead
{
    private readonly MeanDistance _distance;
    private readonly bool _normalise;

    /// <summary>Makes a head without classes.</summary>
    /// <param name="width">Features D of a row.</param>
    /// <param name="distance">What "near" means.</param>
    /// <param name="normalise">Whether features are brought to length 1 before they are averaged and compared.</param>
    /// <param name="device">Where it computes; the processor by default.</param>
    public NearestMeanHead(int width, MeanDistance distance, bool normalise = false, Device? device = null)
        : base(width, device)
    {
        (_distance, _normalise) = (distance, normalise);
        Begin();
    }

    /// <summary>The means, (classes, D) in float64; zeros for a class without samples. The caller's.</summary>
    public Tensor Means()
    {
        using var quiet = no_grad();
        using var divisors = this["counts"].clamp_min(1).unsqueeze(1);
        return this["sums"] / divisors;
    }

    private protected override IReadOnlyDictionary<string, long[]> Shapes(int classes) =>
        new Dictionary<string, long[]>(StringComparer.Ordinal) { ["counts"] = [classes], ["sums"] = [classes, Width] };

    private protected override void Learn(Tensor x, Tensor y) => this["sums"] = this["sums"] + Members(y).t().matmul(Scaled(x));

    private protected override Tensor Score(Tensor x)
    {
        var (rows, means) = (Scaled(x), Means());
        if (_distance == MeanDistance.Cosine) return nn.functional.normalize(rows, 2, 1).matmul(nn.functional.normalize(means, 2, 1).t());
        return (2 * rows.matmul(means.t())) - rows.square().sum(1, keepdim: true) - means.square().sum(1);
    }

    private Tensor Scaled(Tensor x) => _normalise ? nn.functional.normalize(x, 2, 1) : x;
}
