using BenchmarkDotNet.Attributes;

namespace PluginHost.Benchmarks;

/// <summary>Verifying many plugins against reading and hashing the same files, which no verification can do without.</summary>
public class VerificationBenchmarks
{
    private PluginCopies? _copies;

    /// <summary>Makes the plugins.</summary>
    [GlobalSetup]
    public void Prepare() => _copies = new PluginCopies(Program.Plugins);

    /// <summary>Removes them.</summary>
    [GlobalCleanup]
    public void CleanUp() => _copies?.Dispose();

    /// <summary>Reads and hashes every file.</summary>
    [Benchmark(Baseline = true)]
    public int Hash() => Trial.Hash(_copies!.Folder);

    /// <summary>Reads the manifests and runs every verifier.</summary>
    [Benchmark]
    public int Verify() => Trial.Verify(_copies!.Folder);
}
