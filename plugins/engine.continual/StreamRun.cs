using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Tensors;

namespace PluginHost.Plugins.Continual;

/// <summary>One execution of a job from the first increment, or from its saved state, to the last.</summary>
internal sealed class StreamRun : IDisposable
{
    private readonly JobParts _parts;
    private readonly LearningContext _context;
    private readonly SampleStore _samples;
    private readonly StrategyHooks _hooks;
    private readonly ModelWatch _watch;
    private readonly Evaluator _evaluator;
    private readonly IncrementTests _tests;
    private readonly StateStore _store;
    private readonly RunReport _report;
    private readonly PhasePosition _position = new();

    public StreamRun(JobParts parts, CancellationToken cancellationToken)
    {
        _parts = parts;
        var device = PrepareBackend(parts);
        var planned = StreamPlanner.Plan(parts.Options, parts.Dataset.Info.Classes);
        var stream = parts.Strategy is IStreamPlan plan ? plan.Arrange(planned) : planned;
        var lists = new SampleLists(parts.Dataset, stream);
        var findings = lists.Check(stream, parts.Options.Selection.Mode == SelectionMode.Best).ToArray();
        if (findings.Length > 0) throw new JobException(findings);
        var info = parts.Dataset.Info with { Classes = stream.ClassNames };
        _samples = new(parts.Dataset, info, lists, parts.Features, parts.Options.CacheSamples);
        _context = new()
        {
            Model = parts.Model,
            Task = parts.Task,
            Memory = parts.Memory,
            Stream = stream,
            Samples = _samples,
            Random = parts.Random,
            Device = device,
            Events = parts.Events,
            CancellationToken = cancellationToken,
            Lists = lists,
            Options = parts.Options,
            Strategy = parts.Strategy,
        };
        _watch = new(parts.Model, device);
        _hooks = new(_context, _watch);
        _evaluator = new(_context, parts.SampleMetrics);
        _tests = new(_context, _evaluator, planned);
        _report = new(parts, stream, _evaluator.Figures);
        _store = new(Path.Combine(parts.Run.Directory, "checkpoints"), _context, Fingerprint.Of(parts, stream), _report.Save);
    }

    /// <summary>Runs to the end of the stream.</summary>
    public void Execute()
    {
        Build();
        _hooks.BeginStream();
        var saved = _parts.Run.Resume ? _store.Load() : null;
        if (saved is not null) Restore(saved);
        while (_position.Increment < _context.Stream.Increments.Count)
        {
            RunIncrement(saved);
            saved?.Dispose();
            saved = null;
        }

        _hooks.EndStream();
        _report.EndRun();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _position.Dispose();
        _samples.Dispose();
    }

    private static Device PrepareBackend(JobParts parts)
    {
        var device = Devices.Open(parts.Run.Device);
        set_num_threads(parts.Run.Threads);
        parts.Events.Publish(new MessageReported
        {
            Text = $"libtorch {Libtorch.Version} on {device}: compute threads {get_num_threads()}, {Libtorch.BlasName}, "
                + $"loader threads {parts.Options.LoaderThreads}.",
        });
        return device;
    }

    private void Build()
    {
        // No dispose scope: what the model registers must outlive it.
        var example = _context.Lists.Of(Split.Train, 0, 1)[0];
        _parts.Model.Build(new()
        {
            Classes = _context.Stream.Increments[0].EndLabel,
            Inputs = _parts.Task.Inputs(_samples, example),
            Seed = _parts.Random.SeedFor("init"),
        });
        _watch.Settle("Build");
        _context.Enter(0);
    }

    private void Restore(SavedState saved)
    {
        var json = saved.Json;
        _position.Increment = (int)json["increment"]!;
        _position.Begun = (bool)json["begun"]!;
        _position.Phase = (int)json["phase"]!;
        _position.Step = (int)json["step"]!;
        _position.Validated = (int)json["validated"]!;
        _position.SelectedStep = (int?)json["selectedStep"];
        _position.SelectedScore = Number(json["selectedScore"]);
        _position.TrainingSeconds = (double)json["trainingSeconds"]!;
        if (Number(json["bestScore"]) is { } best)
            _position.Best = new(best, (int)json["bestStep"]!, BestWeights.Copy(TensorNames.Under("best/", saved.Tensors)));
        _report.Restore(json["results"]!);
        _context.Enter(Math.Min(_position.Increment, _context.Stream.Increments.Count - 1));
        var classes = (int)json["classes"]!;
        if (classes > _parts.Model.Classes) _parts.Model.Grow(classes, _parts.Random.SeedFor("expand", _position.Increment));
        _watch.Settle("Grow");
        using var scope = NewDisposeScope();
        _parts.Model.Module.load_state_dict(TensorNames.Under("model/", saved.Tensors));
        _context.Memory?.LoadState(saved.Bag("memory"), _context);
        (_parts.Strategy as IStateful)?.LoadState(saved.Bag("strategy"), _context);
        _parts.Events.Publish(new MessageReported
        {
            Text = $"Continuing at increment {_position.Increment + 1}, step {_position.Step}.",
        });
    }

