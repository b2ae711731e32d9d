using System.Runtime.CompilerServices;
using PluginHost.Tensors.Runtime;

namespace PluginHost.Tests.Shared;

/// <summary>Lets a test assembly use TorchSharp: libtorch lies once in artifacts/shared, not in every test's folder.</summary>
internal static class UseTorch
{
    [ModuleInitializer]
    internal static void FromShared() => TorchRuntime.Use(SharedDirectory());

    private static string SharedDirectory()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var shared = Path.Combine(folder.FullName, "artifacts", "shared");
            if (Directory.Exists(shared))
            {
                return shared;
            }
        }
        throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} has artifacts/shared; build contracts/PluginHost.Tensors");
    }
}
