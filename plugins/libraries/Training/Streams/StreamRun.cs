using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>What the tests of a run work with.</summary>
/// <param name="Context">The learning context.</param>
/// <param name="Evaluator">Tests by the job's metrics.</param>
/// <param name="Planned">The job's stream before a strategy arranged it.</param>
public sealed record StreamScene(LearningContext Context, Evaluator Evaluator, LearningStream Planned);

/// <summary>
/// One execution of a job from the first experience, or from its saved state, to the last. What engines differ in are the tests.
/// </summary>
public sealed class StreamRun : IDisposable
{
    private readonly JobParts _parts;
    private readonly LearningContext _context;
    private readonly SampleStore _samples;
    private readonly StrategyHooks _hooks;
    private readonly ModelWatch _watch;
    private readonly Evaluator _evaluator;
    private readonly IStreamTests _tests;
    private readonly StateStore _store;
    private readonly RunReport _report;
    private readonly BatchTrial _trial;
    private readonly PredictionRecords _records;
    private readonly StartingWeights? _weights;
    private readonly PhasePosition _position = new();
    private SampleReadAhead? _ahead;

    /// <summary>Lays the stream out and makes everything that the run needs.</summary>
    /// <param name="parts">The parts of the job.</param>
    /// <param name="tests">Makes the engine's tests.</param>
    /// <param name="cancellationToken">Stops the run between two steps.</param>
    /// <param name="rehearses">Whether it is for <see cref="Rehearse"/> alone: nothing learns, no extractor either.</param>
    /// <exception cref="JobException">The stream cannot be learned or tested.</exception>
    public StreamRun(JobParts parts, Func<StreamScene, IStreamTests> tests, CancellationToken cancellationToken, bool rehearses = false)
    {
        _parts = parts;
        var device = StreamBackend.Prepare(parts);
        var calls = parts.Calls;
        var layout = StreamLayout.Of(parts, fits: !rehearses, cancellationToken);
        var stream = layout.Stream;
        _samples = layout.Samples;
        _context = new(parts.Model, stream, parts.Strategies)
        {
            Task = parts.Task,
            Memory = parts.Memory,
            Samples = _samples,
            Random = parts.Random,
            Device = device,
            Events = parts.Events,
            CancellationToken = cancellationToken,
            Options = parts.Options,
            Calls = calls,
        };
        calls.Where = () => _context.Place;
        _watch = new(_context);
        _hooks = new(_context, _watch);
        _trial = new(_context, _hooks, parts);
        _records = new(parts.Run.Directory, parts.Options.Records);
        _evaluator = new(_context, _hooks, parts.RowMetrics, parts.SetMetrics) { Records = _records };
        _tests = tests(new(_context, _evaluator, layout.Planned));
        _report = new(parts, layout, _tests);
        _weights = parts.Options.Weights is { } file ? new(parts.Run.ResolvePath(file)) : null;
        var checkpoints = Path.Combine(parts.Run.Directory, "checkpoints");
        IReadOnlyList<KeyValuePair<string, IStateful>> stateful =
            _tests is IStateful own ? [.. parts.Stateful(), KeyValuePair.Create("tests", own)] : parts.Stateful();
        _store = new(checkpoints, _context, stateful, RunBasis.Of(parts, stream, _weights?.Sha256), layout.Record, _report.Save);
    }

    /// <summary>Where states are saved.</summary>
    public StateStore Store => _store;

    private int Count => _context.Stream.Experiences.Count;