    private void RunIncrement(SavedState? saved)
    {
        _context.Enter(_position.Increment);
        if (!_position.Begun) Begin();
        var main = MainPhase();
        var phases = _hooks.Plan(main);
        var exemplars = _context.Memory?.Exemplars.Count ?? 0;
        _parts.Events.Publish(new IncrementStarted
        {
            Increment = _context.Increment,
            Increments = _context.Stream.Increments.Count,
            NewClasses = [.. _context.Stream.ClassNames.Skip(_context.FirstNewLabel).Take(_context.SeenLabels - _context.FirstNewLabel)],
            NewSamples = _context.NewSamples.Count,
            Exemplars = exemplars,
            MemoryBytes = _context.Memory?.Bytes ?? 0,
            Steps = main.Steps,
        });
        var runner = new PhaseRunner(_context, _hooks, _evaluator, _store);
        if (saved is not null && (_position.Phase >= phases.Count || !saved.Json["begun"]!.GetValue<bool>())) saved = null;
        while (_position.Phase < phases.Count)
        {
            runner.Run(phases[_position.Phase], _position, saved);
            saved = null;
            _position.NextPhase();
        }

        _store.Save(_position);
        End(phases.Sum(phase => phase.Steps), exemplars);
    }

    private void Begin()
    {
        manual_seed(_parts.Random.SeedFor("torch.begin", _position.Increment));
        if (_position.Increment > 0)
        {
            var ended = _context.Stream.Increments[_position.Increment - 1];
            _hooks.BeforeGrowth();
            using (NewDisposeScope()) _context.Memory?.Insert(_context, _context.Lists.Of(Split.Train, ended.FirstLabel, ended.EndLabel));
            _hooks.Grow(_parts.Random.SeedFor("expand", _position.Increment));
            _watch.Settle("Grow");
        }

        _hooks.BeginIncrement();
        _context.Begun();
        _position.Begun = true;
    }

    private Phase MainPhase()
    {
        var options = _parts.Options;
        var fresh = _context.NewSamples.Select(sample => new TrainingEntry(sample, FromMemory: false)).ToArray();
        var old = _context.Memory?.Exemplars.Select(exemplar => new TrainingEntry(exemplar.Sample, FromMemory: true)).ToArray() ?? [];
        var entries = _hooks.Choose(
        [
            .. Enumerable.Repeat(fresh, options.Repeat).SelectMany(list => list),
            .. Enumerable.Repeat(old, options.ExemplarRepeat).SelectMany(list => list),
        ]);
        return new()
        {
            Name = Phase.MainName,
            Entries = entries,
            Steps = TrainingBudget.Steps(options, _context.Stream.Increments[_context.Increment], _context.Increment, entries.Count),
            RateFactor = _context.Increment == 0 ? 1 : options.LaterRateFactor,
            Selects = options.Selection.Mode == SelectionMode.Best,
        };
    }

    private void End(int steps, int exemplars)
    {
        manual_seed(_parts.Random.SeedFor("torch.end", _position.Increment));
        var kept = (_parts.Strategy as IKeepsTensors)?.KeptBytes ?? 0;
        _hooks.EndIncrement();
        _store.SaveModel(_context.Increment);
        var clock = Stopwatch.StartNew();
        var parts = _tests.Parts(steps);
        var future = _tests.Future(steps);
        var planned = _tests.Planned(steps);
        var test = _evaluator.TestSeen(steps);
        _report.EndIncrement(new()
        {
            Increment = _context.Increment,
            NewClasses = [.. _context.Stream.ClassNames.Skip(_context.FirstNewLabel).Take(_context.SeenLabels - _context.FirstNewLabel)],
            Steps = steps,
            TrainingSeconds = _position.TrainingSeconds,
            TestSeconds = clock.Elapsed.TotalSeconds,
            StepsPerSecond = steps / Math.Max(_position.TrainingSeconds, 1e-9),
            Exemplars = exemplars,
            MemoryBytes = _context.Memory?.Bytes ?? 0,
            StrategyBytes = kept,
            SelectedStep = _position.SelectedStep,
            SelectedScore = _position.SelectedScore,
            Test = test,
            Parts = parts,
            Future = future,
            Planned = planned,
        });
        _position.NextIncrement();
        _store.Save(_position);
    }

    private static double? Number(JsonNode? node) => (string?)node is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
