using System.Reflection;
using PluginHost.Contracts;
using PluginHost.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Backbones;

/// <summary>
/// The ResNet of the NuGet package Microsoft.ML.DnnImageFeaturizer.ResNet18 (MIT), trained on photos, without class layer: 512 features,
/// stages of 2, 2, 2 and 3 blocks, 15,897,152 parameters. It is not torchvision's ResNet-18.
/// </summary>
/// <remarks>
/// Heights and widths divisible by 32 give the features of the ONNX file. At other sizes convolutions of stride 2 lie half a step aside,
/// since the file pads one side more than the other.
/// </remarks>
public static class PretrainedResNet
{
    private const string Package = "Microsoft.ML.DnnImageFeaturizer.ResNet18";

    // Blue, green, red; means of the photos that it was trained on.
    private static readonly float[] s_mean = [104, 117, 123];

    /// <summary>Loads the network, in evaluation mode.</summary>
    /// <param name="path">The ONNX file; by default the one of the package in the user's package cache.</param>
    /// <returns>The network; parameters are trainable until it is frozen.</returns>
    /// <exception cref="JobException">The file is missing, is no ONNX file, or holds another kind of network.</exception>
    public static Backbone Load(string? path = null) => OnnxResNet.Read(path ?? CachedPath());

    /// <summary>Makes inputs from pictures: 255 times the values, channels as blue, green, red, minus 104, 117, 123.</summary>
    /// <param name="pictures">Red, green, blue from 0 to 1, (N, 3, H, W).</param>
    /// <returns>(N, 3, H, W).</returns>
    /// <exception cref="JobException">The pictures have another shape.</exception>
    public static Tensor Prepare(Tensor pictures)
    {
        if (pictures.dim() != 4 || pictures.size(1) != 3)
        {
            throw BackboneFault.Of(BackboneFault.Shape, "pictures", $"The pictures are ({string.Join(", ", pictures.shape)}).",
                "Give (N, 3, H, W); repeat a grey channel three times.");
        }

        using var mean = tensor(s_mean, [1, 3, 1, 1]).to(pictures.dtype).to(pictures.device);
        using var turned = pictures.flip([1]);
        using var scaled = turned * 255;
        return scaled - mean;
    }

    /// <summary>Where the file lies in the package cache of the user, whether it is there or not.</summary>
    /// <returns>A full path.</returns>
    public static string CachedPath() =>
        Path.Combine(Cache, Package.ToLowerInvariant(), Version, "tools", "DnnImageModels", "ResNet18Onnx", "ResNet18.onnx");

    /// <summary>How the package comes into the cache.</summary>
    internal static string FetchCommand => $"dotnet package download {Package}@{Version} --output '{Cache}'";

    private static string Cache => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
        && Path.IsPathFullyQualified(set)
        ? set
        : Path.Combine(Home, ".nuget", "packages");

    // Without a home folder the answer is an empty text, and what follows would be looked for where one happens to stand.
    private static string Home =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : "/nonexistent";

    private static string Version => typeof(PretrainedResNet).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ResNet18WeightsVersion").Value!;
}
