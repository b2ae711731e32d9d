using System.Text.Json.Nodes;

namespace PluginHost.Conformance.Tests;

/// <summary>A benchmark over four of the letters.</summary>
public abstract class LetterBenchmarkTests(string name, string more = "") : BenchmarkConformance(
    "benchmarks", name, "{ \"classOrder\": [\"C\", \"A\", \"D\", \"B\"]" + more + " }");

public sealed class ClassIncrementalBenchmarkTests() : LetterBenchmarkTests("class-incremental", ", \"classesPerExperience\": 2");

public sealed class TaskIncrementalBenchmarkTests() : LetterBenchmarkTests("task-incremental", ", \"classesPerExperience\": 2, \"online\": true");

public sealed class FewShotBenchmarkTests() : LetterBenchmarkTests("few-shot", ", \"baseClasses\": 2, \"ways\": 1, \"shots\": 3");

public sealed class ImbalancedBenchmarkTests() : LetterBenchmarkTests("imbalanced", ", \"classesPerExperience\": 2, \"ratio\": 4");

public sealed class BlurryBenchmarkTests() : BenchmarkConformance(
    "benchmarks", "blurry", """{ "classOrder": ["A", "B", "C", "D"], "shuffleClasses": false, "experiences": 2, "blurryRatio": 0.3 }""");

public sealed class JointBenchmarkTests() : LetterBenchmarkTests("joint");

/// <summary>Three domains of digits, their classes the same.</summary>
public sealed class DomainIncrementalBenchmarkTests() : BenchmarkConformance("benchmarks", "domain-incremental")
{
    /// <inheritdoc/>
    protected override JsonObject Job()
    {
        var job = base.Job();
        job["dataset"] = JsonNode.Parse("""
            { "use": "digits", "options": { "source": "embedded", "variant": "sklearn", "domains": [{}, { "rotate": 30 }, { "permute": 1 }] } }
            """);
        return job;
    }
}

/// <summary>Without labels only pre-training learns.</summary>
public sealed class UnlabelledBenchmarkTests() : BenchmarkConformance("benchmarks", "unlabelled", """{ "experiences": 2 }""")
{
    /// <inheritdoc/>
    protected override JsonObject Job()
    {
        var job = PretrainingJob.Of(base.Job());
        job["benchmark"]!["options"]!.AsObject().Remove("classesPerExperience");
        return job;
    }
}
