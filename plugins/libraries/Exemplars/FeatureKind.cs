namespace PluginHost.Exemplars;

/// <summary>What stands for a sample when samples are compared.</summary>
public enum FeatureKind
{
    /// <summary>The model's inputs: the mean over time of object vectors and of motion vectors, one after the other.</summary>
    Inputs,

    /// <summary>The model's embeddings of every modality, one after the other.</summary>
    Embeddings,
}
