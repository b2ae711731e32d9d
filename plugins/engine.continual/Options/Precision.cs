using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Continual;

/// <summary>The precision of the forward pass in training; parameters, optimizer and evaluation stay float32.</summary>
public enum Precision
{
    /// <summary>float32.</summary>
    [JsonStringEnumMemberName("fp32")]
    Fp32,

    /// <summary>bfloat16 by autocast.</summary>
    [JsonStringEnumMemberName("bf16")]
    Bf16,

    /// <summary>float16 by autocast, with loss scaling; CUDA only.</summary>
    [JsonStringEnumMemberName("fp16")]
    Fp16,
}
