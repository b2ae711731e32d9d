namespace PluginHost.Contracts.Learning;

/// <summary>Capability: gives each row an embedding per modality, all of one size, when <see cref="ForwardRequest.Embeddings"/> is set.</summary>
public interface ICrossModalEmbeddings
{
    /// <summary>The output names of the embeddings, such as <see cref="OutputKeys.AudioEmbedding"/>; at least two.</summary>
    IReadOnlyList<string> EmbeddingKeys { get; }
}
