using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Continual;

/// <summary>An optimizer.</summary>
public enum OptimizerType
{
    /// <summary>Adam; weight decay is added to the gradient.</summary>
    [JsonStringEnumMemberName("adam")]
    Adam,

    /// <summary>AdamW; weight decay is decoupled.</summary>
    [JsonStringEnumMemberName("adamw")]
    AdamW,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    [JsonStringEnumMemberName("sgd")]
    Sgd,
}
