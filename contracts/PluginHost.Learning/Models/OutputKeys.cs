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

    /// <summary>The projection of <see cref="BatchKeys.Input"/> for losses that compare views, float32 (R, D).</summary>
    public const string Projection = "projection";

    /// <summary>The projection of <see cref="BatchKeys.SecondInput"/>, float32 (R, D).</summary>
    public const string SecondProjection = "projection.second";

    /// <summary>The input as the model would have it, float32, shaped like <see cref="BatchKeys.Original"/>.</summary>
    public const string Reconstruction = "reconstruction";
}
