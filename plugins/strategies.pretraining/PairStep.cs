namespace PluginHost.Plugins.PairStrategies;

/// <summary>What a modality's patches of the incoming rows are worth, on the CPU.</summary>
/// <param name="Importance">float32 (rows, patches); each row sums to 1.</param>
/// <param name="Correlation">float32 (rows, patches), from 0 to 1; 0 while nothing is stored.</param>
/// <param name="Query">The pooled queries, float32 (rows, heads, channels of a head).</param>
internal sealed record PatchWorth(Tensor Importance, Tensor Correlation, Tensor Query)
{
    /// <summary>Row by row as arrays.</summary>
    /// <param name="values">(rows, patches).</param>
    public static float[][] Rows(Tensor values)
    {
        using var whole = values.detach().to(ScalarType.Float32).cpu().contiguous();
        return [.. whole.data<float>().ToArray().Chunk((int)values.shape[1])];
    }
}

/// <summary>What STELLA carries from the hook before a step's batch to those after it.</summary>
internal sealed class PairStep : IDisposable
{
    /// <summary>Tokens of the incoming pairs before the modalities meet.</summary>
    public required PairTokens Tokens { get; init; }

    /// <summary>The sound's patches.</summary>
    public required PatchWorth Audio { get; init; }

    /// <summary>The pictures' patches.</summary>
    public required PatchWorth Video { get; init; }

    /// <summary>Incoming rows, which stand before the replayed ones.</summary>
    public required int Incoming { get; init; }

    /// <summary>Stored embeddings of the replayed rows, (rows, D) each; <see langword="null"/> while nothing is stored.</summary>
    public PairTokens? Past { get; set; }

    private IEnumerable<Tensor> Tensors =>
    [
        Tokens.Audio, Tokens.Video, Audio.Importance, Audio.Correlation, Audio.Query, Video.Importance, Video.Correlation, Video.Query,
        .. Past is null ? Array.Empty<Tensor>() : [Past.Audio, Past.Video],
    ];

    /// <summary>Takes the tensors out of the dispose scope of the hook under way.</summary>
    /// <returns>This.</returns>
    public PairStep Keep()
    {
        foreach (var tensor in Tensors) tensor.DetachFromDisposeScope();
        return this;
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors) tensor.Dispose();
    }
}
