namespace PluginHost.Training;

/// <summary>A stretch of steps within a phase that draws from one list.</summary>
/// <param name="FirstStep">Its first step within the phase.</param>
/// <param name="Steps">How many steps it has.</param>
/// <param name="Entries">The list.</param>
public sealed record Segment(int FirstStep, int Steps, IReadOnlyList<TrainingEntry> Entries)
{
    /// <summary>How many steps the phase has taken when the segment is over.</summary>
    public int End => FirstStep + Steps;
}

/// <summary>
/// Settles which entries make which batch of a phase: a fresh shuffle per epoch, the incomplete batch at its end left out; or, in order, every
/// entry once and an incomplete batch at the end. A phase over a stream without boundaries has a segment per experience, which nobody but this
/// class can tell.
/// </summary>
internal sealed class TrainingBatches
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(int Segment, int Epoch), int[]> _orders = [];
    private readonly LearningContext _context;
    private readonly Phase _phase;
    private readonly IReadOnlyList<Segment> _segments;
    private readonly int _batchSize;
    private readonly int _experience;
    private readonly int _phaseNumber;

    public TrainingBatches(LearningContext context, Phase phase, IReadOnlyList<Segment>? segments, int phaseNumber)
    {
        _context = context;
        _phase = phase;
        _segments = segments ?? [new(0, phase.Steps, phase.Entries)];
        _experience = context.Current.Index;
        _phaseNumber = phaseNumber;
        _batchSize = Math.Min(phase.BatchSize ?? context.Options.BatchSize, phase.Entries.Count);
    }

    /// <summary>Steps of one pass over the phase's list; all steps where the list is taken in order or in segments.</summary>
    public int StepsPerEpoch => _segments.Count > 1 || _phase.InOrder ? Math.Max(1, _phase.Steps) : Math.Max(1, _phase.Entries.Count / _batchSize);

    /// <summary>The number of a step's batch within its pass over the list, from 0.</summary>
    /// <param name="step">The step within the phase.</param>
    public int InEpoch(int step) => step % StepsPerEpoch;

    /// <summary>Makes the batch of a step; the result depends on the step alone. Safe for several threads.</summary>
    /// <param name="step">The step within the phase.</param>
    public Batch Make(int step)
    {
        var index = 0;
        while (index + 1 < _segments.Count && _segments[index + 1].FirstStep <= step) index++;
        var (firstStep, _, entries) = _segments[index];
        var local = step - firstStep;
        var batchSize = Math.Min(_batchSize, entries.Count);
        var perEpoch = _phase.InOrder ? (entries.Count + batchSize - 1) / batchSize : entries.Count / batchSize;
        var epoch = local / perEpoch;
        var first = local % perEpoch * batchSize;
        var count = Math.Min(batchSize, entries.Count - first);
        var order = _phase.InOrder ? null : Order(index, epoch, entries.Count);
        var draws = new Draw[count];
        var segment = index;
        _context.Calls.Do(_context.Task, nameof(ITask.DrawTraining), () =>
        {
            for (var i = 0; i < count; i++)
            {
                var position = order is null ? first + i : order[first + i];
                draws[i] = _context.Task.DrawTraining(
                    entries, position, _context.Random, [_experience + segment, _phaseNumber, epoch, position]);
            }
        });
        return _context.Collate(draws);
    }

    private int[] Order(int segment, int epoch, int count)
    {
        lock (_gate)
        {
            if (_orders.TryGetValue((segment, epoch), out var order)) return order;
            order = [.. Enumerable.Range(0, count)];
            _context.Random.Stream("shuffle", _experience + segment, _phaseNumber, epoch).Shuffle<int>(order);
            _orders.Remove((segment, epoch - 2));
            return _orders[(segment, epoch)] = order;
        }
    }
}
