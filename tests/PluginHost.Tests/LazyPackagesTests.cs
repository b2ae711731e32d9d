using System.Diagnostics;

namespace PluginHost.Tests;

/// <summary>Packages that few verbs need must not cost the others their loading. Here their files are empty: loading one fails.</summary>
public sealed class LazyPackagesTests : IDisposable
{
    private static readonly string[] Packages =
    [
        "CliWrap", "MathNet.Numerics", "Newtonsoft.Json", "NuGet.Common", "NuGet.Configuration", "NuGet.Frameworks", "NuGet.Packaging",
        "NuGet.Protocol",
    ];

    private readonly Workbench _bench = new Workbench().Job(ComparisonBench.Job);

    public LazyPackagesTests()
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => Path.GetExtension(file) is ".dll" or ".json"))
            File.Copy(file, Path.Combine(_bench.Folder, Path.GetFileName(file)));
        foreach (var package in Packages) File.WriteAllBytes(Path.Combine(_bench.Folder, package + ".dll"), []);
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("run", "job.json")]
    [InlineData("validate", "job.json")]
    [InlineData("plugins", "inspect", "word.good")]
    [InlineData("plugins", "install", "--help")]
    [InlineData("compare", "--help")]
    public async Task A_verb_without_feeds_processes_and_statistics_loads_no_package_for_them(params string[] arguments) =>
        (await Host(arguments)).ShouldExitWith(0);

    [Fact]
    public async Task A_verb_that_needs_them_would_notice() => (await Host("plugins", "install", "word.good")).Error.ShouldContain("NuGet.");

    private async Task<CliResult> Host(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(_bench.Folder, "dotnet-host.dll"), .. arguments])
        {
            WorkingDirectory = _bench.Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PLUGINHOST_HOME"] = Workbench.Fixtures, ["XDG_DATA_HOME"] = _bench.Folder },
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new CliResult(process.ExitCode, await output, await error);
    }
}
