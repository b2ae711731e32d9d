namespace PluginHost.Plugins.OneAvm.Objectives;

/// <summary>
/// Which pairs of a batch are told apart. Two of the same sample never are: a mixture may hold a sample twice, and a batch may have it again.
/// </summary>
/// <param name="batch">The batch.</param>
/// <param name="negatives">Whom a pair is told apart from.</param>
internal sealed class PairTable(Batch batch, NegativePairs negatives)
{
    /// <summary>Whether two rows are told apart.</summary>
    /// <param name="device">Where the result goes.</param>
    /// <returns>bool (rows, rows), symmetric.</returns>
    public Tensor RowsApart(Device device) => Table(batch.Rows, batch.Rows, Apart, device);

    /// <summary>Whether a row is told apart from the mixed picture of an item: from each of its sources.</summary>
    /// <param name="device">Where the result goes.</param>
    /// <returns>bool (rows, items); false for a row's own item.</returns>
    public Tensor ItemsApart(Device device) => Table(
        batch.Rows, batch.Size, (row, item) => Enumerable.Range(0, batch.Slots).All(slot => Apart(row, item + (slot * batch.Size))), device);

    private bool Apart(int row, int other)
    {
        var (a, b) = (batch.RowSources[row].Sample, batch.RowSources[other].Sample);
        return row != other && !string.Equals(a.Id, b.Id, StringComparison.Ordinal)
            && (negatives == NegativePairs.All || a.Label != b.Label);
    }

    private static Tensor Table(int rows, int columns, Func<int, int, bool> apart, Device device)
    {
        var cells = new bool[rows * columns];
        for (var cell = 0; cell < cells.Length; cell++) cells[cell] = apart(cell / columns, cell % columns);
        return tensor(cells, [rows, columns], device: device);
    }
}
