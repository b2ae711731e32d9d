using PluginHost.Plugins.Continual;
using PluginHost.Training;

namespace PluginHost.Strategies.Tests;

/// <summary>A learning context with the hooks of its strategies, moved by hand instead of by an engine.</summary>
internal sealed class Scene : IDisposable
{
    private readonly ModelWatch _watch;

    /// <summary>Begins the stream with a model that is built.</summary>
    public Scene(
        IModel model, ITask task, ISampleSource samples, LearningStream stream, IReadOnlyList<IStrategy> strategies,
        IMemory? memory = null, int batchSize = 2)
    {
        Context = new(model, stream, strategies)
        {
            Task = task,
            Memory = memory,
            Samples = samples,
            Random = new(1),
            Device = CPU,
            Events = Events,
            Options = new ContinualOptions { BatchSize = batchSize, EvaluationBatchSize = batchSize },
        };
        _watch = new(Context);
        Hooks = new(Context, _watch);
        _watch.Settle("Build");
        Context.Enter(0);
        Hooks.BeforeStream();
        Hooks.BeforeExperience();
    }

    public LearningContext Context { get; }

    public StrategyHooks Hooks { get; }

    public EventLog Events { get; } = new();

    /// <summary>Two classes, then one more in each of two experiences; the training samples are those of the classes.</summary>
    public static LearningStream Stream(IReadOnlyList<SampleInfo> samples)
    {
        int[][] classes = [[0, 1], [2], [3]];
        return new()
        {
            ClassNames = ["a", "b", "c", "d"],
            Experiences = [.. classes.Select((labels, index) => new Experience
            {
                Index = index,
                Train = [.. samples.Where(sample => labels.Contains(sample.Label))],
                Test = [],
                Classes = labels,
                NewClasses = labels,
            })],
        };
    }

    /// <summary>Moves to the next experience as the engine does: growth between the hooks.</summary>
    public void Next()
    {
        Context.Enter(Context.Experience.Index + 1);
        Hooks.BeforeGrowth();
        if (Context.Memory is { } memory)
            using (NewDisposeScope()) memory.Update(Context, Context.Stream.Experiences[Context.Experience.Index - 1].Train);
        Hooks.Grow(seed: 5);
        _watch.Settle("Grow");
        Hooks.BeforeExperience();
    }

    /// <summary>The loss of a step on a batch, with the strategies' terms.</summary>
    public LossContext Loss(Batch batch, int step = 0, int steps = 2)
    {
        var student = Context.Model.Forward(batch, Hooks.Request());
        var phase = new Phase { Name = Phase.MainName, Entries = [], Steps = steps };
        var loss = new LossContext(Context, new(phase, 0, step, steps), batch, student, Context.Task.RowLoss(student, batch));
        Hooks.AddLosses(loss);
        return loss;
    }

    /// <summary>Saves a strategy's state with tensors of its own, as a file has them.</summary>
    public static StateBag Saved(IStateful strategy)
    {
        var state = new StateBag();
        strategy.SaveState(state);
        foreach (var (name, saved) in state.Tensors.ToArray()) state.Tensors[name] = saved.clone();
        return state;
    }

    public void Dispose() => Context.Dispose();
}
