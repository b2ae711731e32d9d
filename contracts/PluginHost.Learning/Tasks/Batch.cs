namespace PluginHost.Learning;

/// <summary>
/// A collated batch of <see cref="Size"/> items with <see cref="Slots"/> sources each. A <b>row</b> is one source of one item, that is one
/// prediction to make; row r is slot <c>r / Size</c> of item <c>r % Size</c> (all first sources, then all second ones). With one slot, rows are items.
/// </summary>
/// <remarks>The batch owns its tensors; they are detached from dispose scopes. Not safe for several threads at once.</remarks>
public sealed class Batch : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors;

    /// <summary>Takes ownership of tensors.</summary>
    /// <param name="draws">The items, all with equally many sources.</param>
    /// <param name="tensors">Tensors by name, as the task defines them; the first dimension is <see cref="Size"/> or <see cref="Rows"/>.</param>
    /// <exception cref="ArgumentException">There is no item, or the items differ in their number of sources.</exception>
    public Batch(IReadOnlyList<Draw> draws, IReadOnlyDictionary<string, Tensor> tensors)
    {
        if (draws.Count == 0) throw new ArgumentException("A batch needs at least one item.", nameof(draws));
        Draws = draws;
        Slots = draws[0].Sources.Count;
        if (draws.Any(draw => draw.Sources.Count != Slots))
            throw new ArgumentException("All items of a batch need the same number of sources.", nameof(draws));
        var sources = new List<DrawSource>(Rows);
        for (var row = 0; row < Rows; row++) sources.Add(draws[row % Size].Sources[row / Size]);
        RowSources = sources;
        _tensors = new(tensors, StringComparer.Ordinal);
        foreach (var tensor in _tensors.Values) tensor.DetachFromDisposeScope();
    }

    /// <summary>The items.</summary>
    public IReadOnlyList<Draw> Draws { get; }

    /// <summary>The number of items.</summary>
    public int Size => Draws.Count;

    /// <summary>Sources per item.</summary>
    public int Slots { get; }

    /// <summary>The number of rows: <see cref="Size"/> times <see cref="Slots"/>.</summary>
    public int Rows => Size * Slots;

    /// <summary>The source behind each row.</summary>
    public IReadOnlyList<DrawSource> RowSources { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>Gets or replaces a tensor. A replaced one is disposed; a new one is owned by the batch.</summary>
    /// <param name="key">Its name.</param>
    /// <exception cref="KeyNotFoundException">The batch has no such tensor; the message lists those it has.</exception>
    public Tensor this[string key]
    {
        get => _tensors.TryGetValue(key, out var tensor)
            ? tensor
            : throw new KeyNotFoundException($"The batch has no '{key}'; it has {string.Join(", ", _tensors.Keys)}.");
        set
        {
            if (_tensors.TryGetValue(key, out var old) && !ReferenceEquals(old, value)) old.Dispose();
            value.DetachFromDisposeScope();
            _tensors[key] = value;
        }
    }

    /// <summary>The labels of all rows.</summary>
    /// <returns>A new array of <see cref="Rows"/> labels.</returns>
    public int[] Labels() => [.. RowSources.Select(source => source.Sample.Label)];

    /// <summary>The rows that fulfil a condition.</summary>
    /// <param name="condition">The condition on a row's source.</param>
    /// <returns>Row numbers, ascending.</returns>
    public int[] RowsWhere(Func<DrawSource, bool> condition) => [.. Enumerable.Range(0, Rows).Where(row => condition(RowSources[row]))];

    /// <summary>Joins the items of two batches of one task: all items of the first, then all of the second.</summary>
    /// <param name="first">A batch.</param>
    /// <param name="second">A batch with as many slots, on the same device.</param>
    /// <returns>
    /// A new batch with the tensors that both have, whose sizes beyond the first dimension agree; owned by the caller.
    /// </returns>
    /// <exception cref="ArgumentException">The batches differ in slots.</exception>
    public static Batch Join(Batch first, Batch second)
    {
        if (first.Slots != second.Slots) throw new ArgumentException("Batches to join need the same number of slots.", nameof(second));
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (key, a) in first.Tensors)
        {
            if (!second.Tensors.TryGetValue(key, out var b) || !a.shape.AsSpan(1).SequenceEqual(b.shape.AsSpan(1))) continue;
            if (a.shape[0] == first.Size) tensors[key] = cat([a, b], 0);
            else tensors[key] = cat([.. a.chunk(first.Slots).Zip(b.chunk(first.Slots)).SelectMany(pair => new[] { pair.First, pair.Second })], 0);
        }

        return new([.. first.Draws, .. second.Draws], tensors);
    }

    /// <summary>Moves every tensor to a device.</summary>
    /// <param name="device">The device.</param>
    public void MoveTo(Device device)
    {
        foreach (var (key, tensor) in _tensors.ToArray())
        {
            if (tensor.device.type == device.type && tensor.device.index == device.index) continue;
            this[key] = tensor.to(device, non_blocking: true);
        }
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values) tensor.Dispose();
    }
}
