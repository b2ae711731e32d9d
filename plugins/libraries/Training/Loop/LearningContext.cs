namespace PluginHost.Training;

/// <summary>The learning under way, as strategies and memories see it. The engine moves it forward.</summary>
public sealed class LearningContext : ILearningContext, IDisposable
{
    private static readonly Experience s_hidden = new() { Index = 0, Train = [], Test = [], Classes = [], NewClasses = [] };
    private readonly LearningStream _stream;

    /// <summary>Creates the context at the beginning of the stream.</summary>
    /// <param name="model">The job's model.</param>
    /// <param name="stream">The stream to run.</param>
    /// <param name="strategies">The strategies, in the order of the job.</param>
    public LearningContext(IModel model, LearningStream stream, IReadOnlyList<IStrategy> strategies)
    {
        _stream = stream;
        Strategies = strategies;
        Models = new(this, model);
        Current = stream.Experiences[0];
        Experience = stream.Boundaries ? Current : s_hidden;
    }

    /// <summary>The allocator that tensors come from.</summary>
    internal NativeHeap Heap { get; } = new();

    /// <summary>The models of the run.</summary>
    public ModelShelf Models { get; }

    /// <summary>The strategies, in the order of the job.</summary>
    public IReadOnlyList<IStrategy> Strategies { get; }

    /// <summary>The stream, which a learner without boundaries does not see.</summary>
    public LearningStream Stream => _stream;

    /// <summary>The current experience, which a learner without boundaries does not see.</summary>
    public Experience Current { get; private set; }

    /// <summary>The training options.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The strategy whose hook is called; -1 outside hooks.</summary>
    public int Owner { get; set; } = -1;

    /// <summary>The calls into components that are under way.</summary>
    public CallTrace Calls { get; init; } = new();

    /// <summary>The step under way, and its batch within the epoch from 0; <see langword="null"/> outside the steps of a phase.</summary>
    public (StepInfo Step, int Batch)? At { get; set; }

    /// <summary>Where the run stands, in words.</summary>
    public string Place
    {
        get
        {
            var experience = $"experience {Experience.Index + 1} of {ExperienceCount}";
            return At is not { } at ? experience
                : $"{experience}, phase '{at.Step.Phase.Name}', epoch {at.Step.Epoch + 1}, batch {at.Batch + 1} "
                    + $"(step {at.Step.Step + 1} of {at.Step.TotalSteps})";
        }
    }

    /// <summary>Whether a phase is under way, in which the model cannot be replaced.</summary>
    public bool InPhase { get; set; }

    /// <summary>The optimizers of the phase under way.</summary>
    public OptimizerSet? PhaseOptimizers { get; set; }

    /// <inheritdoc/>
    public IModel Model => Models.Current;

    /// <inheritdoc/>
    public required ITask Task { get; init; }

    /// <inheritdoc/>
    public IMemory? Memory { get; init; }

    /// <inheritdoc/>
    public bool Boundaries => _stream.Boundaries;

    /// <inheritdoc/>
    public Experience Experience { get; private set; }

    /// <inheritdoc/>
    public int ExperienceCount => Boundaries ? _stream.Experiences.Count : 1;

    /// <inheritdoc/>
    public int FirstNewLabel { get; private set; }

