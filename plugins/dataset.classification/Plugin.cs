using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetClassification.Digits;
using PluginHost.Plugins.DatasetClassification.Letters;
using PluginHost.Plugins.DatasetClassification.Pictures;

namespace PluginHost.Plugins.DatasetClassification;

/// <summary>Entry point of the plugin <c>dataset.classification</c>.</summary>
public sealed class ClassificationPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components)
    {
        components.Add<IDataset, LettersDataset, LettersOptions>("letters", OptionsJson.Default.LettersOptions)
            .Describe("26 letters, 16 numbers a sample; 20,000 samples installed, 1,040 embedded");
        components.Add<IDataset, DigitsDataset, DigitsOptions>("digits", OptionsJson.Default.DigitsOptions)
            .Describe("Ten digits from MNIST, OpenCV or scikit-learn, as they are or rotated or permuted by domain; 400 samples embedded");
        components.Add<IDataset, PicturesDataset, PicturesOptions>("pictures", OptionsJson.Default.PicturesOptions)
            .Describe("Any folder with one sub-folder a class, such as the Tux Paint stamps; PNG and JPEG, scaled to one size");
    }
}
