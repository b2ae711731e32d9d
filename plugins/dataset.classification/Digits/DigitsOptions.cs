using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PluginHost.Contracts;
using PluginHost.Plugins.DatasetClassification.Sources;

namespace PluginHost.Plugins.DatasetClassification.Digits;

/// <summary>Options of the data set <c>digits</c>.</summary>
public sealed class DigitsOptions : SourceOptions
{
    [Description("mnist: 10,000 of 28 x 28; opencv: 5,000 of 20 x 20; sklearn: 1,797 of 8 x 8 with 17 levels of grey")]
    [AllowedValues("mnist", "opencv", "sklearn")]
    public string Variant { get; set; } = "mnist";

    [Description("Domains: every picture appears in each, turned or with its pixels in another order; empty = pictures as they are")]
    public IReadOnlyList<DomainOptions> Domains { get; set; } = [];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check()
    {
        foreach (var finding in base.Check()) yield return finding;
        for (var i = 0; i < Domains.Count; i++)
        {
            var name = Domains[i].Title;
            if (name.Any(character => char.IsWhiteSpace(character) || character is '@' or '/'))
            {
                yield return new Finding
                {
                    Code = "CD0003", Where = $"domains[{i}].name", What = $"'{name}' cannot be part of a sample's id",
                    Expected = "a name without white space, @ and /",
                };
            }
            else if (Domains.Take(i).Any(domain => string.Equals(domain.Title, name, StringComparison.Ordinal)))
            {
                yield return new Finding
                {
                    Code = "CD0003", Where = $"domains[{i}]", What = $"two domains are named '{name}'",
                    Expected = "names that differ", Fix = "Change one, or give it a name of its own.",
                };
            }
        }
    }
}
