using PluginHost.Learning;
using PluginHost.Media.Pictures;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetClassification.Pictures;

/// <summary>A picture of a user's own as a sample, fitted as the set's pictures are.</summary>
internal static class PictureSample
{
    /// <summary>Reads a picture.</summary>
    /// <param name="file">The absolute path.</param>
    /// <param name="sample">What the sample is called.</param>
    /// <param name="options">Size, way of fitting, channels and background.</param>
    public static Sample Read(string file, SampleInfo sample, FittingOptions options)
    {
        var levels = PictureFitting.Fit(PictureFile.Read(file, (byte)options.Background), options);
        return new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal) { [SampleKeys.Image] = PictureFitting.Image(levels, options) });
    }
}
