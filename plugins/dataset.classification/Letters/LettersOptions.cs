using System.ComponentModel;
using PluginHost.Plugins.DatasetClassification.Sources;

namespace PluginHost.Plugins.DatasetClassification.Letters;

/// <summary>Options of the data set <c>letters</c>.</summary>
public sealed class LettersOptions : SourceOptions
{
    [Description("Shift and scale each number to mean 0 and standard deviation 1 over the training split of all classes")]
    public bool Standardise { get; set; } = true;
}
