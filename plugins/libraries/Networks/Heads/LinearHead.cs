namespace PluginHost.Networks;

/// <summary>
/// A linear classifier that grows: logits = x W^T + b. Old rows keep their values exactly, and their number stays the class's number.
/// </summary>
/// <remarks>Growing makes new parameters: an optimizer made before has to be made anew.</remarks>
public sealed class LinearHead : nn.Module<Tensor, Tensor>
{
    private readonly bool _bias;

    /// <summary>Makes a classifier.</summary>
    /// <param name="width">Features D of a row.</param>
    /// <param name="classes">Classes at first; 0 for none yet.</param>
    /// <param name="seed">Decides the rows (PyTorch's default for linear layers: uniform within +-1/sqrt(D)).</param>
    /// <param name="bias">Whether there is a bias.</param>
    public LinearHead(int width, int classes, long seed, bool bias = true)
        : base("linear")
    {
        NetworkFault.CheckPositive(width, "width", "head");
        (Width, _bias) = (width, bias);
        this.Replace("weight", zeros(0, width));
        if (bias) this.Replace("bias", zeros(0));
        if (classes > 0) Grow(classes, seed);
    }

    /// <summary>Features D of a row.</summary>
    public int Width { get; }

    /// <summary>The number of classes.</summary>
    public int Classes => (int)Weight.size(0);

    /// <summary>The rows W, (classes, D).</summary>
    public Parameter Weight => get_parameter("weight")!;

    /// <summary>The bias b, (classes); <see langword="null"/> if there is none.</summary>
    public Parameter? Bias => _bias ? get_parameter("bias") : null;

    /// <summary>The logits.</summary>
    /// <param name="features">(N, D).</param>
    /// <returns>(N, classes).</returns>
    public override Tensor forward(Tensor features)
    {
        NetworkFault.CheckRows(features, Width, "linear head");
        return nn.functional.linear(features, Weight, Bias);
    }

    /// <summary>Adds rows for new classes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Decides the new rows.</param>
    public void Grow(int count, long seed)
    {
        NetworkFault.CheckPositive(count, "count", "linear head");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (old, bound) = (Weight, 1 / Math.Sqrt(Width));
        using var seeded = new SeededInitialisation(seed);
        Tensor Rows(params long[] sizes) => ((rand(sizes) * 2 * bound) - bound).to(old.dtype, old.device);
        this.Replace("weight", cat([old, Rows(count, Width)], 0));
        if (Bias is { } bias) this.Replace("bias", cat([bias, Rows(count)], 0));
    }

    /// <summary>
    /// Weight alignment (Zhao et al., "Maintaining discrimination and fairness in class incremental learning", CVPR 2020, equation 6): multiplies the
    /// new rows by the mean norm of the old rows over that of the new ones. The bias stays.
    /// </summary>
    /// <param name="oldClasses">How many rows are old; at least one row is old and one new.</param>
    /// <returns>The factor.</returns>
    public double Align(int oldClasses)
    {
        if (oldClasses < 1 || oldClasses >= Classes)
            throw NetworkFault.Of(NetworkFault.Use, "linear head", $"{oldClasses} of {Classes} rows cannot be the old ones.", "Align after growing.");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var norms = Weight.norm(1);
        var factor = norms.narrow(0, 0, oldClasses).mean().ToDouble() / norms.narrow(0, oldClasses, Classes - oldClasses).mean().ToDouble();
        Weight.narrow(0, oldClasses, Classes - oldClasses).mul_(factor);
        return factor;
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }
}