    /// <summary>Runs to the end of the stream.</summary>
    /// <exception cref="JobException">The model cannot be built for the data, or the tests cannot be made.</exception>
    public void Execute()
    {
        foreach (var warning in Prepare(readsAhead: !_parts.Run.Resume))
            _parts.Events.Publish(new MessageReported { Severity = warning.Severity, Text = warning.ToString() });
        var goesBack = _parts.Options.NonFinite == NonFinitePolicy.RestoreLast;
        if (_parts.Run.Resume || goesBack) _context.Models.KeepBlank(goesBack);
        if (!_parts.Run.Resume) _store.Begin();
        var saved = _parts.Run.Resume ? _store.Load() : null;
        if (saved is null) _records.Clear();
        if (saved is not null && _parts.Options.CheckSamplesOnResume)
            _samples.Compare(_parts.Options.LoaderThreads, _parts.Events, _context.CancellationToken);
        if (saved is not null) Restore(saved);
        else _tests.BeforeTraining();
        while (_position.Experience < Count)
        {
            try
            {
                if (_context.Boundaries) RunExperience(saved);
                else RunStream(saved);
                saved?.Dispose();
                saved = null;
            }
            catch (GoBackException)
            {
                saved?.Dispose();
                saved = GoBack();
            }
        }

        _hooks.AfterStream();
        _report.EndRun();
        // Strategies prepare for a test only where examples are made.
        if (RunExamples.Of(_parts) is { } examples) _evaluator.Between(() => examples.Write(new TrainedModel(_context, _hooks, _parts)));
    }

    /// <summary>
    /// Gets the model of a finished run back, ready to predict: from its last saved state, or, where that was removed, from the last weights. Nothing
    /// is saved; the run cannot be executed afterwards.
    /// </summary>
    /// <returns>The model.</returns>
    /// <exception cref="JobException">There is neither, or the strategies need more than weights to predict.</exception>
    public ITrainedModel Reopen()
    {
        Build(readsAhead: false);
        _hooks.BeforeStream();
        _context.Models.KeepBlank(loadsAgain: false);
        using (var saved = _store.LoadLast())
        {
            if (saved is not null) Take(saved);
            else TakeWeights();
        }

        _hooks.BeforeEvaluation();
        return new TrainedModel(_context, _hooks, _parts);
    }

    private void TakeWeights()
    {
        if (_parts.Strategies.FirstOrDefault(strategy => strategy is IPredictionRule or IModelBuilder) is { } more)
        {
            throw new JobException(new Finding
            {
                Code = "CE0701",
                Where = _parts.Run.Directory,
                What = $"The run's saved states were removed, and {ComponentName.Of(more)} predicts with more than the model's weights",
                Fix = "Run the job again, and keep its states.",
            });
        }

        _context.Enter(Count - 1);
        _context.See(_context.Stream.SeenLabels(Count - 1));
        if (_context.SeenLabels > _context.Model.Classes) _context.Model.Grow(_context.SeenLabels, seed: 0);
        _watch.Settle("Grow");
        _store.LoadWeights(Count - 1, _context.Model.Module);
    }

    /// <summary>
    /// Does what <see cref="Execute"/> does before the first step, and predicts one small batch: whatever a run would refuse without training
    /// is refused here. Nothing is saved; the run cannot be executed afterwards.
    /// </summary>
    /// <returns>What a run would warn of.</returns>
    /// <exception cref="JobException">A run would be refused.</exception>
    public IReadOnlyList<Finding> Rehearse()
    {
        var warnings = Prepare(readsAhead: false);
        Phase main;
        if (_context.Boundaries)
        {
            manual_seed(_parts.Random.SeedFor("torch.begin", 0));
            _hooks.BeforeExperience();
            main = MainPhase.Of(_context, _hooks, _parts.Options);
            foreach (var phase in _hooks.Plan(main)) OptimizerSet.Check(_context, phase);
        }
        else
        {
            main = MainPhase.OfStream(_context, _parts.Options).Phase;
            OptimizerSet.Check(_context, MainPhase.Whole(main, _hooks.Plan(main)));
        }

        _trial.Predict(main);
        return warnings;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ahead?.Dispose();
        _position.Dispose();
        _context.Dispose();
        _samples.Dispose();
    }

    // What a run is warned of before its first step.
    private IReadOnlyList<Finding> Prepare(bool readsAhead)
    {
        Build(readsAhead);
        _hooks.BeforeStream();
        StreamCheck.RequireBoundaries(_context);
        _trial.RequireTests(_parts.Options.Selection.Mode == SelectionMode.Best);
        return StreamCheck.RequireMemory(_context, _parts.Calls);
    }

