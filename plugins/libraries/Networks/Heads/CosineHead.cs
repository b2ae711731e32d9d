namespace PluginHost.Networks;

/// <summary>
/// A cosine classifier that grows: logits = scale · cos(x, w_c) (Gidaris and Komodakis, 2018). With several proxies a class's similarity is their
/// attention: sum_k softmax_k(cos(x, w_ck)) cos(x, w_ck) (PODNet, Douillard et al., ECCV 2020, equation 4). Old rows keep their values exactly.
/// </summary>
/// <remarks>Growing makes a new parameter: an optimizer made before has to be made anew.</remarks>
public sealed class CosineHead : nn.Module<Tensor, Tensor>
{
    /// <summary>Makes a classifier.</summary>
    /// <param name="width">Features D of a row.</param>
    /// <param name="classes">Classes at first; 0 for none yet.</param>
    /// <param name="seed">Decides the rows (uniform within +-1/sqrt(D)).</param>
    /// <param name="scale">The scale, or where it begins.</param>
    /// <param name="learnScale">Whether the scale is a parameter.</param>
    /// <param name="proxies">Rows per class.</param>
    public CosineHead(int width, int classes, long seed, double scale = 1, bool learnScale = true, int proxies = 1)
        : base("cosine")
    {
        NetworkFault.CheckPositive(width, "width", "head");
        NetworkFault.CheckPositive(proxies, "proxies", "head");
        (Width, Proxies) = (width, proxies);
        this.Replace("weight", zeros(0, width));
        if (learnScale) this.Replace("scale", tensor((float)scale));
        else register_buffer("scale", tensor((float)scale).DetachFromDisposeScope());
        if (classes > 0) Grow(classes, seed);
    }

    /// <summary>Features D of a row.</summary>
    public int Width { get; }

    /// <summary>Rows per class.</summary>
    public int Proxies { get; }

    /// <summary>The number of classes.</summary>
    public int Classes => (int)Weight.size(0) / Proxies;

    /// <summary>The rows, (classes · proxies, D); a class's proxies are neighbours. Their lengths do not matter.</summary>
    public Parameter Weight => get_parameter("weight")!;

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

    /// <summary>Adds rows for new classes.</summary>
    /// <param name="count">How many classes.</param>
    /// <param name="seed">Decides the new rows.</param>
    public void Grow(int count, long seed)
    {
        NetworkFault.CheckPositive(count, "count", "cosine head");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var seeded = new SeededInitialisation(seed);
        var (old, bound) = (Weight, 1 / Math.Sqrt(Width));
        this.Replace("weight", cat([old, ((rand(count * Proxies, Width) * 2 * bound) - bound).to(old.dtype, old.device)], 0));
    }

    /// <summary>Makes vectors the rows of classes, as prototypes: of SimpleCIL and TEEN the mean features.</summary>
    /// <param name="firstClass">The class of the first vector.</param>
    /// <param name="vectors">(count · proxies, D).</param>
    public void SetRows(int firstClass, Tensor vectors)
    {
        NetworkFault.CheckRows(vectors, Width, "cosine head");
        var (first, count) = (firstClass * Proxies, vectors.size(0));
        if (firstClass < 0 || first + count > Weight.size(0))
            throw NetworkFault.Of(NetworkFault.Use, "cosine head", $"{count} rows from class {firstClass} on do not fit {Classes} classes.", "Grow first.");
        using var quiet = no_grad();
        using var place = Weight.narrow(0, first, count);
        place.copy_(vectors);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }
}
