namespace PluginHost.Learning;

/// <summary>Names of the tensors of a <see cref="ModelOutput"/> that several families share. R is the number of rows covered.</summary>
public static class OutputKeys
{
    /// <summary>Class scores before softmax, float32 (R, classes); see <see cref="ILogitPrediction"/>.</summary>
    public const string Logits = "logits";

    /// <summary>The representation before the classifier, float32 (R, D); see <see cref="IPenultimateFeatures"/>.</summary>
    public const string Features = "features";

    /// <summary>Embedding of the sound, float32 (R, D); see <see cref="ICrossModalEmbeddings"/>.</summary>
    public const string AudioEmbedding = "embedding.audio";

    /// <summary>Embedding of the motion, float32 (R, D).</summary>
    public const string MotionEmbedding = "embedding.motion";

    /// <summary>Embedding of the object, float32 (R, D).</summary>
    public const string ObjectEmbedding = "embedding.object";

    /// <summary>What the names of feature maps begin with; see <see cref="IFeatureMaps"/>.</summary>
    public const string FeatureMapPrefix = "map.";
}
