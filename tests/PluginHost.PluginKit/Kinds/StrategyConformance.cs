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
    private readonly string _name = name;

    /// <inheritdoc/>
    protected override bool StopsEverywhere => true;

    /// <inheritdoc/>
    protected override bool Looks => true;

    private protected override SessionPlan Plan() => base.Plan() with
    {
        Variants =
        [
            .. _name == "fine-tuning" ? (Variant[])[] : [new(Idle, Beside("fine-tuning"))],
            .. _name == "replay" ? (Variant[])[] : [new(Replaying, Beside("replay"))],
            new(Unbounded, WithoutBoundaries(Job()), HearsNoBoundary),
            new(EarlyCut, Cuttable(), HearsNoBoundary, new Cut(2)),
            new(LateCut, Cuttable(), HearsNoBoundary, new Cut(6)),
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

    /// <inheritdoc/>
    protected override IEnumerable<string> Look(object component, Work work)
    {
        if (work.Moment != WorkMoment.StreamEnds || component is not IStateful stateful) yield break;
        var state = new StateBag();
        stateful.SaveState(state);
        var saved = state.Tensors.Values.Sum(TensorBytes.Of);
        var kept = (component as IKeepsTensors)?.KeptBytes ?? 0;
        if (kept < saved) yield return $"it says that it keeps {kept} bytes, and the tensors in its state take {saved} (see IKeepsTensors)";
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
