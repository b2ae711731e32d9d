using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Layout;
using PluginHost.Loading;
using PluginHost.Pipeline;
using PluginHost.Runs;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.Benchmarks;

/// <summary>
/// One measurement in a process of its own, so that nothing is compiled or loaded beforehand. Prints milliseconds elapsed, of processor time, and a count.
/// </summary>
/// <remarks>
/// Written by hand: BenchmarkDotNet's cold starts begin after its own engine has loaded and compiled a part of the framework, and it gives no
/// processor time of the whole process.
/// </remarks>
internal static class Trial
{
    public static async Task<int> Run(string name, string argument)
    {
        var start = Stopwatch.GetTimestamp();
        var work = name switch
        {
            "empty" => 0,
            "verify" => Verify(argument),
            "compose" => await Compose(argument),
            _ => throw new ArgumentException($"There is no trial '{name}'.", nameof(name)),
        };
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed:R} {Environment.CpuUsage.TotalTime.TotalMilliseconds:R} {work}"));
        return 0;
    }

    /// <summary>Reads and hashes every file of a folder; how many there are.</summary>
    public static int Hash(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count(file => SHA256.HashData(File.ReadAllBytes(file)).Length > 0);

    /// <summary>Discovers and verifies the plugins of a folder, which are without a fault; how many there are.</summary>
    public static int Verify(string folder)
    {
        var catalog = PluginDiscovery.Discover([folder]);
        new PluginVerification(new SharedAssemblies(BuiltTree.Shared), TrustPolicy.Open).VerifyAll(catalog);
        var faults = catalog.All.SelectMany(plugin => plugin.Findings.All).Where(reported => reported.Finding.Severity != FindingSeverity.Note).ToArray();
        if (faults.Length > 0) throw new InvalidOperationException(string.Join('\n', faults.Select(fault => fault.Finding)));
        return catalog.All.Count(plugin => plugin.State == PluginState.Verified);
    }

    private static async Task<int> Compose(string file)
    {
        var shared = new SharedAssemblies(BuiltTree.Shared);
        var layout = new HostLayout
        {
            HostDirectory = AppContext.BaseDirectory,
            SharedDirectory = BuiltTree.Shared,
            PluginsDirectory = BuiltTree.Plugins,
        };
        var (prepared, findings) = new JobPipeline(layout, shared) { KeepsPlugins = true }.Prepare(new RunRequest { Job = file });
        using var loaded = prepared!;
        var context = RunContext.For(loaded.Job, Path.GetTempPath(), resume: false, showProgress: false);
        var (composed, composing) = JobPipeline.Compose(loaded, context, new RunEventDispatcher((_, _) => { }));
        await using var living = composed;
        findings.AddRange(composing);
        if (findings.HasErrors) throw new InvalidOperationException(string.Join('\n', findings.All.Select(fault => fault.Finding)));
        return composed.Components.Count;
    }
}
