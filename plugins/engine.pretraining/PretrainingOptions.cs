using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Pretraining;

/// <summary>Options of the pre-training engine.</summary>
public sealed class PretrainingOptions : StreamOptions
{
    /// <summary>How the features are measured.</summary>
    public ProbeOptions Probe { get; set; } = new();
}

/// <summary>What is fitted on frozen features.</summary>
public enum ProbeKind
{
    /// <summary>A linear classifier by ridge regression, in closed form.</summary>
    [JsonStringEnumMemberName("ridge")]
    Ridge,

    /// <summary>The nearest class mean by cosine.</summary>
    [JsonStringEnumMemberName("nearest-mean")]
    NearestMean,

    /// <summary>The k nearest neighbours by cosine, each with a vote of exp(cos / 0.07) (Wu et al., CVPR 2018).</summary>
    [JsonStringEnumMemberName("knn")]
    NearestNeighbours,
}

/// <summary>How the features are measured.</summary>
public sealed class ProbeOptions
{
    /// <summary>What is fitted on the features of validation samples: ridge, nearest-mean or knn.</summary>
    public ProbeKind Kind { get; set; }

    /// <summary>Steps between two probes within a phase; 0 for only before training and after each experience.</summary>
    [Range(0, 100_000_000)]
    public int EverySteps { get; set; }

    /// <summary>The ridge over standardised features.</summary>
    [Range(1e-9, 1e9)]
    public double Ridge { get; set; } = 10;

    /// <summary>Neighbours of knn.</summary>
    [Range(1, 100_000)]
    public int Neighbours { get; set; } = 20;
}
