namespace PluginHost.Networks;

/// <summary>
/// A trained classifier whose rows grow in number. Old rows keep their values exactly, and their place stays the class's number.
/// </summary>
/// <remarks>Growing makes new parameters: an optimizer made before has to be made anew.</remarks>
public abstract class GrowingHead : nn.Module<Tensor, Tensor>
{
    private protected GrowingHead(string name, int width)
        : base(name)
    {
        NetworkFault.CheckPositive(width, "width", name + " head");
        Width = width;
        Replace("weight", zeros(0, width));
    }

    /// <summary>Features D of a row.</summary>
    public int Width { get; }

    /// <summary>The number of classes.</summary>
    public abstract int Classes { get; }

    /// <summary>The rows, (classes, D); with several proxies (classes · proxies, D), a class's proxies are neighbours.</summary>
    public Parameter Weight => get_parameter("weight")!;

    /// <summary>Adds rows for new classes.</summary>
    /// <param name="count">How many classes.</param>
    /// <param name="seed">Decides the new rows: uniform within +-1/sqrt(D), PyTorch's default for linear layers.</param>
    public void Grow(int count, long seed)
    {
        NetworkFault.CheckPositive(count, "count", GetName() + " head");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var seeded = new SeededInitialisation(seed);
        Append(count);
    }

    /// <summary>Appends what belongs to new classes; libtorch's generator is seeded.</summary>
    private protected abstract void Append(int count);

    /// <summary>Appends drawn numbers to a parameter.</summary>
    private protected void Append(string name, params long[] sizes)
    {
        var (old, bound) = (get_parameter(name)!, 1 / Math.Sqrt(Width));
        Replace(name, cat([old, ((rand(sizes) * 2 * bound) - bound).to(old.dtype, old.device)], 0));
    }

    /// <summary>Puts a parameter in the place of the one of that name; it outlives every dispose scope.</summary>
    private protected void Replace(string name, Tensor values)
    {
        var known = _internal_params.ContainsKey(name);
        var fresh = new Parameter(values.detach().clone(), !known || _internal_params[name].requires_grad);
        fresh.DetachFromDisposeScope();
        if (known) _internal_params[name] = fresh;
        else register_parameter(name, fresh);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }
}
