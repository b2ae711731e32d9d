using System.Diagnostics;
using System.Text.Json;
using PluginHost.Contracts;
using PluginHost.Tensors.Runtime;
using TorchSharp;

namespace PluginHost.Tensors.Tests.Runtime;

/// <summary>The libtorch of this process.</summary>
public sealed class LibtorchTests
{
    [Fact]
    public void Every_operator_of_the_battery_gives_its_known_result()
    {
        var output = new StringWriter();

        OperatorBattery.Run(output).ShouldBeTrue(output.ToString());
    }

    [Fact]
    public void Libtorch_tells_its_version_place_and_parts()
    {
        Libtorch.TryLoad(out var reason).ShouldBeTrue(reason);

        Version.Parse(Libtorch.Version.Split('+')[0]).ShouldBeGreaterThanOrEqualTo(new Version(2, 10));
        File.Exists(Path.Combine(Libtorch.Directory, "libtorch_cpu.so")).ShouldBeTrue();
        Libtorch.Configuration.ShouldContain("C++ Version");
        Libtorch.BlasName.ShouldNotBe("unknown BLAS");
        Libtorch.IsCudaBuild.ShouldBe(File.Exists(Path.Combine(Libtorch.Directory, "libtorch_cuda.so")));
        Libtorch.CudaDescription.ShouldNotBeEmpty();
    }

    [Fact]
    public void Memory_of_a_device_is_told_or_refused_in_words()
    {
        if (torch.cuda.is_available())
        {
            var (free, total) = Libtorch.CudaMemory();
            total.ShouldBeGreaterThan(free);
            free.ShouldBeGreaterThan(0);
        }
        else
        {
            Should.Throw<InvalidOperationException>(() => Libtorch.CudaMemory()).Message.ShouldContain("CUDA");
        }
    }

    [Fact]
    public void Waiting_threads_sleep_soon_unless_the_user_says_otherwise()
    {
        var policy = Environment.GetEnvironmentVariable("OMP_WAIT_POLICY");
        var count = Environment.GetEnvironmentVariable("GOMP_SPINCOUNT");

        ProcessVariables.WaitPolicy.ShouldBe(policy);
        ProcessVariables.SpinCount.ShouldBe(policy is null ? count ?? "400" : count);
    }

    [Fact]
    [Trait("Needs", "repository")]
    public void Doctor_hears_of_versions_places_and_threads()
    {
        var settings = new RuntimeSettings { SharedDirectory = PlacementTests.Shared, Threads = 3, Try = () => new RuntimeTrial(-1, "") };

        var runtime = new TorchRuntime();
        runtime.Prepare(settings).ShouldBeEmpty();
        var lines = runtime.Diagnose(settings, CancellationToken.None)
            .ToDictionary(line => line.Subject, line => line.State, StringComparer.Ordinal);

        lines["libtorch"].ShouldBe($"{Libtorch.Version} in {Libtorch.Directory}");
        lines["TorchSharp"].ShouldBe("0.107.0, built for libtorch 2.10.0");
        lines["libLibTorchSharp.so"].ShouldContain(PlacementTests.Shared);
        lines["threads"].ShouldContain("asked for 3");
        lines.Keys.ShouldBe(["libtorch", "TorchSharp", "libLibTorchSharp.so", "threads", "waiting threads", "BLAS", "CUDA"]);
    }

    [Theory]
    [Trait("Needs", "repository")]
    [InlineData("cpu", "libtorch-cpu-linux-x64")]
    [InlineData("cuda", "TorchSharp-cuda-linux")]
    public void A_property_of_the_build_picks_the_package_of_libtorch(string backend, string package)
    {
        var project = Path.Combine(PlacementTests.Shared, "..", "..", "contracts", "PluginHost.Tensors.Runtime", "PluginHost.Tensors.Runtime.csproj");
        string[] arguments = ["msbuild", project, "-getItem:PackageReference", $"-p:TorchBackend={backend}", "-nodeReuse:false"];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        process.ExitCode.ShouldBe(0, output);
        var items = JsonDocument.Parse(output).RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray();
        items.Select(item => item.GetProperty("Identity").GetString()!)
            .Where(name => name.Contains("torch", StringComparison.OrdinalIgnoreCase))
            .ShouldBe(["TorchSharp", package], ignoreOrder: true);
    }
}