    /// <inheritdoc/>
    public int SeenLabels { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => [.. _stream.ClassNames.Take(SeenLabels)];

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

    /// <inheritdoc/>
    public IReadOnlyList<OptimizerState> Optimizers => PhaseOptimizers?.States ?? [];

    /// <summary>Moves to an experience.</summary>
    /// <param name="experience">Its index.</param>
    public void Enter(int experience)
    {
        Current = _stream.Experiences[experience];
        if (!Boundaries) return;
        Experience = Current;
        FirstNewLabel = experience == 0 ? 0 : _stream.SeenLabels(experience - 1);
        SeenLabels = _stream.SeenLabels(experience);
    }

    /// <summary>Takes note of labels as they pass by, in a stream without boundaries.</summary>
    /// <param name="labels">One past the largest label seen.</param>
    public void See(int labels)
    {
        if (!Boundaries) SeenLabels = Math.Max(SeenLabels, labels);
    }

    /// <inheritdoc/>
    public IModel Freeze(string name) => Models.Freeze(Owner, name);

    /// <inheritdoc/>
    public IModel? Frozen(string name) => Models.Frozen(Owner, name);

    /// <inheritdoc/>
    public void Release(string name) => Models.Release(Owner, name);

    /// <inheritdoc/>
    public void ReplaceModel(IModel model)
    {
        if (InPhase) throw new InvalidOperationException("The model cannot be replaced while a phase is under way: do it before or after.");
        if (Owner < 0 || Strategies[Owner] is not IModelBuilder)
            throw new InvalidOperationException("Only a strategy that is an IModelBuilder can replace the model: a saved state has to be loaded.");
        ModuleTensors.Keep(model.Module);
        Models.Replace(model, Owner);
    }

    /// <inheritdoc/>
    public void AddParameters(ParameterGroup group)
    {
        foreach (var parameter in group.Parameters) parameter.DetachFromDisposeScope();
        Models.Add(group);
    }

    /// <inheritdoc/>
    public void Pass(IReadOnlyList<SampleInfo> samples, ForwardRequest request, Action<Batch, ModelOutput> visit)
    {
        if (samples.Count == 0) return;
        var draws = Calls.Do(Task, nameof(ITask.DrawEvaluation), () => Task.DrawEvaluation(samples, samples));
        InEvalMode(() =>
        {
            using var noGrad = no_grad();
            Visit(draws, Options.EvaluationBatchSize, batch => visit(batch, Forward(Model, batch, request)));
        });
    }

    /// <inheritdoc/>
    public void GradientPass(
        IReadOnlyList<SampleInfo> samples, string purpose, ReadOnlySpan<long> keys, Action<Batch, ModelOutput> visit)
    {
        if (samples.Count == 0) return;
        var draws = Draws([.. samples.Select(sample => new TrainingEntry(sample, FromMemory: sample.Label < FirstNewLabel))], purpose, keys);
        InEvalMode(() =>
        {
            using var grad = enable_grad();
            Visit(draws, Options.BatchSize, batch =>
            {
                Model.Module.zero_grad();
                visit(batch, Forward(Model, batch, ForwardRequest.Predictions));
            });
        });
        Model.Module.zero_grad();
    }

    /// <inheritdoc/>
    public Batch MakeBatch(IReadOnlyList<TrainingEntry> entries, string purpose, ReadOnlySpan<long> keys)
    {
        var batch = Collate(Draws(entries, purpose, keys));
        batch.MoveTo(Device);
        return batch;
    }

    /// <inheritdoc/>
    public IDisposable CaptureInputs(Action<string, Tensor> seen) => new LayerInputs(Model.Module, seen);

    /// <summary>Makes batches of draws one after the other and visits each on the device, inside a dispose scope.</summary>
    /// <param name="draws">The draws.</param>
    /// <param name="batchSize">Items per batch.</param>
    /// <param name="visit">Called for each batch.</param>
    public void Visit(IReadOnlyList<Draw> draws, int batchSize, Action<Batch> visit)
    {
        var chunks = draws.Chunk(batchSize).ToArray();
        using var loader = new BatchLoader(
            0, chunks.Length, Options.LoaderThreads, i => Collate(chunks[i]), CancellationToken);
        foreach (var _ in chunks)
        {
            CancellationToken.ThrowIfCancellationRequested();
            using var batch = Calls.Wait(loader.Take);
            batch.MoveTo(Device);
            using (NewDisposeScope()) visit(batch);
            Heap.Trim();
        }
    }

    /// <summary>Computes a model's forward pass.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The batch on the device.</param>
    /// <param name="request">What to compute.</param>
    /// <returns>The output.</returns>
    public ModelOutput Forward(IModel model, Batch batch, ForwardRequest request) =>
        Calls.Do(model, nameof(IModel.Forward), () => model.Forward(batch, request));

    /// <summary>Makes a batch on the CPU.</summary>
    /// <param name="draws">What is drawn for it.</param>
    /// <returns>The batch, owned by the caller.</returns>
    public Batch Collate(IReadOnlyList<Draw> draws) => Calls.Do(Task, nameof(ITask.Collate), () => Task.Collate(draws, Samples));

    /// <inheritdoc/>
    public void Dispose() => Models.Dispose();

    private Draw[] Draws(IReadOnlyList<TrainingEntry> entries, string purpose, ReadOnlySpan<long> keys)
    {
        var seed = Random.SeedFor(purpose, keys);
        return Calls.Do(Task, nameof(ITask.DrawTraining), () =>
            Enumerable.Range(0, entries.Count).Select(i => Task.DrawTraining(entries, i, Random, [-1, seed, i])).ToArray());
    }

    private void InEvalMode(Action work)
    {
        var module = Model.Module;
        var wasTraining = module.training;
        module.eval();
        try
        {
            work();
        }
        finally
        {
            module.train(wasTraining);
        }
    }
}
