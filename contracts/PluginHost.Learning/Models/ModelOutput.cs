namespace PluginHost.Learning;

/// <summary>What a forward pass computed: named tensors whose first dimension is the rows covered.</summary>
/// <remarks>The tensors belong to the dispose scope in which the forward pass ran; keep one with <c>MoveToOuterDisposeScope</c>.</remarks>
public sealed class ModelOutput
{
    private readonly Dictionary<string, Tensor> _tensors;

    /// <summary>Creates an output.</summary>
    /// <param name="rows">The batch rows covered, ascending; <see langword="null"/> for all.</param>
    /// <param name="tensors">Tensors by name; see <see cref="OutputKeys"/>.</param>
    public ModelOutput(IReadOnlyList<int>? rows, IReadOnlyDictionary<string, Tensor> tensors)
    {
        Rows = rows;
        _tensors = new(tensors, StringComparer.Ordinal);
    }

    /// <summary>The batch rows covered, ascending; <see langword="null"/> for all.</summary>
    public IReadOnlyList<int>? Rows { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>Gets a tensor.</summary>
    /// <param name="key">Its name.</param>
    /// <exception cref="KeyNotFoundException">The output has no such tensor; the message lists those it has.</exception>
    public Tensor this[string key] => _tensors.TryGetValue(key, out var tensor)
        ? tensor
        : throw new KeyNotFoundException($"The model output has no '{key}'; it has {string.Join(", ", _tensors.Keys)}.");

    /// <summary>Picks rows of a tensor by batch row.</summary>
    /// <param name="key">The tensor's name.</param>
    /// <param name="batchRows">Batch rows, all of them covered by this output; <see langword="null"/> for all rows covered.</param>
    /// <returns>The picked rows in the order asked for.</returns>
    /// <exception cref="ArgumentException">A row is not covered.</exception>
    public Tensor Pick(string key, IReadOnlyList<int>? batchRows)
    {
        if (batchRows is null || (Rows is not null && Rows.SequenceEqual(batchRows))) return this[key];
        var positions = new long[batchRows.Count];
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = Rows is null ? batchRows[i] : IndexOf(Rows, batchRows[i]);
            if (positions[i] < 0) throw new ArgumentException($"The output does not cover batch row {batchRows[i]}.", nameof(batchRows));
        }

        using var index = tensor(positions, device: this[key].device);
        return this[key].index_select(0, index);
    }

    private static int IndexOf(IReadOnlyList<int> rows, int row)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i] == row) return i;
        }

        return -1;
    }
}
