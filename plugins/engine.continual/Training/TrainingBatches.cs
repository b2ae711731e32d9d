namespace PluginHost.Plugins.Continual;

/// <summary>
/// Settles which entries make which batch of a phase: a fresh shuffle per epoch, the incomplete batch at its end left out.
/// </summary>
internal sealed class TrainingBatches(LearningContext context, Phase phase, int batchSize, int perEpoch, int phaseNumber)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, int[]> _orders = [];
    private readonly int _increment = context.Increment;

    /// <summary>Makes the batch of a step; the result depends on the step alone. Safe for several threads.</summary>
    public Batch Make(int step)
    {
        var epoch = step / perEpoch;
        var order = Order(epoch);
        var first = step % perEpoch * batchSize;
        var draws = new Draw[batchSize];
        for (var i = 0; i < batchSize; i++)
        {
            var position = order[first + i];
            draws[i] = context.Task.DrawTraining(phase.Entries, position, context.Random, [_increment, phaseNumber, epoch, position]);
        }

        return context.Task.Collate(draws, context.Samples);
    }

    private int[] Order(int epoch)
    {
        lock (_gate)
        {
            if (_orders.TryGetValue(epoch, out var order)) return order;
            order = [.. Enumerable.Range(0, phase.Entries.Count)];
            context.Random.Stream("shuffle", _increment, phaseNumber, epoch).Shuffle<int>(order);
            _orders.Remove(epoch - 2);
            return _orders[epoch] = order;
        }
    }
}
