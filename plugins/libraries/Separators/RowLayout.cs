namespace PluginHost.Separators;

/// <summary>
/// Which rows are computed and which items they belong to. Sound is computed once per item and asked once per row, so what is known per
/// item is either shared (all rows: the slots of an item become queries to the same memory) or copied (certain rows).
/// </summary>
public sealed class RowLayout
{
    private readonly bool _all;
    private readonly int _slots;
    private readonly Tensor? _itemOfRow;

    /// <summary>Lays out rows.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rows">The rows wanted, ascending; <see langword="null"/> for all.</param>
    /// <param name="device">Where index tensors go; they live in the current dispose scope.</param>
    public RowLayout(Batch batch, IReadOnlyList<int>? rows, Device device)
    {
        _all = rows is null;
        _slots = batch.Slots;
        Rows = rows ?? [.. Enumerable.Range(0, batch.Rows)];
        if (_all) return;
        var items = Rows.Select(row => row % batch.Size).Distinct().Order().ToArray();
        RowIndex = tensor(Rows.Select(row => (long)row).ToArray(), device: device);
        if (items.Length < batch.Size) ItemIndex = tensor(items.Select(item => (long)item).ToArray(), device: device);
        _itemOfRow = tensor(Rows.Select(row => (long)Array.BinarySearch(items, row % batch.Size)).ToArray(), device: device);
    }

    /// <summary>The batch rows to compute.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>The batch rows to take from tensors per row; <see langword="null"/> for all.</summary>
    public Tensor? RowIndex { get; }

    /// <summary>The batch items to take from tensors per item; <see langword="null"/> for all.</summary>
    public Tensor? ItemIndex { get; }

    /// <summary>Takes the wanted rows of a batch tensor.</summary>
    /// <param name="values">A tensor whose first dimension is the rows of the batch.</param>
    /// <returns>The rows.</returns>
    public Tensor SelectRows(Tensor values) => RowIndex is null ? values : values.index_select(0, RowIndex);

    /// <summary>Takes the wanted items of a batch tensor.</summary>
    /// <param name="values">A tensor whose first dimension is the items of the batch.</param>
    /// <returns>The items.</returns>
    public Tensor SelectItems(Tensor values) => ItemIndex is null ? values : values.index_select(0, ItemIndex);

    /// <summary>Brings queries of rows in front of what is known per item.</summary>
    /// <param name="queries">Queries, (rows, count, width).</param>
    /// <returns>(items, slots·count, width) if rows share their items' tensors, else the queries as they are.</returns>
    public Tensor Gather(Tensor queries) => !_all
        ? queries
        : queries.view(_slots, -1, queries.shape[1], queries.shape[2]).transpose(0, 1)
            .reshape(-1, _slots * queries.shape[1], queries.shape[2]);

    /// <summary>Undoes <see cref="Gather"/>.</summary>
    /// <param name="answers">(items, slots·count, width), or one per row.</param>
    /// <returns>(rows, count, width).</returns>
    public Tensor Scatter(Tensor answers)
    {
        if (!_all) return answers;
        var (items, count, width) = (answers.shape[0], answers.shape[1] / _slots, answers.shape[2]);
        return answers.view(items, _slots, count, width).transpose(0, 1).reshape(_slots * items, count, width);
    }

    /// <summary>Copies a tensor per item to the rows.</summary>
    /// <param name="values">A tensor whose first dimension is the items taken.</param>
    /// <returns>A tensor whose first dimension is the rows.</returns>
    public Tensor PerRow(Tensor values) => _all ? cat([.. Enumerable.Repeat(values, _slots)], 0) : values.index_select(0, _itemOfRow!);

    /// <summary>Brings a tensor per item in front of gathered queries: as it is, or copied to each row.</summary>
    /// <param name="values">A tensor whose first dimension is the items taken.</param>
    /// <returns>A tensor whose first dimension is that of <see cref="Gather"/>'s result.</returns>
    public Tensor PerQuery(Tensor values) => _all ? values : values.index_select(0, _itemOfRow!);
}
