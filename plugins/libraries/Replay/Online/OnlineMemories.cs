namespace PluginHost.Replay;

/// <summary>What a strategy needs that fills the memory itself, sample by sample as they pass by.</summary>
public static class OnlineMemories
{
    /// <summary>Gets the job's memory as one that works online.</summary>
    /// <param name="context">The learning context.</param>
    /// <returns>The memory.</returns>
    /// <exception cref="RunFailedException">The job has no memory, or it does not take single samples.</exception>
    public static IOnlineMemory OnlineMemory(this ILearningContext context) => context.Memory switch
    {
        IOnlineMemory online => online,
        null => throw new RunFailedException(
            "The strategy replays exemplars, and the job has no memory. Add one, such as \"memory\": \"reservoir\"."),
        _ => throw new RunFailedException(
            "The strategy stores samples as they pass by, and the job's memory takes them in only when an experience has ended. "
            + "Choose a memory that works online, such as reservoir, ring-buffer or class-balanced."),
    };

    /// <summary>
    /// Offers the samples of a training batch to the memory, each once: those that its items were drawn for (their first sources), the
    /// ones from memory left out. Rows of output tensors are stored with them.
    /// </summary>
    /// <param name="memory">The memory.</param>
    /// <param name="context">The learning context.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="output">The student's output of the batch, covering all rows; may have a gradient, which is not stored.</param>
    /// <param name="names">Tensors of the output to store, such as <see cref="OutputKeys.Logits"/>; none to store samples only.</param>
    /// <returns>How many samples are stored.</returns>
    public static int AddBatch(
        this IOnlineMemory memory, ILearningContext context, Batch batch, ModelOutput output, params IReadOnlyList<string> names)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        // One transfer for all rows: a slice of each is what the memory copies.
        var rows = names.ToDictionary(name => name, name => output[name].detach().cpu(), StringComparer.Ordinal);
        var stored = 0;
        for (var item = 0; item < batch.Size; item++)
        {
            var source = batch.Draws[item].Sources[0];
            if (source.FromMemory) continue;
            var own = rows.ToDictionary(pair => pair.Key, pair => pair.Value[item], StringComparer.Ordinal);
            if (memory.Add(context, source.Sample, own)) stored++;
        }

        return stored;
    }
}
