namespace PluginHost.Replay;

/// <summary>Collects vectors of batch rows and gives their mean for each sample, however many rows it is the source of.</summary>
/// <param name="samples">The samples that must be covered.</param>
public sealed class RowMeans(IReadOnlyList<SampleInfo> samples)
{
    private readonly Dictionary<string, (int Count, double[][] Sums)> _sums = new(StringComparer.Ordinal);

    /// <summary>Adds every row of an output.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="output">The output; says which rows it covers.</param>
    /// <param name="values">The vectors of the n-th row covered.</param>
    public void Add(Batch batch, ModelOutput output, Func<int, double[][]> values)
    {
        var rows = output.Rows?.Count ?? batch.Rows;
        for (var i = 0; i < rows; i++)
        {
            var id = batch.RowSources[output.Rows?[i] ?? i].Sample.Id;
            var own = values(i);
            _sums[id] = _sums.TryGetValue(id, out var before)
                ? (before.Count + 1, [.. before.Sums.Zip(own, Vectors.Sum)])
                : (1, own);
        }
    }

    /// <summary>Ends the collection.</summary>
    /// <returns>The mean vectors of each sample by its id.</returns>
    /// <exception cref="RunFailedException">A sample was the source of no row.</exception>
    public Dictionary<string, IReadOnlyList<double[]>> ToDictionary()
    {
        var means = new Dictionary<string, IReadOnlyList<double[]>>(StringComparer.Ordinal);
        foreach (var sample in samples)
        {
            if (!_sums.TryGetValue(sample.Id, out var sum))
                throw new RunFailedException($"The task made no evaluation item of sample '{sample.Id}', so the memory cannot judge it.");
            means[sample.Id] = [.. sum.Sums.Select(vector => Vectors.Scaled(vector, 1.0 / sum.Count))];
        }

        return means;
    }
}
