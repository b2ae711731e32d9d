namespace PluginHost.Networks;

/// <summary>
/// A cosine classifier that grows: logits = scale · cos(x, w_c) (Gidaris and Komodakis, 2018). With several proxies a class's similarity is
/// their attention: sum_k softmax_k(cos(x, w_ck)) cos(x, w_ck) (PODNet, Douillard et al., ECCV 2020).
/// </summary>
public sealed class CosineHead : GrowingHead
{
    /// <summary>Makes a classifier.</summary>
    /// <param name="width">Features D of a row.</param>
    /// <param name="classes">Classes at first; 0 for none yet.</param>
    /// <param name="seed">Decides the rows.</param>
    /// <param name="scale">The scale, or where it begins.</param>
    /// <param name="learnScale">Whether the scale is a parameter.</param>
    /// <param name="proxies">Rows per class.</param>
    public CosineHead(int width, int classes, long seed, double scale = 1, bool learnScale = true, int proxies = 1)
        : base("cosine", width)
    {
        NetworkFault.CheckPositive(proxies, "proxies", "cosine head");
        Proxies = proxies;
        if (learnScale) Replace("scale", tensor((float)scale));
        else register_buffer("scale", tensor((float)scale).DetachFromDisposeScope());
        if (classes != 0) Grow(classes, seed);
    }

    /// <summary>Rows per class.</summary>
    public int Proxies { get; }

    /// <inheritdoc/>
    public override int Classes => (int)Weight.size(0) / Proxies;

    /// <summary>The scale, a scalar.</summary>
    public Tensor Scale => _internal_params.ContainsKey("scale") ? get_parameter("scale")! : get_buffer("scale")!;

    /// <summary>The logits.</summary>
    /// <param name="features">(N, D).</param>
    /// <returns>(N, classes).</returns>
    public override Tensor forward(Tensor features)
    {
        NetworkFault.CheckRows(features, Width, "cosine head");
        var cosines = nn.functional.linear(nn.functional.normalize(features, 2, 1), nn.functional.normalize(Weight, 2, 1));
        if (Proxies > 1)
        {
            var each = cosines.view(features.size(0), Classes, Proxies);
            cosines = (each.softmax(2) * each).sum(2);
        }

        return cosines * Scale;
    }

    /// <summary>Makes vectors the rows of classes, as prototypes: of SimpleCIL and TEEN the mean features.</summary>
    /// <param name="firstClass">The class of the first vector.</param>
    /// <param name="vectors">(count · proxies, D).</param>
    public void SetRows(int firstClass, Tensor vectors)
    {
        NetworkFault.CheckRows(vectors, Width, "cosine head");
        var (first, count) = (firstClass * Proxies, vectors.size(0));
        if (firstClass < 0 || first + count > Weight.size(0))
            throw NetworkFault.Of(NetworkFault.Use, "cosine head",
                $"{count} rows from class {firstClass} on do not fit {Classes} classes.", "Grow first.");
        using var quiet = no_grad();
        using var place = Weight.narrow(0, first, count);
        place.copy_(vectors);
    }

    private protected override void Append(int count) => Append("weight", count * Proxies, Width);
}
