using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Classifiers;

/// <summary>The kind of a trained classifier head.</summary>
public enum HeadKind
{
    /// <summary>Scores are x W^T + b.</summary>
    [JsonStringEnumMemberName("linear")]
    Linear,

    /// <summary>Scores are scaled cosines of features and rows (Hou et al., CVPR 2019).</summary>
    [JsonStringEnumMemberName("cosine")]
    Cosine,
}

/// <summary>Options that every classifier has.</summary>
public abstract class HeadOptions
{
    /// <summary>The kind of the head.</summary>
    [Description("linear or cosine")]
    public HeadKind Head { get; set; }

    /// <summary>The scale of cosine scores.</summary>
    [Range(0.01, 1000.0)]
    [Description("Scale of the scores of a cosine head: 16 for small pictures in TEEN")]
    public double Scale { get; set; } = 16;

    /// <summary>Whether the scale is learned.</summary>
    [Description("Whether the scale of a cosine head is learned; it starts at scale")]
    public bool LearnScale { get; set; }

    /// <summary>Whether the backbone is frozen from the start.</summary>
    [Description("Whether the backbone is frozen from the start, so that only the head and what a strategy adds are trained")]
    public bool FrozenBackbone { get; set; }

    /// <summary>Weights that another run exported, for the backbone to begin with.</summary>
    [Description("Weights for the backbone to begin with, exported by another run {path, sha256}; random ones if absent")]
    public WeightsOptions? Start { get; set; }
}
