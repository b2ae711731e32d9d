namespace PluginHost.Networks;

/// <summary>
/// Ridge regression onto one-hot classes, learned recursively (ACIL, Zhuang et al., NeurIPS 2022; with classes that come back G-ACIL,
/// Zhuang et al., 2024). Kept are W (D x classes), at first without columns, and R = (X^T X + gamma I)^-1, at first I / gamma. For a chunk
/// (X, Y), new classes appended to W as zeros: R &lt;- R - R X^T (I + X R X^T)^-1 X R, then W &lt;- W + R X^T (Y - X W). After any split
/// and order it is the ridge solution of all samples. Learning every sample k times is learning it once with gamma / k.
/// </summary>
public sealed class RidgeHead : ClosedFormHead
{
    // The n x n system of a chunk; more rows are learned one chunk after the other, with the same result.
    private const int Chunk = 1024;

    /// <summary>Makes a head without classes.</summary>
    /// <param name="width">Features D of a row; the state has D^2 numbers and more: 512 MiB at 8192.</param>
    /// <param name="gamma">The ridge, above 0: 0.1 in ACIL, 100 in G-ACIL.</param>
    /// <param name="device">Where it computes; the processor by default.</param>
    public RidgeHead(int width, double gamma, Device? device = null)
        : base(width, device)
    {
        if (!(gamma > 0 && double.IsFinite(gamma)))
            throw NetworkFault.Of(NetworkFault.Options, "ridge head", $"'gamma' is {gamma}.", "Give a number above 0.");
        Begin();
        using var identity = eye(width, dtype: ScalarType.Float64, device: this["inverse"].device);
        this["inverse"] = identity / gamma;
    }

    /// <summary>The weights W, (D, classes) in float64. The head's own: not to be changed or disposed.</summary>
    public Tensor Weight => this["weight"];

    private protected override IReadOnlyDictionary<string, long[]> Shapes(int classes) =>
        new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            ["counts"] = [classes],
            ["weight"] = [Width, classes],
            ["inverse"] = [Width, Width],
        };

    /// <summary>Learns samples, once, onto other targets than one-hot rows, such as what another regression left (DS-AL).</summary>
    /// <param name="features">(N, D) of any floating type.</param>
    /// <param name="labels">Classes, (N) whole numbers, for the classes that there are and their counts.</param>
    /// <param name="targets">(N, classes) in float64, with a column for every class so far or more; new ones get their place.</param>
    /// <exception cref="JobException">The shapes do not fit, a label is negative, or a feature is not a finite number.</exception>
    public void Add(Tensor features, Tensor labels, Tensor targets)
    {
        NetworkFault.CheckRows(features, Width, "ridge head");
        if (targets.dim() != 2 || targets.size(0) != features.size(0) || targets.size(1) < Classes)
        {
            throw NetworkFault.Of(NetworkFault.Shape, "ridge head", $"The targets are {NetworkFault.Sizes(targets.shape)}.",
                $"Give ({features.size(0)}, {Classes}) or more columns.");
        }

        Take(features, labels, (x, _) => Regress(x, targets.to(ScalarType.Float64).to(x.device)), (int)targets.size(1));
    }

    private protected override void Learn(Tensor x, Tensor y) => Regress(x, Members(y));

    private void Regress(Tensor x, Tensor members)
    {
        for (var first = 0L; first < x.size(0); first += Chunk)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(Chunk, x.size(0) - first);
            var (rows, wanted) = (x.narrow(0, first, count), members.narrow(0, first, count));
            var before = rows.matmul(this["inverse"]);
            var system = before.matmul(rows.t()) + eye(count, dtype: ScalarType.Float64, device: x.device);

            // (I + X R X^T)^-1 X R; its transpose is R X^T with the new R.
            var gain = cholesky_solve(before, linalg.cholesky(system));
            var inverse = this["inverse"].addmm(before.t(), gain, beta: 1, alpha: -1);
            this["inverse"] = (inverse + inverse.t()).div_(2);
            this["weight"] = this["weight"] + gain.t().matmul(wanted - rows.matmul(this["weight"]));
        }
    }

    private protected override Tensor Score(Tensor x) => x.matmul(this["weight"]);
}

/// <summary>The random expansion before a ridge: relu(x W_B), W_B normal and fixed (ACIL, G-ACIL, RanPAC).</summary>
public sealed class RandomExpansion : nn.Module<Tensor, Tensor>
{
    private readonly int _inputs;

    /// <summary>Draws W_B from the house's own generator.</summary>
    /// <param name="inputs">Features D of a row.</param>
    /// <param name="outputs">Features after the expansion: 5,000 to 16,384 in the papers.</param>
    /// <param name="seed">Decides W_B.</param>
    public RandomExpansion(int inputs, int outputs, long seed)
        : base("expansion")
    {
        NetworkFault.CheckPositive(inputs, "inputs", "expansion");
        NetworkFault.CheckPositive(outputs, "outputs", "expansion");
        _inputs = inputs;
        register_buffer("weight", Gaussian.Matrix(inputs, outputs, seed, "expansion").DetachFromDisposeScope());
    }

    /// <summary>Expands rows.</summary>
    /// <param name="features">(N, D) of any floating type.</param>
    /// <returns>(N, outputs) in float64.</returns>
    public override Tensor forward(Tensor features) => nn.functional.relu(Project(features));

    /// <summary>Expands rows without the rectifier: DS-AL applies another function beside it.</summary>
    /// <param name="features">(N, D) of any floating type.</param>
    /// <returns>x W_B, (N, outputs) in float64.</returns>
    public Tensor Project(Tensor features)
    {
        NetworkFault.CheckRows(features, _inputs, "expansion");
        var weight = get_buffer("weight")!;
        return features.to(weight.dtype).matmul(weight);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }
}
