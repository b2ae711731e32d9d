using System.Reflection;
using PluginHost.Contracts;

namespace PluginHost.Tensors.Runtime;

/// <summary>The packages that this library was built with.</summary>
internal static class Packages
{
    /// <summary>The libtorch for the CPU that TorchSharp is built for.</summary>
    internal static RuntimePackage Libtorch { get; } = new("libtorch-cpu-linux-x64", Metadata("LibtorchVersion"));

    /// <summary>The tensor library.</summary>
    internal static RuntimePackage TorchSharp { get; } = new("torchsharp", Metadata("TorchSharpVersion"));

    private static string Metadata(string key) =>
        typeof(Packages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
