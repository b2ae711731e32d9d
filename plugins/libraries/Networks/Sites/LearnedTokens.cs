namespace PluginHost.Networks;

/// <summary>
/// Learned tokens, the same for every row: a prompt (VPT, Jia et al., 2022: at the first layer alone "shallow", at every layer "deep"), or
/// the keys and values of a prefix (Li and Liang, 2021). Tokens that depend on the row are an occupant of the strategy's own.
/// </summary>
public sealed class LearnedTokens : SiteOccupant
{
    private readonly int _count;

    private LearnedTokens(SiteKind kind, int width, int count, long seed)
        : base("tokens", kind, width)
    {
        NetworkFault.CheckPositive(count, "count", "prompt");
        _count = count;
        using var seeded = new SeededInitialisation(seed);
        var rows = kind == SiteKind.Prefix ? 2 * count : count;
        register_parameter("tokens", new Parameter(nn.init.normal_(empty(rows, width), std: 0.02)));
    }

    /// <summary>Makes prompt tokens, normal of deviation 0.02.</summary>
    /// <param name="width">Channels.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Decides the values.</param>
    public static LearnedTokens Prompt(int width, int count, long seed) => new(SiteKind.Prompt, width, count, seed);

    /// <summary>Makes keys and values of a prefix, drawn alike.</summary>
    /// <param name="width">Channels of all heads together.</param>
    /// <param name="count">How many keys, and as many values.</param>
    /// <param name="seed">Decides the values.</param>
    public static LearnedTokens Prefix(int width, int count, long seed) => new(SiteKind.Prefix, width, count, seed);

    /// <summary>The tokens for every row.</summary>
    /// <param name="x">Tokens (N, T, C); only N matters.</param>
    /// <returns>(N, n, C), or (N, 2n, C) for a prefix.</returns>
    public override Tensor forward(Tensor x) => get_parameter("tokens")!.unsqueeze(0).expand(x.size(0), -1, -1);

    /// <inheritdoc/>
    public override SiteOccupant Copy() => Filled(new LearnedTokens(Kind, Width, _count, 0));
}
