using System.ComponentModel;

namespace PluginHost.Replay;

/// <summary>What stands for a sample when samples are compared.</summary>
public enum FeatureKind
{
    /// <summary>The model's inputs: the mean over time of object vectors and of motion vectors, a feature vector, or a picture.</summary>
    Inputs,

    /// <summary>The model's embeddings of every modality, one after the other; see <see cref="ICrossModalEmbeddings"/>.</summary>
    Embeddings,

    /// <summary>The model's representation before the classifier; see <see cref="IPenultimateFeatures"/>.</summary>
    Model,
}

/// <summary>Options of memories that compare samples by features.</summary>
public abstract class FeatureOptions : BudgetOptions
{
    /// <summary>The features.</summary>
    [Description("What samples are compared by: inputs (means of object and motion vectors, a feature vector or a picture), "
        + "embeddings (the model's, by modality) or model (its features before the classifier)")]
    public FeatureKind Features { get; set; } = FeatureKind.Inputs;

    /// <summary>Whether features are normalised.</summary>
    [Description("Whether each modality's vector, and all of them joined, are scaled to length 1; iCaRL does so, Avalanche does not")]
    public bool Normalise { get; set; } = true;
}
