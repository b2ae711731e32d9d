using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PluginHost.Benchmarks.Reference;

/// <summary>
/// Lets a running job take steps as ordered, all with one batch, and times them from the moment that the batch is there to the moment that the
/// next one is asked for. It has no hook beside that of the batch, so the engine does what it does without it.
/// </summary>
/// <remarks>
/// The phase's own batches have one item, so that the loader has next to nothing to do beside the steps. Orders: <c>steps</c> with <c>count</c>;
/// <c>loader</c> with <c>batches</c>; <c>library</c> with <c>repeats</c>.
/// </remarks>
/// <param name="options">The options.</param>
[Component("step-clock", Options = typeof(StepOptions))]
public class StepClock(StepOptions options) : IStrategy, IPhasePlan, IDisposable
{
    // More steps than anybody orders: the program that measures ends the run.
    private const int Steps = 100_000_000;
    private readonly List<double> _times = [];
    private Conductor? _conductor;
    private Batch? _batch;
    private IReadOnlyList<TrainingEntry> _entries = [];
    private long _since;
    private int _left;

    /// <summary>The program that measures.</summary>
    private protected Conductor Conductor => _conductor ??= new(options.Socket);

    /// <summary>Whether the current experience is the one that is measured.</summary>
    private protected bool Measures(ILearningContext context) => context.Experience.Index == options.Experience;

    /// <inheritdoc/>
    public IReadOnlyList<Phase> Plan(ILearningContext context, Phase main)
    {
        _entries = main.Entries;
        return [main with { BatchSize = Measures(context) ? 1 : main.BatchSize, Steps = Measures(context) ? Steps : 1, Schedule = new() }];
    }

    /// <inheritdoc/>
    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        var now = Stopwatch.GetTimestamp();
        if (!Measures(context)) return batch;
        var own = Fixed(context);
        if (_left > 0)
        {
            _times.Add(Stopwatch.GetElapsedTime(_since, now).TotalMilliseconds);
            if (--_left == 0) Conductor.Answer(Result());
        }

        while (_left == 0) Follow(context, Conductor.Next());
        // The engine frees what it is given.
        var copy = new Batch(own.Draws, own.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.alias(), StringComparer.Ordinal));
        _since = Stopwatch.GetTimestamp();
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The batch of every measured step.</summary>
    private protected Batch Fixed(ILearningContext context) => _batch ??= Draw(context, "step", 0);

    /// <summary>Follows an order.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="order">The order.</param>
    private protected virtual void Follow(ILearningContext context, JsonObject order)
    {
        switch ((string?)order["do"])
        {
            case "steps": Begin((int)order["count"]!); break;
            case "loader": Conductor.Answer(Load(context, (int)order["batches"]!)); break;
            case "library": Conductor.Answer(LibrarySet.Time((int)order["repeats"]!)); break;
            default: throw new ArgumentException($"There is no order '{order["do"]}'.", nameof(order));
        }
    }

    /// <summary>Begins to take steps.</summary>
    /// <param name="count">How many.</param>
    private protected virtual void Begin(int count)
    {
        _times.Clear();
        _left = count;
    }

    /// <summary>What is answered when the steps are taken.</summary>
    private protected virtual JsonObject Result() => new() { ["steps"] = Array(_times) };

    /// <summary>Milliseconds as JSON.</summary>
    private protected static JsonArray Array(IEnumerable<double> values) => [.. values.Select(value => (JsonNode)Math.Round(value, 5))];

    /// <summary>Frees what is held.</summary>
    /// <param name="disposing">Whether this is not a finalizer's call.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _batch?.Dispose();
        _conductor?.Dispose();
    }

    private Batch Draw(ILearningContext context, string purpose, long key)
    {
        var entries = _entries.ToArray();
        context.Random.Stream(purpose, key).Shuffle<TrainingEntry>(entries);
        return context.MakeBatch([.. entries.Take(options.BatchSize)], purpose, [key]);
    }

    // On a thread that computes alone, as a thread of the engine's loader does; every sample is read beforehand.
    private JsonObject Load(ILearningContext context, int batches)
    {
        var times = new List<double>();
        foreach (var sample in _entries.Select(entry => entry.Sample).DistinctBy(sample => sample.Id)) context.Samples.Get(sample);
        var thread = new Thread(() =>
        {
            set_num_threads(1);
            using var quiet = no_grad();
            for (var i = 0; i < batches; i++)
            {
                using var scope = NewDisposeScope();
                var start = Stopwatch.GetTimestamp();
                using var batch = Draw(context, "loader", i);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        });
        thread.Start();
        thread.Join();
        return new() { ["batches"] = Array(times), ["size"] = options.BatchSize };
    }
}
