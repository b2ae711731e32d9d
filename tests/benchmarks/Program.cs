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
        var times = arguments is [var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 7;
        var met = Starts(times);
        if (arguments is [_, "starts"]) return met ? 0 : 1;
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
        var batches = FirstBatches(times, empty.MedianOutside);
        return verify.Median < 1000 && compose.Median < 400 && batches;
    }

    private static bool FirstBatches(int times, double empty)
    {
        var folder = Directory.CreateTempSubdirectory("pluginhost-benchmark-").FullName;
        try
        {
            var file = Path.Combine(folder, "default.data");
            FirstBatch.Prepare(file);
            var made = FirstBatch.Of(times, prepared: null);
            Print("start of the process to the first batch of plugins.json, its data made on the way", made, empty);
            var read = FirstBatch.Of(times, file);
            Print("the same with its data prepared before", read, empty);
            return made.Median < 1500 && read.Median < 1500;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(string what, FirstBatch taken, double empty)
    {
        var verdict = taken.Median < 1500 ? "met" : taken.Least < 1500 ? "met by the least only" : "missed";
        Console.WriteLine($"{what}: median {taken.Median:F0} ms, least {taken.Least:F0} ms; target 1500 ms: {verdict}");
        Console.WriteLine($"  processor time until then: median {taken.MedianProcessor:F0} ms");
        // What came before a station belongs to it; where libtorch was loaded meanwhile, only the rest of that stands there.
        var (line, before) = ($"  dotnet {empty:F0}", empty);
        foreach (var (name, median) in taken.Stations) (line, before) = ($"{line}, {name} {median - before:F0}", median);
        Console.WriteLine($"{line} ms");
    }

    private static void Print(string what, Repetition taken, double target)
    {
        var verdict = taken.Median < target ? "met" : taken.Least < target ? "met by the least only" : "missed";
        Console.WriteLine($"{what}: median {taken.Median:F0} ms, least {taken.Least:F0} ms; target {target:F0} ms: {verdict}");
        Console.WriteLine($"  processor time of the whole process: median {taken.MedianProcessor:F0} ms");
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
