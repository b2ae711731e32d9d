using System.Runtime.CompilerServices;
using PluginHost.Tensors.Runtime;

namespace PluginHost.Tests.Shared;

/// <summary>Lets a test assembly use TorchSharp: libtorch lies once in artifacts/shared, not in every test's folder.</summary>
internal static class UseTorch
{
    [ModuleInitializer]
    internal static void FromShared() => TorchRuntime.Use(SharedDirectory());

    // In the repository it is artifacts/shared, in a published archive shared.
    private static string SharedDirectory()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var shared in (string[])[Path.Combine(folder.FullName, "artifacts", "shared"), Path.Combine(folder.FullName, "shared")])
                if (File.Exists(Path.Combine(shared, "TorchSharp.dll"))) return shared;
        }
        throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} has artifacts/shared with TorchSharp.dll");
    }
}
