using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Classification;

/// <summary>What a training picture goes through before the model sees it.</summary>
public enum Augmentation
{
    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>A shift by up to a tenth of its sides, the rim filled with zeros.</summary>
    [JsonStringEnumMemberName("shift")]
    Shift,

    /// <summary>A shift, and a mirror image half of the time: the usual one for CIFAR.</summary>
    [JsonStringEnumMemberName("shift-flip")]
    ShiftFlip,
}

/// <summary>Options of the classification task.</summary>
public sealed class ClassificationOptions : ICheckedOptions
{
    /// <summary>What the model is given: image, features, or any other tensor that samples have; the first of the two that they have if absent.</summary>
    public string? Input { get; set; }

    /// <summary>What training pictures go through: none, shift or shift-flip.</summary>
    public Augmentation Augmentation { get; set; }

    /// <summary>Mean of each channel, taken off the input; a single number for all; nothing if absent.</summary>
    public double[] Mean { get; set; } = [];

    /// <summary>Standard deviation of each channel, which the input is divided by; a single number for all; nothing if absent.</summary>
    public double[] Deviation { get; set; } = [];

    /// <summary>Share of the label's probability that is spread over all competing classes (label smoothing).</summary>
    [Range(0.0, 0.99)]
    public double Smoothing { get; set; }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        for (var i = 0; i < Deviation.Length; i++)
        {
            if (Deviation[i] > 0 && double.IsFinite(Deviation[i])) continue;
            yield return new()
            {
                Code = "CT0001",
                Where = $"deviation[{i}]",
                What = $"the standard deviation is {Deviation[i]}",
                Expected = "a number above 0",
            };
        }
    }
}
