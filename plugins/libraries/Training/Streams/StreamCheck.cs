using System.Reflection;

namespace PluginHost.Training;

/// <summary>Looks before the run at what would stop it: what every training engine needs, the memory, strategies that clash.</summary>
public static class StreamCheck
{
    private const int MostNames = 20;

    /// <summary>Looks at the parts of a job.</summary>
    /// <param name="parts">The parts.</param>
    /// <returns>What would stop the run.</returns>
    public static IEnumerable<Finding> Check(JobParts parts)
    {
        var figures = parts.RowMetrics.SelectMany(metric => metric.Figures).Concat(parts.SetMetrics.SelectMany(metric => metric.Figures));
        foreach (var finding in TrainingChecks.Check(parts.Options, parts.Run, [.. figures])) yield return finding;
        if (parts.UsesMemory && parts.NamedMemory is null)
        {
            yield return new()
            {
                Code = "CE0202",
                What = "A strategy trains on exemplars, but the job has no memory",
                Expected = "a 'memory' entry such as \"memory\": \"random\"",
                Fix = "Add one, or set the strategy's useMemory to false.",
            };
        }

        if (!parts.UsesMemory && parts.NamedMemory is not null)
        {
            yield return new()
            {
                Code = "CE0210",
                Severity = FindingSeverity.Note,
                Where = "memory",
                What = "No strategy of the job trains on exemplars, so its memory stays empty",
                Fix = "Leave the 'memory' entry out, or set useMemory to true where the strategy has that option.",
            };
        }

        foreach (var (decision, strategies) in StrategyHooks.Clashes(parts.Strategies))
        {
            yield return new()
            {
                Code = "CE0208",
                Where = "strategy",
                What = $"More than one strategy {decision}: {string.Join(", ", strategies.Select(strategy => strategy.GetType().Name))}",
                Expected = "one strategy at most that does so",
                Fix = "Remove the others.",
            };
        }
    }

    /// <summary>Holds strategies that declare their need of boundaries to it.</summary>
    /// <param name="context">The learning context, before the first step.</param>
    /// <exception cref="JobException">The stream tells no boundaries, and a strategy needs them.</exception>
    internal static void RequireBoundaries(LearningContext context)
    {
        if (context.Boundaries) return;
        var needing = context.Strategies.Select(strategy => strategy.GetType()).Where(NeedsBoundaries).Select(type => type.Name).ToArray();
        if (needing.Length == 0) return;
        throw new JobException(new Finding
        {
            Code = "CE0209",
            Where = "strategy",
            What = $"The method works from one experience to the next, and this stream tells no boundaries: {string.Join(", ", needing)}",
            Expected = "a benchmark with boundaries",
            Fix = "Set the benchmark's boundaries to true, or choose a strategy that `dotnet host methods` shows not to need them.",
        });
    }

    /// <summary>Asks the memory whether it can hold exemplars of the stream.</summary>
    /// <param name="context">The learning context, before the first step.</param>
    /// <param name="calls">The calls under way.</param>
    /// <returns>What the memory will lack.</returns>
    /// <exception cref="JobException">It can hold none, or too few to be of use.</exception>
    internal static IReadOnlyList<Finding> RequireMemory(LearningContext context, CallTrace calls)
    {
        if (context.Memory is not { } memory) return [];
        using var scope = NewDisposeScope();
        var candidates = context.Stream.SamplesUpTo(Split.Train, context.Stream.Experiences.Count - 1);
        var findings = calls.Do(memory, nameof(IMemory.Check), () => memory.Check(context, candidates).ToArray());
        return findings.Any(finding => finding.Severity == FindingSeverity.Error) ? throw new JobException(findings) : findings;
    }

    private static bool NeedsBoundaries(Type strategy) => strategy.GetCustomAttributes<DeclaresAttribute>(inherit: false)
        .Any(fact => fact is { Name: "boundaries", Text: "needed" });

    /// <summary>Findings about experiences that cannot be learned or tested.</summary>
    /// <param name="stream">The stream to run.</param>
    /// <param name="planned">The job's stream before a strategy arranged it: of domains, one may lack classes in a split.</param>
    /// <param name="needsValidation">Whether the validation split is used.</param>
    internal static IEnumerable<Finding> Check(LearningStream stream, LearningStream planned, bool needsValidation)
    {
        var ofDomains = planned.Experiences.Any(experience => experience.Domain.Length > 0);
        (string Name, Func<Experience, IReadOnlyList<SampleInfo>> Of)[] splits =
            [("train", each => each.Train), ("test", each => each.Test), ("validation", each => each.Validation)];
        foreach (var (name, of) in splits.Take(needsValidation ? 3 : 2))
        {
            foreach (var experience in stream.Experiences.Where(each => of(each).Count == 0))
            {
                if (experience.NewClasses.Count > 0 && !ofDomains && name != "train") continue;
                var domain = experience.Domain.Length > 0 ? $" ({experience.Domain})" : "";
                yield return Missing($"Experience {experience.Index + 1}{domain} has no sample in the {name} split", ofDomains);
            }

            // Which of its classes a domain tests is the benchmark's to settle.
            if (ofDomains) continue;
            string[] classes = [.. stream.Experiences.SelectMany(each => Untold(each, of(each))).Distinct().Select(label => $"'{stream.ClassNames[label]}'")];
            if (classes.Length == 1) yield return Missing($"The class {classes[0]} has no sample in the {name} split", ofDomains);
            else if (classes.Length > 1) yield return Missing($"{classes.Length} classes have no sample in the {name} split: {Listed(classes)}", ofDomains);
        }
    }

    private static Finding Missing(string what, bool ofDomains) => new()
    {
        Code = "CE0104",
        Where = "dataset",
        What = what,
        Expected = $"at least one sample for every {(ofDomains ? "domain" : "class")} of the stream",
        Fix = $"Give the data set such samples, or leave the {(ofDomains ? "domain out by the benchmark's domains" : "class out by the benchmark's classOrder")}.",
    };

    private static IEnumerable<int> Untold(Experience experience, IReadOnlyList<SampleInfo> samples)
    {
        if (experience.Classes.Count == 0) return [];
        var there = samples.SelectMany(sample => sample.Labels).ToHashSet();
        return experience.NewClasses.Where(label => !there.Contains(label));
    }

    private static string Listed(string[] names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Length > MostNames ? $" and {names.Length - MostNames} more" : "");
}
