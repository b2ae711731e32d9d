namespace PluginHost.Plugins.Continual;

/// <summary>The learning under way, as strategies and memories see it. The engine moves it forward.</summary>
internal sealed class LearningContext : ILearningContext
{
    private int _passes;

    /// <inheritdoc/>
    public required IModel Model { get; init; }

    /// <inheritdoc/>
    public required ITask Task { get; init; }

    /// <inheritdoc/>
    public IMemory? Memory { get; init; }

    /// <inheritdoc/>
    public required ClassStream Stream { get; init; }

    /// <inheritdoc/>
    public int Increment { get; private set; }

    /// <inheritdoc/>
    public int FirstNewLabel { get; private set; }

    /// <inheritdoc/>
    public int SeenLabels { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> NewSamples { get; private set; } = [];

    /// <inheritdoc/>
    public required ISampleSource Samples { get; init; }

    /// <inheritdoc/>
    public required RandomSource Random { get; init; }

    /// <inheritdoc/>
    public required Device Device { get; init; }

    /// <inheritdoc/>
    public required IRunEvents Events { get; init; }

    /// <inheritdoc/>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>All samples of the job.</summary>
    public required SampleLists Lists { get; init; }

    /// <summary>The engine's options.</summary>
    public required ContinualOptions Options { get; init; }

    /// <summary>The strategy.</summary>
    public required IStrategy Strategy { get; init; }

    /// <summary>Moves to an increment.</summary>
    public void Enter(int increment)
    {
        var current = Stream.Increments[increment];
        Increment = increment;
        FirstNewLabel = current.FirstLabel;
        SeenLabels = current.EndLabel;
        NewSamples = Lists.Of(Split.Train, current.FirstLabel, current.EndLabel);
        _passes = 0;
    }

    /// <summary>
    /// Counts gradient passes anew once an increment has begun: a resumed run does not repeat its beginning, and its later passes have to
    /// draw the same.
    /// </summary>
    public void Begun() => _passes = 0;

    /// <inheritdoc/>
    public void Pass(IReadOnlyList<SampleInfo> samples, ForwardRequest request, Action<Batch, ModelOutput> visit)
    {
        var draws = Task.DrawEvaluation(samples, samples);
        var wasTraining = Model.Module.training;
        Model.Module.eval();
        try
        {
            using var noGrad = no_grad();
            Visit(draws, Options.EvaluationBatchSize, batch => visit(batch, Model.Forward(batch, request)));
        }
        finally
        {
            Model.Module.train(wasTraining);
        }
    }

    /// <inheritdoc/>
    public void GradientPass(IReadOnlyList<SampleInfo> samples, Action<Batch, ModelOutput> visit)
    {
        var entries = samples.Select(sample => new TrainingEntry(sample, FromMemory: sample.Label < FirstNewLabel)).ToArray();
        var pass = _passes++;
        var draws = entries.Select((_, i) => Task.DrawTraining(entries, i, Random, [-1, Increment, pass, i])).ToArray();
        var wasTraining = Model.Module.training;
        Model.Module.eval();
        try
        {
            using var grad = enable_grad();
            Visit(draws, Options.BatchSize, batch =>
            {
                Model.Module.zero_grad();
                visit(batch, Model.Forward(batch, ForwardRequest.Predictions));
            });
        }
        finally
        {
            Model.Module.zero_grad();
            Model.Module.train(wasTraining);
        }
    }

    /// <summary>Makes batches of draws one after the other and visits each on the device, inside a dispose scope.</summary>
    public void Visit(IReadOnlyList<Draw> draws, int batchSize, Action<Batch> visit)
    {
        var chunks = draws.Chunk(batchSize).ToArray();
        using var loader = new BatchLoader(
            0, chunks.Length, Options.LoaderThreads, i => Task.Collate(chunks[i], Samples), CancellationToken);
        foreach (var _ in chunks)
        {
            CancellationToken.ThrowIfCancellationRequested();
            using var batch = loader.Take();
            batch.MoveTo(Device);
            using var scope = NewDisposeScope();
            visit(batch);
        }
    }
}
