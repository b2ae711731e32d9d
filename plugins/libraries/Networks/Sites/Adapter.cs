namespace PluginHost.Networks;

/// <summary>
/// A bottleneck parallel to a block's MLP (AdaptFormer, Chen et al., 2022): s · (relu(x W_down + b_down) W_up + b_up). W_up and the biases
/// begin at zero, so that a new adapter changes nothing.
/// </summary>
public sealed class Adapter : SiteOccupant
{
    private readonly int _rank;
    private readonly double _scale;

    /// <summary>Makes an adapter.</summary>
    /// <param name="width">Channels of the tokens.</param>
    /// <param name="seed">Decides W_down (uniform, He et al., 2015, with a = sqrt 5).</param>
    /// <param name="rank">The bottleneck's width; 64 in APER.</param>
    /// <param name="scale">The factor s; 0.1 in AdaptFormer and APER.</param>
    public Adapter(int width, long seed, int rank = 64, double scale = 0.1)
        : base("adapter", SiteKind.Adapter, width)
    {
        NetworkFault.CheckPositive(rank, "rank", "adapter");
        (_rank, _scale) = (rank, scale);
        using var seeded = new SeededInitialisation(seed);
        var down = nn.Linear(width, rank);
        var up = nn.Linear(rank, width);
        nn.init.zeros_(down.bias!);
        nn.init.zeros_(up.weight!);
        nn.init.zeros_(up.bias!);
        register_module("down", down);
        register_module("up", up);
    }

    /// <summary>What is added to the MLP's output.</summary>
    /// <param name="x">Tokens (N, T, C).</param>
    /// <returns>A tensor of the same shape.</returns>
    public override Tensor forward(Tensor x)
    {
        var (down, up) = ((Linear)_internal_submodules["down"], (Linear)_internal_submodules["up"]);
        return up.call(nn.functional.relu(down.call(x))) * _scale;
    }

    /// <inheritdoc/>
    public override SiteOccupant Copy() => Filled(new Adapter(Width, 0, _rank, _scale));
}
