namespace PluginHost.Networks;

/// <summary>The rows of a batch's input that a forward pass is asked for.</summary>
public static class InputRows
{
    /// <summary>Takes rows.</summary>
    /// <param name="input">The input, (rows, ...).</param>
    /// <param name="rows">Which; <see langword="null"/> for all.</param>
    /// <returns>The input itself, or a new tensor in the current dispose scope.</returns>
    public static Tensor Of(Tensor input, IReadOnlyList<int>? rows)
    {
        if (rows is null) return input;
        using var index = tensor(rows.Select(row => (long)row).ToArray(), device: input.device);
        return input.index_select(0, index);
    }
}
