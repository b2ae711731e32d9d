namespace PluginHost.Replay;

/// <summary>
/// Exemplars drawn uniformly from a memory, the training batch made of them, and the tensors stored with them: what a step of online
/// replay needs (DER++, Buzzega et al., 2020: a draw for the logits and another for the labels).
/// </summary>
/// <remarks>
/// Item i of the batch was drawn for exemplar i, so row i, its first source, belongs to that exemplar. In a mixture the partners are
/// exemplars of the same draw. Draws depend on purpose and keys alone: a run that is resumed draws the same.
/// </remarks>
public sealed class ReplayBatch : IDisposable
{
    private ReplayBatch(IReadOnlyList<Exemplar> exemplars, Batch batch) => (Exemplars, Batch) = (exemplars, batch);

    /// <summary>The exemplars, in the order of the batch's items.</summary>
    public IReadOnlyList<Exemplar> Exemplars { get; }

    /// <summary>The batch on the model's device; every item is marked as from memory.</summary>
    public Batch Batch { get; }

    /// <summary>Draws from the job's memory for the step under way.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="step">The step.</param>
    /// <param name="count">How many exemplars are wanted; fewer come if fewer are stored.</param>
    /// <param name="purpose">What they are for; two draws of a step need two purposes.</param>
    /// <returns>The draw, owned by the caller; <see langword="null"/> if there is no memory or nothing in it.</returns>
    public static ReplayBatch? Draw(ILearningContext context, StepInfo step, int count, string purpose) =>
        Draw(context, count, $"{purpose}.{step.Phase.Name}", [context.Experience.Index, step.Step]);

    /// <summary>Draws from the job's memory.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="count">How many exemplars are wanted, at least 1; fewer come if fewer are stored.</param>
    /// <param name="purpose">What they are for.</param>
    /// <param name="keys">What tells the draw from others of that purpose: experience, step.</param>
    /// <returns>The draw, owned by the caller; <see langword="null"/> if there is no memory or nothing in it.</returns>
    public static ReplayBatch? Draw(ILearningContext context, int count, string purpose, ReadOnlySpan<long> keys)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var drawn = context.Memory?.Sample(count, context.Random.Stream($"{purpose}.choose", keys));
        if (drawn is null || drawn.Count == 0) return null;
        var batch = context.MakeBatch([.. drawn.Select(exemplar => new TrainingEntry(exemplar.Sample, FromMemory: true))], purpose, keys);
        return new(drawn, batch);
    }

    /// <summary>Says whether a tensor is stored with every exemplar of the draw.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <returns>Whether it is.</returns>
    public bool Has(string name) => Exemplars.All(exemplar => exemplar.Tensors.ContainsKey(name));

    /// <summary>
    /// Stacks a stored tensor in the order of the batch's rows. The row of a partner gets what is stored with that sample.
    /// </summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="padding">
    /// What shorter vectors are filled up with to the longest, such as 0 for scores stored before the model had all classes;
    /// <see langword="null"/> where all have one shape.
    /// </param>
    /// <returns>The tensor (rows, shape of one), on the batch's device, in the current dispose scope.</returns>
    /// <exception cref="InvalidOperationException">An exemplar has no such tensor, or shapes differ that padding does not
    /// mend.</exception>
    public Tensor Stored(string name, double? padding = null)
    {
        using var scope = NewDisposeScope();
        var rows = Rows().Select(exemplar => exemplar.Tensors.TryGetValue(name, out var tensor)
            ? tensor
            : throw new InvalidOperationException($"Nothing is stored under '{name}' with sample '{exemplar.Sample.Id}'.")).ToArray();
        var longest = rows.MaxBy(row => row.dim() == 0 ? 0 : row.shape[^1])!;
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].shape.AsSpan().SequenceEqual(longest.shape)) continue;
            if (padding is not { } value
                || rows[i].dim() != longest.dim()
                || !rows[i].shape.AsSpan(..^1).SequenceEqual(longest.shape.AsSpan(..^1)))
            {
                throw new InvalidOperationException(
                    $"The tensors stored under '{name}' differ in shape: ({string.Join(", ", rows[i].shape)}) and "
                    + $"({string.Join(", ", longest.shape)}). Give a padding, or store tensors of one shape.");
            }

            rows[i] = nn.functional.pad(rows[i], [0, longest.shape[^1] - rows[i].shape[^1]], PaddingModes.Constant, value);
        }

        var device = Batch.Tensors.Values.FirstOrDefault()?.device ?? CPU;
        return stack(rows, 0).to(device).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the batch. The exemplars stay the memory's.</summary>
    public void Dispose() => Batch.Dispose();

    private IEnumerable<Exemplar> Rows()
    {
        for (var row = 0; row < Batch.Rows; row++)
        {
            var sample = Batch.RowSources[row].Sample;
            yield return row < Exemplars.Count
                ? Exemplars[row]
                : Exemplars.First(exemplar => exemplar.Sample.Id == sample.Id);
        }
    }
}
