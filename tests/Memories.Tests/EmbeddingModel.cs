namespace PluginHost.Memories.Tests;

/// <summary>A stub that says it has embeddings. They are given by source and slot.</summary>
internal sealed class EmbeddingModel(Func<DrawSource, int, float[]> embedding) : StubModel(embedding), ICrossModalEmbeddings
{
    public IReadOnlyList<string> EmbeddingKeys => [OutputKeys.AudioEmbedding, OutputKeys.MotionEmbedding];
}
