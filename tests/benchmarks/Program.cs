using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace PluginHost.Benchmarks;

/// <summary>Prints each figure with its target and its ratio to a reference measured in the same run.</summary>
internal static class Program
{
    /// <summary>How many plugins are verified.</summary>
    public const int Plugins = 200;

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["--trial", var trial, var argument]) return await Trial.Run(trial, argument);
        var times = arguments is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 7;
        var met = Starts(times);
        var config = DefaultConfig.Instance
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithOptions(ConfigOptions.DisableLogFile)
            .WithArtifactsPath(Path.Combine(BuiltTree.Artifacts, "benchmarks"));
        var warm = BenchmarkRunner.Run([typeof(VerificationBenchmarks), typeof(JobBenchmarks)], config);
        return met && Array.TrueForAll(warm, summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
    }

    /// <summary>What a fresh process takes; whether every target was met.</summary>
    private static bool Starts(int times)
    {
        using var copies = new PluginCopies(Plugins);
        var empty = Repetition.Of("empty", "-", times);
        Console.WriteLine($"{Environment.ProcessorCount} cores, load {Load()}; {times} processes each, nothing compiled or loaded beforehand");
        Console.WriteLine();
        var verify = Repetition.Of("verify", copies.Folder, times);
        Print($"discover and verify {verify.Items} plugins ({copies.Files} files, {copies.Bytes >> 20} MiB)", verify, 1000);
        var compose = Repetition.Of("compose", Path.Combine(BuiltTree.Repository, "plugins.json"), times);
        Print($"load and compose the {compose.Items} components of plugins.json", compose, 400);
        Console.WriteLine($"  {compose.Median / empty.MedianOutside:F2} times starting dotnet with nothing to do ({empty.MedianOutside:F0} ms)");
        return verify.Median < 1000 && compose.Median < 400;
    }

    private static void Print(string what, Repetition taken, double target)
    {
        var verdict = taken.Median < target ? "met" : taken.Least < target ? "met by the least only" : "missed";
        Console.WriteLine($"{what}: median {taken.Median:F0} ms, least {taken.Least:F0} ms; target {target:F0} ms: {verdict}");
        Console.WriteLine($"  processor time of the whole process: median {taken.MedianProcessor:F0} ms");
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
