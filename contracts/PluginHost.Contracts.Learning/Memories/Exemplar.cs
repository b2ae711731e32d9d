namespace PluginHost.Contracts.Learning;

/// <summary>A stored sample of an old class.</summary>
public sealed record Exemplar
{
    /// <summary>The sample, for memories that store whole samples.</summary>
    public required SampleInfo Sample { get; init; }

    /// <summary>Further tensors stored with it (latents, logits), owned by the memory; may be empty.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; init; } = new Dictionary<string, Tensor>(StringComparer.Ordinal);
}
