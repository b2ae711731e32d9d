namespace PluginHost.Networks;

/// <summary>
/// One factor and one summand per channel: y = gamma x + beta. As FiLM (Perez et al., 2018; after each batch norm in FSA, Panos et al.,
/// 2023) it begins as the identity; as SSF (Lian et al., 2022) it begins near it, gamma from N(1, 0.02^2), beta from N(0, 0.02^2).
/// </summary>
public sealed class ScaleShift : SiteOccupant
{
    private ScaleShift(int width, Tensor scale, Tensor shift)
        : base("scale-shift", SiteKind.ScaleShift, width)
    {
        register_parameter("scale", new Parameter(scale));
        register_parameter("shift", new Parameter(shift));
    }

    /// <summary>Makes one that changes nothing at first.</summary>
    /// <param name="width">Channels.</param>
    public static ScaleShift Film(int width) => new(width, ones(width), zeros(width));

    /// <summary>Makes one with random values near the identity.</summary>
    /// <param name="width">Channels.</param>
    /// <param name="seed">Decides the values.</param>
    public static ScaleShift Ssf(int width, long seed)
    {
        using var seeded = new SeededInitialisation(seed);
        return new ScaleShift(width, 1 + (0.02 * randn(width)), 0.02 * randn(width));
    }

    /// <summary>Changes a tensor.</summary>
    /// <param name="x">A feature map (N, C, H, W), or tokens or rows (..., C).</param>
    /// <returns>A tensor of the same shape.</returns>
    public override Tensor forward(Tensor x)
    {
        var (scale, shift) = (get_parameter("scale")!, get_parameter("shift")!);
        if (x.dim() == 4) return (x * scale.view(1, Width, 1, 1)) + shift.view(1, Width, 1, 1);
        return (x * scale) + shift;
    }

    /// <inheritdoc/>
    public override SiteOccupant Copy() => Filled(Film(Width));
}
