namespace PluginHost.Memories.Tests;

/// <summary>A model that answers with embeddings a test spells out: the sound's is 1, 0; the motion's is given.</summary>
internal class StubModel(Func<DrawSource, int, float[]>? embedding = null) : IModel
{
    public nn.Module Module => throw new InvalidOperationException();

    public int Classes => 4;

    public IReadOnlyList<ParameterGroup> ParameterGroups => [];

    public void Build(ModelSpec spec)
    {
    }

    public void Grow(int classes, long seed)
    {
    }

    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        if (request.Embeddings)
        {
            var rows = batch.RowSources.Select((source, row) => tensor(embedding!(source, row / batch.Size))).ToArray();
            tensors[OutputKeys.AudioEmbedding] = tensor(new float[] { 1, 0 }).expand(batch.Rows, 2);
            tensors[OutputKeys.MotionEmbedding] = stack(rows);
        }

        if (request.Features)
        {
            var rows = batch.RowSources.Select((source, row) => tensor(embedding!(source, row / batch.Size))).ToArray();
            tensors[OutputKeys.Features] = stack(rows);
        }

        return new(null, tensors);
    }

    public IModel Clone() => this;

    public void Dispose()
    {
    }
}

/// <summary>A stub that says it has embeddings. They are given by source and slot.</summary>
internal sealed class EmbeddingModel(Func<DrawSource, int, float[]> embedding) : StubModel(embedding), ICrossModalEmbeddings
{
    public IReadOnlyList<string> EmbeddingKeys => [OutputKeys.AudioEmbedding, OutputKeys.MotionEmbedding];
}

/// <summary>A stub that says it has features before the classifier. They are given by source and slot.</summary>
internal sealed class FeatureModel(Func<DrawSource, int, float[]> features, int size) : StubModel(features), IPenultimateFeatures
{
    public int FeatureSize => size;
}
