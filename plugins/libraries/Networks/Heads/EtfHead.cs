namespace PluginHost.Networks;

/// <summary>
/// A fixed classifier of K directions as far from each other as can be, a simplex equiangular tight frame (Yang et al., "Neural collapse
/// inspired feature-classifier alignment for few-shot class-incremental learning", ICLR 2023): E = sqrt(K / (K-1)) U (I - 11^T / K) with
/// U^T U = I. Two directions of different classes have the cosine -1 / (K-1). All classes to come must be counted at the start.
/// </summary>
public sealed class EtfHead : nn.Module<Tensor, Tensor>
{
    /// <summary>Makes the directions.</summary>
    /// <param name="width">Features D of a row; at least as many as classes.</param>
    /// <param name="classes">The number K of classes to come in all, 2 or more.</param>
    /// <param name="seed">Decides U: the orthogonal factor of a D x K normal matrix, its signs those of a positive diagonal of R.</param>
    public EtfHead(int width, int classes, long seed)
        : base("etf")
    {
        if (classes < 2 || width < classes)
        {
            throw NetworkFault.Of(NetworkFault.Options, "etf head", $"{classes} directions in {width} features do not make a simplex.",
                "Give 2 classes or more and at least as many features.");
        }

        (Width, Classes) = (width, classes);
        using var scope = NewDisposeScope();
        var (q, r) = linalg.qr(Gaussian.Matrix(width, classes, seed, "etf"));
        var u = q * r.diagonal().sign();
        var vectors = Math.Sqrt(classes / (classes - 1.0)) * (u - u.mean([1], keepdim: true));
        register_buffer("vectors", vectors.t().to(ScalarType.Float32).contiguous().DetachFromDisposeScope());
    }

    /// <summary>Features D of a row.</summary>
    public int Width { get; }

    /// <summary>The number K of classes.</summary>
    public int Classes { get; }

    /// <summary>The directions e_c of length 1, (K, D).</summary>
    public Tensor Vectors => get_buffer("vectors")!;

    /// <summary>The cosines of the features with every direction.</summary>
    /// <param name="features">(N, D), of any length.</param>
    /// <returns>(N, K).</returns>
    public override Tensor forward(Tensor features)
    {
        NetworkFault.CheckRows(features, Width, "etf head");
        return nn.functional.linear(nn.functional.normalize(features, 2, 1), Vectors);
    }

    /// <summary>
    /// The dot regression loss of the same paper: the mean of 1/2 (&lt;h, e_y&gt; - t_y)^2 with h the feature of length 1.
    /// </summary>
    /// <param name="features">(N, D), of any length.</param>
    /// <param name="labels">The classes y, (N) whole numbers below K.</param>
    /// <param name="targets">Lengths t per class, (K); 1 for all by default.</param>
    /// <returns>A scalar.</returns>
    public Tensor Loss(Tensor features, Tensor labels, Tensor? targets = null)
    {
        NetworkFault.CheckRows(features, Width, "etf head");
        NetworkFault.CheckLabels(labels, features.size(0), "etf head");
        var dots = (nn.functional.normalize(features, 2, 1) * Vectors.index_select(0, labels)).sum(1);
        return 0.5 * (dots - (targets?.index_select(0, labels) ?? ones_like(dots))).square().mean();
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }
}
