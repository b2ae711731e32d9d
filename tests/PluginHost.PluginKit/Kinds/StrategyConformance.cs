using System.Text.Json.Nodes;
using PluginHost.PluginKit.Jobs;
using PluginHost.PluginKit.Trials;

namespace PluginHost.PluginKit.Kinds;

/// <summary>
/// What every strategy must be able to do: train the tiny job's model with a memory at hand, keep its numbers when it is stopped after any step,
/// work beside other strategies, count the tensors it holds, and tell no boundary where the stream has none.
/// </summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object.</param>
/// <param name="task">The task of the job around it.</param>
public abstract class StrategyConformance(string plugin, string name, string options = "{}", string task = TinyJob.Separation)
    : TrainingConformance(plugin, "strategy", name, options, task)
{
    private const string Idle = "beside fine-tuning";
    private const string Replaying = "beside replay";
    private const string Unbounded = "without boundaries";
    private const string EarlyCut = "cut early";
    private const string LateCut = "cut late";
    private const string Forgetful = "without memory";
    private const string Refraining = "without memory by option";
    private const string Asking = "without the memory that its option asks for";
    private const string Unbased = "without boundaries by option";
    private const string Based = "without the boundaries that its options ask for";
    private const string ByOption = "exemplars by option";
    private static readonly string[] s_boundaries = ["needed", "not needed"];
    // The engine's codes: a memory is missing, and one is not used.
    private const string MemoryMissing = "CE0202";
    private const string MemoryUnused = "CE0210";
    private readonly string _name = name;

    /// <inheritdoc/>
    protected override bool StopsEverywhere => true;

    /// <inheritdoc/>
    protected override bool Looks => true;

    /// <summary>
    /// Options, JSON objects, under which it does not need boundaries and under which it does, where that depends on them; else
    /// <see langword="null"/>.
    /// </summary>
    protected virtual (string NotNeeded, string Needed)? BoundaryOptions => null;

    private protected override SessionPlan Plan() => base.Plan() with
    {
        Variants =
        [
            .. _name == "fine-tuning" ? (Variant[])[] : [new(Idle, Beside("fine-tuning"))],
            .. _name == "replay" ? (Variant[])[] : [new(Replaying, Beside("replay"))],
            new(Unbounded, WithoutBoundaries(Job()), HearsNoBoundary),
            new(EarlyCut, Cuttable(), HearsNoBoundary, new Cut(2)),
            new(LateCut, Cuttable(), HearsNoBoundary, new Cut(6)),
            .. Declared("memory") is { } memory
                ? memory == ByOption
                    ? (Variant[])[new(Refraining, WithoutMemory(Job(), useMemory: false)), new(Asking, WithoutMemory(Job(), useMemory: true))]
                    : [new(Forgetful, WithoutMemory(Job()))]
                : [],
            .. BoundaryOptions is { } options
                ? (Variant[])[
                    new(Unbased, With(WithoutBoundaries(Job()), options.NotNeeded)), new(Based, With(WithoutBoundaries(Job()), options.Needed))]
                : [],
        ],
    };

    /// <summary>
    /// With a strategy beside it that does nothing it gives the very numbers it gives alone; with replay beside it it learns to the end.
    /// </summary>
    [SkippableFact]
    public void It_works_beside_other_strategies()
    {
        var alone = Done(Report.First, "run");
        if (Report.Variants.TryGetValue(Idle, out var idle)) Assert.Equal(alone.Lines, Done(idle, $"run {Idle}").Lines);
        if (!Report.Variants.TryGetValue(Replaying, out var replaying)) return;
        var steps = Done(replaying, $"run {Replaying}").Steps.ToArray();
        Assert.Equal(alone.Steps.Count(), steps.Length);
        Assert.DoesNotContain(steps, step => step.Contains("NaN", StringComparison.Ordinal));
    }

    /// <summary>
    /// In a stream without boundaries it learns to the end, or refuses with a finding before the first step; a strategy beside it hears of no
    /// boundary. Where the tiny job of classification suits it, it takes the very same steps wherever the engine cuts the stream to test.
    /// </summary>
    [SkippableFact]
    public void It_tells_no_boundary_where_the_stream_has_none()
    {
        Done(Report.First, "run");
        var run = Report.Variants[Unbounded];
        if (Refused(run)) return;
        Done(run, $"run {Unbounded}");
        Nothing(run.Seen);
        var (early, late) = (Report.Variants[EarlyCut], Report.Variants[LateCut]);
        // A strategy of another family than classification: its needs are findings there.
        if (Refused(early)) return;
        Assert.Equal(Done(early, $"run {EarlyCut}").Steps.Select(WithoutPlace), Done(late, $"run {LateCut}").Steps.Select(WithoutPlace));
        Nothing([.. early.Seen, .. late.Seen]);
    }

    /// <summary>
    /// What the manifest declares of memory is so: <c>none</c>, and a memory is noted to stay empty; <c>exemplars by option</c>, and the option
    /// useMemory decides; other facts that begin with <c>exemplars</c>, and a job without memory is refused.
    /// </summary>
    [SkippableFact]
    public void It_uses_a_memory_as_it_declares()
    {
        if (Declared("memory") is not { } memory) return;
        var whole = Done(Report.First, "run");
        if (memory == ByOption)
        {
            Done(Report.Variants[Refraining], $"run {Refraining}");
            RefusedFor(Report.Variants[Asking], MemoryMissing);
        }
        else if (memory == "none")
        {
            Done(Report.Variants[Forgetful], $"run {Forgetful}");
            Assert.Contains(whole.Notes, note => note.Contains(MemoryUnused, StringComparison.Ordinal));
        }
        else
        {
            Assert.StartsWith("exemplars", memory, StringComparison.Ordinal);
            RefusedFor(Report.Variants[Forgetful], MemoryMissing);
            Assert.DoesNotContain(whole.Notes, note => note.Contains(MemoryUnused, StringComparison.Ordinal));
        }
    }

    /// <summary>
    /// What the manifest declares of boundaries is so: <c>needed</c>, and a stream without is refused before the first step; <c>not needed</c>,
    /// and it learns. Another fact says which options decide (<see cref="BoundaryOptions"/>).
    /// </summary>
    [SkippableFact]
    public void It_needs_boundaries_as_it_declares()
    {
        if (Declared("boundaries") is not { } boundaries) return;
        Done(Report.First, "run");
        Assert.True(s_boundaries.Contains(boundaries) == BoundaryOptions is null, $"boundaries are declared to be '{boundaries}': override BoundaryOptions");
        if (BoundaryOptions is not null)
        {
            Done(Report.Variants[Unbased], $"run {Unbased}");
            Assert.True(Refused(Report.Variants[Based]), "its options ask for boundaries, and it learns a stream without any");
        }
        else if (boundaries == "needed")
        {
            Assert.True(Refused(Report.Variants[Unbounded]), "it declares to need boundaries, and learns a stream without any");
        }
        else
        {
            Done(Report.Variants[Unbounded], $"run {Unbounded}");
        }
    }

    /// <summary>
    /// What the manifest declares to be held is so: where that begins with <c>nothing</c> or ends with <c>part of the model</c> the run reports no
    /// bytes of strategies, else it does.
    /// </summary>
    [SkippableFact]
    public void It_holds_bytes_as_it_declares()
    {
        if (Declared("holds") is not { } holds) return;
        var experiences = JsonNode.Parse(Done(Report.First, "run").Metrics)!["experiences"]!.AsArray();
        var most = experiences.Max(experience => (long)experience!["strategyBytes"]!);
        var none = holds.StartsWith("nothing", StringComparison.Ordinal) || holds.EndsWith("part of the model", StringComparison.Ordinal);
        Assert.True(none == (most == 0), $"it declares to hold {holds}, and the run reports {most} bytes");
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Look(object component, Work work)
    {
        var kept = (component as IKeepsTensors)?.KeptBytes ?? 0;
        if (work.Moment is WorkMoment.ExperienceBegins or WorkMoment.ExperienceEnds or WorkMoment.StreamEnds)
        {
            var held = HeldTensors.Bytes(component, work.Context, work.Components);
            if (held > kept) yield return $"it says that it keeps {kept} bytes, and holds tensors of {held} at {work.Moment}";
        }

        if (work.Moment != WorkMoment.StreamEnds || component is not IStateful stateful) yield break;
        var state = new StateBag();
        stateful.SaveState(state);
        var saved = state.Tensors.Values.Sum(TensorBytes.Of);
        if (kept < saved) yield return $"it says that it keeps {kept} bytes, and the tensors in its state take {saved} (see IKeepsTensors)";
    }

    private static void RefusedFor(TrialRun run, string code)
    {
        Assert.Empty(run.Steps);
        Assert.Contains(run.Findings.Append(run.Failure ?? ""), line => line.Contains(code, StringComparison.Ordinal));
    }

    // A finding of the strategy or of the engine, made before anything was learned.
    private static bool Refused(TrialRun run) =>
        !run.Steps.Any() && (run.Findings.Count > 0 || run.Failure?.Contains(nameof(JobException), StringComparison.Ordinal) == true);

    private static IEnumerable<string> HearsNoBoundary(Work work)
    {
        if (work.Moment is WorkMoment.ExperienceBegins or WorkMoment.ExperienceEnds or WorkMoment.AnotherBoundary)
            yield return $"a strategy beside it hears of a boundary: {work.Moment}";
        var context = work.Context;
        if (context.Boundaries) yield return "the learning context says that there are boundaries";
        if (context.Experience is not { Index: 0, Train.Count: 0, Test.Count: 0, Classes.Count: 0 } || context.ExperienceCount != 1)
            yield return "the learning context shows an experience";
        if (context.FirstNewLabel != 0) yield return $"the learning context shows old classes: {context.FirstNewLabel}";
    }

    // "step 0 main 3 of 4": the experience is the engine's, for its tests.
    private static string WithoutPlace(string step) => step[(step.IndexOf(' ', "step ".Length) + 1)..];

    private static JsonObject WithoutBoundaries(JsonObject job)
    {
        job["benchmark"]!["options"]!["boundaries"] = false;
        job["memory"] = "reservoir";
        return job;
    }

    private static JsonObject WithoutMemory(JsonObject job, bool? useMemory = null)
    {
        job.Remove("memory");
        if (useMemory is { } use) job["strategy"]!["options"]!["useMemory"] = use;
        return job;
    }

    private static JsonObject With(JsonObject job, string options)
    {
        foreach (var (option, value) in JsonNode.Parse(options)!.AsObject()) job["strategy"]!["options"]![option] = value?.DeepClone();
        return job;
    }

    private JsonObject Beside(string other)
    {
        var job = Job();
        job["strategy"] = new JsonArray(job["strategy"]!.DeepClone(), other);
        return job;
    }

    private JsonObject Cuttable()
    {
        var job = TinyJob.Create(TinyJob.Classification);
        job["strategy"] = Entry();
        job["memory"] = "reservoir";
        return job;
    }
}
