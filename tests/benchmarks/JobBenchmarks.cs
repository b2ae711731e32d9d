using System.Text.Json;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using PluginHost.Pipeline;
using PluginHost.Runs;

namespace PluginHost.Benchmarks;

/// <summary>Reading the default job, with places and checks, against parsing the same text.</summary>
public class JobBenchmarks
{
    private static readonly string File = Path.Combine(BuiltTree.Repository, "plugins.json");
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads the file and parses its text.</summary>
    [Benchmark(Baseline = true)]
    public object? Parse() => JsonNode.Parse(System.IO.File.ReadAllBytes(File), documentOptions: Lenient);

    /// <summary>Reads the job.</summary>
    [Benchmark]
    public object? Read() => JobPipeline.Read(new RunRequest { Job = File }).Value;
}
