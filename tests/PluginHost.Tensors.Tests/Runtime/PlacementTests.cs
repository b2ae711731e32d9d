using PluginHost.Tensors.Runtime.Elf;
using TorchSharp;

namespace PluginHost.Tensors.Tests.Runtime;

/// <summary>What the build puts where: one copy of libtorch in artifacts/shared, none in a test's folder.</summary>
[Trait("Needs", "repository")]
public sealed class PlacementTests
{
    internal static string Shared
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!Directory.Exists(Path.Combine(folder.FullName, "artifacts", "shared"))) folder = folder.Parent!;
            return Path.Combine(folder.FullName, "artifacts", "shared");
        }
    }

    [Fact]
    public void TorchSharp_works_in_a_folder_without_native_libraries()
    {
        Directory.EnumerateFiles(AppContext.BaseDirectory, "*.so*", SearchOption.AllDirectories).ShouldBeEmpty();

        using var sum = (torch.tensor([1f, 2f, 3f]) * 2f).sum();

        sum.item<float>().ShouldBe(12f);
        LoaderSearch.Loaded("libLibTorchSharp.so").ShouldBe(Path.Combine(Shared, "native", "libLibTorchSharp.so"));
        LoaderSearch.Loaded("libtorch_cpu.so").ShouldBe(Path.Combine(
            Environment.GetEnvironmentVariable("PLUGINHOST_LIBTORCH") ?? Path.Combine(Shared, "native"), "libtorch_cpu.so"));
    }

    [Fact]
    public void A_module_computes_a_gradient()
    {
        using var x = torch.ones(2, 3, requires_grad: true);
        using var y = torch.nn.functional.relu(x.matmul(torch.ones(3, 1))).sum();
        y.backward();

        x.grad!.data<float>().ToArray().ShouldBe([1f, 1f, 1f, 1f, 1f, 1f]);
    }
}