    // No dispose scope: what the model registers must outlive it. Without boundaries the model knows all classes from the start, as growth
    // would tell where an experience begins.
    private void Build(bool readsAhead)
    {
        var spec = new ModelSpec
        {
            Classes = _context.Boundaries ? _context.Stream.SeenLabels(0) : _context.Stream.SeenLabels(Count - 1),
            Inputs = _parts.Calls.Do(
                _parts.Task, nameof(ITask.Inputs), () => _parts.Task.Inputs(_samples, _context.Stream.Experiences[0].Train[0])),
            Seed = _parts.Random.SeedFor("init"),
        };
        // The task has seen the first sample, to whose sizes the others are held.
        if (readsAhead)
            _ahead = SampleReadAhead.Begin(_samples, _context.Stream.Experiences[0].Train, _parts.Run.Threads, _context.CancellationToken);
        _parts.Calls.Do(_parts.Model, nameof(IModel.Build), () => _parts.Model.Build(spec));
        _watch.Settle("Build");
        if (_weights is not null) _parts.Events.Publish(new MessageReported { Text = _weights.Load(_parts.Model.Module) });
        _context.Enter(0);
    }

    private void Restore(SavedState saved)
    {
        Take(saved);
        _parts.Events.Publish(new MessageReported
        {
            Text = $"Continuing at experience {_position.Experience + 1}, step {_position.Step}.",
        });
    }

    private void Take(SavedState saved)
    {
        var json = saved.Json;
        _position.Load(saved);
        _report.Restore(json["results"]!);
        _context.Enter(Math.Min(_position.Experience, Count - 1));
        _context.See((int)json["seenLabels"]!);
        _context.Models.Load(json["models"]!.AsObject(), saved.Tensors);
        _watch.Settle("Grow");
        _store.LoadComponents(saved);
        _context.Models.LoadAdded(saved.Tensors);
    }

    // A state of the phase is on the disk: one is saved when it begins where the run may go back.
    private SavedState GoBack()
    {
        var (skipped, leftOut) = (_position.SkippedBatches, _position.LeftOut.ToArray());
        var saved = _store.Load() ?? throw new RunFailedException("There is no saved state to go back to.");
        Restore(saved);
        _position.SkippedBatches = skipped;
        _position.LeftOut.UnionWith(leftOut);
        return saved;
    }

    private void RunExperience(SavedState? saved)
    {
        _context.Enter(_position.Experience);
        if (!_position.Begun) Begin();
        var main = MainPhase.Of(_context, _hooks, _parts.Options);
        var phases = _hooks.Plan(main);
        Announce(main.Steps, _context.Current.NewClasses, _context.Current.Train.Count);
        var runner = new PhaseRunner(_context, _hooks, _evaluator, _store)
        {
            BetweenSteps = phase => _tests.AfterSteps(phase, _position.Step),
            Started = () => _ahead?.End(),
        };
        if (saved is not null && (_position.Phase >= phases.Count || !saved.Json["begun"]!.GetValue<bool>())) saved = null;
        while (_position.Phase < phases.Count)
        {
            runner.Run(phases[_position.Phase], _position, saved);
            saved = null;
            _position.NextPhase();
        }

        _store.Save(_position);
        End(phases.Sum(phase => phase.Steps));
    }

    private void RunStream(SavedState? saved)
    {
        var (main, segments) = MainPhase.OfStream(_context, _parts.Options);
        var phase = MainPhase.Whole(main, _hooks.Plan(main));
        if (saved is not null && _position.Phase > 0) saved = null;
        Announce(phase.Steps, [.. Enumerable.Range(0, _context.Stream.ClassNames.Count)], _context.Stream.Experiences.Sum(each => each.Train.Count));
        var runner = new PhaseRunner(_context, _hooks, _evaluator, _store)
        {
            Segments = segments,
            Started = () => _ahead?.End(),
            BetweenSteps = current =>
            {
                while (_position.Tested < Count && _position.Step >= segments[_position.Tested].End) TestWithin(segments[_position.Tested].Steps);
                // The test of an experience that has just ended stands for one between two steps.
                if (_position.Tested == Count || (_position.Tested > 0 && segments[_position.Tested - 1].End == _position.Step)) return;
                _context.Enter(_position.Tested);
                _tests.AfterSteps(current, _position.Step);
            },
        };
        if (_position.Phase == 0)
        {
            runner.Run(phase, _position, saved);
            _position.NextPhase();
        }

        _position.Experience = Count;
        _store.Save(_position);
    }

