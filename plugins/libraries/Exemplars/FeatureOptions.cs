using System.ComponentModel;

namespace PluginHost.Exemplars;

/// <summary>Options of memories that compare samples by features.</summary>
public abstract class FeatureOptions : BudgetOptions
{
    /// <summary>The features.</summary>
    [Description("What samples are compared by: inputs (means of object and motion vectors) or embeddings (the model's)")]
    public FeatureKind Features { get; set; } = FeatureKind.Inputs;

    /// <summary>Whether features are normalised.</summary>
    [Description("Whether each modality's vector, and all of them joined, are scaled to length 1; iCaRL does so, Avalanche does not")]
    public bool Normalise { get; set; } = true;
}
