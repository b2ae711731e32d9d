namespace PluginHost.Networks;

/// <summary>What can stand at a site.</summary>
public enum SiteKind
{
    /// <summary>Changes a feature map or tokens in place of the identity, channel by channel: FiLM, SSF.</summary>
    ScaleShift,

    /// <summary>Is added to a block's MLP and sees what the block's MLP branch sees before its norm.</summary>
    Adapter,

    /// <summary>
    /// Gives tokens that are put behind the class token, from this layer on until the next occupied prompt site replaces them.
    /// </summary>
    Prompt,

    /// <summary>Gives keys and values that are put before those of one attention layer, after their projection.</summary>
    Prefix,
}

/// <summary>
/// A place inside a backbone that a strategy can occupy with parameters of its own. A free site changes nothing and costs nothing.
/// </summary>
/// <remarks>
/// What the occupant takes and gives: a scale-shift site (N, C, ...) or (N, T, C) and the same; an adapter site (N, T, C) and the same; a
/// prompt site the arriving tokens (N, T, C) and (N, n, C); a prefix site the attention's input (N, T, C) and (N, 2n, C), n keys, then n
/// values.
/// </remarks>
public sealed class Site : nn.Module
{
    private const string Child = "occupant";

    internal Site(SiteKind kind, int width)
        : base("site") => (Kind, Width) = (kind, width);

    /// <summary>What can stand here.</summary>
    public SiteKind Kind { get; }

    /// <summary>The number of channels C.</summary>
    public int Width { get; }

    /// <summary>The site's path inside its backbone, such as <c>stage1.0.film1</c> or <c>block3.adapter</c>.</summary>
    public string Path { get; internal set; } = "";

    /// <summary>Who stands here; <see langword="null"/> if the site is free.</summary>
    public SiteOccupant? Occupant => _internal_submodules.ContainsKey(Child) ? (SiteOccupant)_internal_submodules[Child] : null;

    /// <summary>Occupies the site. The occupant's parameters are from now on parameters of the backbone.</summary>
    /// <param name="occupant">The occupant, on the backbone's device; the site owns it.</param>
    /// <exception cref="JobException">The site is not free, or the occupant has another kind or width.</exception>
    public void Occupy(SiteOccupant occupant)
    {
        if (Occupant is not null)
            throw NetworkFault.Of(NetworkFault.Use, Path, "The site is occupied.", "Vacate it first, or take another site.");
        if (occupant.Kind != Kind || occupant.Width != Width)
        {
            throw NetworkFault.Of(NetworkFault.Use, Path, $"The occupant is {Name(occupant.Kind)} of {occupant.Width} channels.",
                $"Give {Name(Kind)} of {Width} channels.");
        }

        occupant.train(training);
        register_module(Child, occupant);
    }

    /// <summary>Frees the site: the backbone computes again exactly what it did before.</summary>
    /// <returns>The former occupant, the caller's to keep or dispose; <see langword="null"/> if the site was free.</returns>
    public SiteOccupant? Vacate()
    {
        if (Occupant is not { } occupant) return null;
        _internal_submodules.Remove(Child);
        return occupant;
    }

    /// <summary>The tensor, changed by the occupant if there is one.</summary>
    internal Tensor Change(Tensor x) => Occupant is { } occupant ? Given(occupant, x, x.shape) : x;

    /// <summary>The sum of a branch's output and of the occupant's for the branch's input.</summary>
    internal Tensor AddTo(Tensor output, Tensor input) => Occupant is { } occupant ? output + Given(occupant, input, output.shape) : output;

    /// <summary>The occupant's tokens, (N, n, C); <see langword="null"/> if the site is free.</summary>
    internal Tensor? Tokens(Tensor x)
    {
        if (Occupant is not { } occupant) return null;
        var tokens = occupant.call(x);
        var even = Kind != SiteKind.Prefix || (tokens.dim() == 3 && tokens.size(1) % 2 == 0);
        if (tokens.dim() == 3 && tokens.size(0) == x.size(0) && tokens.size(2) == Width && even) return tokens;
        throw NetworkFault.Of(NetworkFault.Shape, Path, $"The occupant gives {NetworkFault.Sizes(tokens)}.",
            $"Give ({x.size(0)}, {(Kind == SiteKind.Prefix ? "keys and values" : "tokens")}, {Width}).");
    }

    private static string Name(SiteKind kind) => kind switch
    {
        SiteKind.ScaleShift => "a scale and shift",
        SiteKind.Adapter => "an adapter",
        SiteKind.Prompt => "a prompt",
        _ => "a prefix",
    };

    private Tensor Given(SiteOccupant occupant, Tensor input, long[] wanted)
    {
        var given = occupant.call(input);
        if (given.shape.AsSpan().SequenceEqual(wanted)) return given;
        throw NetworkFault.Of(NetworkFault.Shape, Path, $"The occupant gives {NetworkFault.Sizes(given)}.",
            $"Give {NetworkFault.Sizes(wanted)}.");
    }
}

/// <summary>What stands at a <see cref="Site"/>.</summary>
/// <param name="name">The module's name.</param>
/// <param name="kind">Where it fits.</param>
/// <param name="width">The number of channels of its sites.</param>
public abstract class SiteOccupant(string name, SiteKind kind, int width) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>Where it fits.</summary>
    public SiteKind Kind { get; } = kind;

    /// <summary>The number of channels of its sites.</summary>
    public int Width { get; } = width;

    /// <summary>Makes another of the same values, for the copy of a backbone.</summary>
    /// <returns>An occupant that shares no tensor with this one.</returns>
    public abstract SiteOccupant Copy();

    /// <summary>Copies the values of another occupant of the same shapes.</summary>
    /// <typeparam name="T">The occupant's type.</typeparam>
    /// <param name="fresh">The new occupant.</param>
    /// <returns>The new occupant.</returns>
    protected T Filled<T>(T fresh)
        where T : SiteOccupant
    {
        ModuleValues.Copy(this, fresh);
        return fresh;
    }
}