    // A test within a phase leaves libtorch's generator as it was: nothing after it may depend on there having been a test.
    private void TestWithin(int steps)
    {
        using var generator = new HeldGenerator();
        _context.Enter(_position.Tested);
        Report(steps, KeptBytes(), _position.TrainingSeconds - _report.TrainingSeconds);
        _position.ForgetProcessorTime();
        _store.SaveModel(_position.Tested);
        _position.Tested++;
    }

    private void Announce(int steps, IReadOnlyList<int> newClasses, int newSamples) => _parts.Events.Publish(new ExperienceStarted
    {
        Experience = _context.Current.Index,
        Experiences = Count,
        NewClasses = [.. newClasses.Select(label => _context.Stream.ClassNames[label])],
        NewSamples = newSamples,
        Exemplars = _context.Memory?.Exemplars.Count ?? 0,
        MemoryBytes = _context.Memory?.Bytes ?? 0,
        Steps = steps,
    });

    private void Begin()
    {
        manual_seed(_parts.Random.SeedFor("torch.begin", _position.Experience));
        if (_position.Experience > 0)
        {
            _hooks.BeforeGrowth();
            if (!_parts.Strategies.Any(strategy => strategy.FillsMemory) && _context.Memory is { } memory)
            {
                using (NewDisposeScope())
                {
                    _parts.Calls.Do(
                        memory,
                        nameof(IMemory.Update),
                        () => memory.Update(_context, _context.Stream.Experiences[_position.Experience - 1].Train));
                }
            }

            if (_context.SeenLabels > _context.Model.Classes || _parts.Strategies.Any(strategy => strategy is IModelGrowth))
                _hooks.Grow(_parts.Random.SeedFor("expand", _position.Experience));
            _watch.Settle("Grow");
        }

        _hooks.BeforeExperience();
        _position.Begun = true;
    }

    private long KeptBytes() => _parts.Strategies.OfType<IKeepsTensors>().Sum(strategy => strategy.KeptBytes) + _context.Models.KeptBytes;

    private void End(int steps)
    {
        manual_seed(_parts.Random.SeedFor("torch.end", _position.Experience));
        // Some strategies hold most in training (a teacher, a second model), others at its end (a solved classifier, a further importance).
        var inTraining = KeptBytes();
        _hooks.AfterExperience();
        _store.SaveModel(_context.Current.Index);
        _hooks.BeforeEvaluation();
        Report(steps, Math.Max(inTraining, KeptBytes()), _position.TrainingSeconds);
        _hooks.AfterEvaluation();
        _position.NextExperience();
        _store.Save(_position);
    }

    private void Report(int steps, long kept, double training)
    {
        var clock = Stopwatch.StartNew();
        var tests = _tests.Test(steps);
        _position.CountProcessorTime();
        _report.EndExperience(new()
        {
            Experience = _context.Current.Index,
            NewClasses = [.. _context.Current.NewClasses.Select(label => _context.Stream.ClassNames[label])],
            Domain = _context.Current.Domain,
            Steps = steps,
            SkippedBatches = _position.SkippedBatches,
            TrainingSeconds = training,
            TestSeconds = clock.Elapsed.TotalSeconds,
            ProcessorSeconds = _position.ProcessorSeconds,
            StepsPerSecond = steps / Math.Max(training, 1e-9),
            Exemplars = _context.Memory?.Exemplars.Count ?? 0,
            ModelBytes = _context.Model.Bytes,
            MemoryBytes = _context.Memory?.Bytes ?? 0,
            StrategyBytes = kept,
            SelectedStep = _position.SelectedStep,
            SelectedScore = _position.SelectedScore,
            Test = tests.Seen,
            Parts = tests.Parts,
            Future = tests.Future,
            Planned = tests.Planned,
        });
    }
}
