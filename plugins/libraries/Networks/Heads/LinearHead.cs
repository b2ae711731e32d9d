namespace PluginHost.Networks;

/// <summary>A linear classifier that grows: logits = x W^T + b.</summary>
public sealed class LinearHead : GrowingHead
{
    private readonly bool _bias;

    /// <summary>Makes a classifier.</summary>
    /// <param name="width">Features D of a row.</param>
    /// <param name="classes">Classes at first; 0 for none yet.</param>
    /// <param name="seed">Decides the rows.</param>
    /// <param name="bias">Whether there is a bias.</param>
    public LinearHead(int width, int classes, long seed, bool bias = true)
        : base("linear", width)
    {
        _bias = bias;
        if (bias) Replace("bias", zeros(0));
        if (classes != 0) Grow(classes, seed);
    }

    /// <inheritdoc/>
    public override int Classes => (int)Weight.size(0);

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

    /// <summary>Aligns the new rows with the old ones: see <see cref="WeightAlignment.Align"/>.</summary>
    /// <param name="oldClasses">How many rows are old; at least one row is old and one new.</param>
    /// <returns>The factor.</returns>
    public double Align(int oldClasses) => WeightAlignment.Align(Weight, oldClasses);

    /// <summary>Copies rows of another classifier into the first rows and columns; what is beside them stays.</summary>
    /// <param name="weight">Rows, (old classes, old D).</param>
    /// <param name="bias">Biases, (old classes); <see langword="null"/> for zeros.</param>
    /// <exception cref="ArgumentException">The rows do not fit.</exception>
    public void TakeRows(Tensor weight, Tensor? bias)
    {
        var (rows, columns) = (weight.size(0), weight.size(1));
        if (rows > Classes || columns > Width)
            throw new ArgumentException($"({rows}, {columns}) rows do not fit into ({Classes}, {Width}).", nameof(weight));
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Weight.narrow(0, 0, rows).narrow(1, 0, columns).copy_(weight);
        if (bias is null) Bias?.narrow(0, 0, rows).zero_();
        else Bias?.narrow(0, 0, rows).copy_(bias);
    }

    private protected override void Append(int count)
    {
        Append("weight", count, Width);
        if (_bias) Append("bias", count);
    }
}
