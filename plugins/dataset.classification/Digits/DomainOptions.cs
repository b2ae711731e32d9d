using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.DatasetClassification.Digits;

/// <summary>One domain: how all pictures are changed in it.</summary>
public sealed class DomainOptions
{
    [Description("Name in sample ids and reports; empty = made from the change, such as rotated-30")]
    public string Name { get; set; } = "";

    [Description("Degrees that pictures are turned counter-clockwise about their centre")]
    [Range(-360, 360)]
    public double Rotate { get; set; }

    [Description("Number of a fixed random order of the pixels, applied after the turn; 0 = pixels stay in place")]
    [Range(0, 9007199254740991)]
    public long Permute { get; set; }

    /// <summary>The name given, or one made from the change.</summary>
    internal string Title => Name.Length > 0 ? Name : (Rotate, Permute) switch
    {
        (0, 0) => "original",
        (_, 0) => $"rotated-{Rotate}",
        (0, _) => $"permuted-{Permute}",
        _ => $"rotated-{Rotate}-permuted-{Permute}",
    };
}
