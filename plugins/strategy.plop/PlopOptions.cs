using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Plop;

/// <summary>Options of PLOP.</summary>
public sealed class PlopOptions : ICheckedOptions
{
    /// <summary>Factor of feature maps.</summary>
    [Range(0.0, 1000.0)]
    [Description("Factor of the distance between feature maps")]
    public double MapWeight { get; set; } = 0.01;

    /// <summary>Factor of predicted masks.</summary>
    [Range(0.0, 1000.0)]
    [Description("Factor of the distance between predicted masks, for models that predict masks")]
    public double MaskWeight { get; set; } = 0.0005;

    /// <summary>Numbers of tiles per axis.</summary>
    [Description("Numbers of tiles per axis, each from 1 to 64")]
    public IReadOnlyList<int> Scales { get; set; } = [1, 2, 4];

    /// <summary>Whether values are squared before pooling.</summary>
    [Description("Whether values are squared before they are pooled")]
    public bool Square { get; set; } = true;

    /// <summary>The feature maps to compare.</summary>
    [Description("Feature maps to compare, with or without 'map.'; none for all that the model gives")]
    public IReadOnlyList<string> Maps { get; set; } = [];

    /// <summary>Whether exemplars join the training list.</summary>
    [Description("Whether exemplars of old classes join the training list")]
    public bool UseMemory { get; set; }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (Scales.Count > 0 && Scales.All(scale => scale is >= 1 and <= 64)) yield break;
        yield return new()
        {
            Code = "PL0001",
            Where = "scales",
            What = $"Scales are [{string.Join(", ", Scales)}]",
            Expected = "at least one number, each from 1 to 64",
            Fix = "The original has [1, 2, 4].",
        };
    }
}
