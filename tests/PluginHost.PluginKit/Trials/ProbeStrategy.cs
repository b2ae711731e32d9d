using TorchSharp;

namespace PluginHost.PluginKit.Trials;

/// <summary>What the kit's strategy does at each moment, and what it found.</summary>
/// <param name="look">Looks; says what is wrong.</param>
internal sealed class Probe(Func<Work, IEnumerable<string>> look)
{
    private readonly List<string> _faults = [];

    /// <summary>The components of the job; set when they are built.</summary>
    public IReadOnlyList<object> Components { get; set; } = [];

    /// <summary>The faults, each once.</summary>
    public IReadOnlyList<string> Faults => [.. _faults.Distinct(StringComparer.Ordinal)];

    /// <summary>Looks. libtorch's generator is left as it was, so that looking changes no number.</summary>
    public void See(WorkMoment moment, ILearningContext context, Batch? batch = null)
    {
        using var generator = torch.get_rng_state();
        try
        {
            _faults.AddRange(look(new() { Moment = moment, Context = context, Batch = batch, Components = Components }));
        }
        catch (Exception exception)
        {
            _faults.Add($"looking at it failed: {exception}");
        }

        torch.set_rng_state(generator);
    }
}

/// <summary>Stands last among the strategies of a job, changes nothing and looks.</summary>
internal sealed class ProbeStrategy(Probe probe) : IStrategy
{
    public void BeforeStream(ILearningContext context) => probe.See(WorkMoment.StreamBegins, context);

    public void BeforeGrowth(ILearningContext context) => probe.See(WorkMoment.AnotherBoundary, context);

    public void BeforeExperience(ILearningContext context) => probe.See(WorkMoment.ExperienceBegins, context);

    public IReadOnlyList<TrainingEntry> ChooseEntries(ILearningContext context, IReadOnlyList<TrainingEntry> proposed)
    {
        probe.See(WorkMoment.AnotherBoundary, context);
        return proposed;
    }

    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        probe.See(WorkMoment.BatchReady, context, batch);
        return batch;
    }

    public void AfterExperience(ILearningContext context) => probe.See(WorkMoment.ExperienceEnds, context);

    public void BeforeEvaluation(ILearningContext context) => probe.See(WorkMoment.AnotherBoundary, context);

    public void AfterEvaluation(ILearningContext context) => probe.See(WorkMoment.AnotherBoundary, context);

    public void AfterStream(ILearningContext context) => probe.See(WorkMoment.StreamEnds, context);
}
