using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>
/// Runs a phase from its current position to its end: epochs, validation, selection, saved states. A state is taken between two steps, before the
/// validation that may be due there, so a resumed phase does exactly what an uninterrupted one would have done.
/// </summary>
/// <param name="context">The learning context.</param>
/// <param name="hooks">The strategies' hooks.</param>
/// <param name="evaluator">Validates.</param>
/// <param name="store">Saves states.</param>
public sealed class PhaseRunner(LearningContext context, StrategyHooks hooks, Evaluator evaluator, StateStore store)
{
    private static readonly TimeSpan s_worthSaving = TimeSpan.FromSeconds(10);
    private readonly TrainingOptions _options = context.Options;
    private bool _betweenSteps;

    /// <summary>The lists of a phase over a stream without boundaries; <see langword="null"/> for the phase's own list.</summary>
    public IReadOnlyList<Segment>? Segments { get; init; }

    /// <summary>
    /// Called with the phase between two steps, after a state may have been saved, so a resumed run calls it again: where a stream without
    /// boundaries is tested.
    /// </summary>
    public Action<Phase>? BetweenSteps { get; init; }

    /// <summary>Called when the phase has its first batch.</summary>
    public Action? Started { get; init; }

    /// <summary>Runs the phase.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="position">Where to begin; moved along.</param>
    /// <param name="saved">The saved state to continue from, or <see langword="null"/>.</param>
    public void Run(Phase phase, PhasePosition position, SavedState? saved)
    {
        if (phase.Entries.Count == 0) throw new RunFailedException($"The phase '{phase.Name}' has nothing to train on.");
        var model = context.Model;
        var batches = new TrainingBatches(context, phase, Segments, position.Phase);
        using var optimizers = new OptimizerSet(context, phase);
        using var precision = new PrecisionScope(_options.Precision, context.Device);
        var step = new TrainingStep(context, hooks, optimizers, precision, batches);
        var clock = new CheckpointClock(_options, batches.StepsPerEpoch);
        context.PhaseOptimizers = optimizers;
        context.InPhase = true;
        void Save()
        {
            // The state on disk stays the last one that can be trained on.
            if (Finite.FirstNot(context.Model.Module.state_dict()) is not null) return;
            store.Save(position, (tensors, json) =>
            {
                var numbers = new JsonObject();
                optimizers.Save(tensors, numbers);
                json["optimizers"] = numbers;
                json["scaler"] = precision.Save();
            });
            clock.Saved();
        }

        if (saved is null)
        {
            manual_seed(context.Random.SeedFor("torch", context.Current.Index, position.Phase));
            hooks.BeforePhase(phase);
            if (_options.NonFinite == NonFinitePolicy.RestoreLast) Save();
        }
        else
        {
            optimizers.Load(saved.Tensors, saved.Json["optimizers"]!.AsObject());
            precision.Load(saved.Json["scaler"]);
            using var generator = saved.Tensors["rng"].clone();
            set_rng_state(generator);
        }

        model.Module.train(!phase.EvalMode);
        try
        {
            Loop(phase, position, new(optimizers, step, Save, clock, batches));
            if (precision.SkippedSteps > 0) Report(phase, precision);
        }
        catch (OperationCanceledException) when (_betweenSteps)
        {
            // Within a step or a test the run stands nowhere that it could go on from: the state before is kept then.
            Save();
            throw;
        }
        finally
        {
            context.At = null;
            context.InPhase = false;
            context.PhaseOptimizers = null;
        }

        if (position.Best is { } best)
        {
            best.Load(context);
            position.SelectedStep = best.Step;
            position.SelectedScore = best.Score;
        }

        foreach (var parameter in model.ParameterGroups.Concat(context.Models.Added).SelectMany(group => group.Parameters))
            parameter.requires_grad = true;
        hooks.AfterPhase(phase);
    }

    private void Loop(Phase phase, PhasePosition position, Tools tools)
    {
        var (optimizers, step, save, due, batches) = tools;
        var perEpoch = batches.StepsPerEpoch;
        var progress = new PhaseProgress(context, phase, position.Step);
        var clock = Stopwatch.StartNew();
        var before = position.TrainingSeconds;
        var resumedAt = position.Step;
        using var loader = new BatchLoader(position.Step, phase.Steps, _options.LoaderThreads, batches.Make, context.CancellationToken);
        while (position.Step <= phase.Steps)
        {
            position.TrainingSeconds = before + clock.Elapsed.TotalSeconds;
            _betweenSteps = true;
            if (position.Step > resumedAt && due.IsDue(position.Step)) save();
            context.CancellationToken.ThrowIfCancellationRequested();
            _betweenSteps = false;
            context.At = null;
            BetweenSteps?.Invoke(phase);
            Validate(phase, position, perEpoch, () =>
            {
                if (position.Step > resumedAt && due.Age > s_worthSaving) save();
            });
            if (position.Step == phase.Steps) break;
            _betweenSteps = true;
            context.CancellationToken.ThrowIfCancellationRequested();
            var batch = context.Calls.Wait(loader.Take);
            if (position.Step == resumedAt) Started?.Invoke();
            _betweenSteps = false;
            var info = new StepInfo(phase, position.Step / perEpoch, position.Step, phase.Steps);
            context.At = (info, batches.InEpoch(position.Step));
            if (position.Step % perEpoch == 0) hooks.BeforeEpoch(info);
            optimizers.SetRates(info);
            var logged = (position.Step + 1) % _options.LogEverySteps == 0 || position.Step + 1 == phase.Steps;
            var loss = double.NaN;
            if (position.LeftOut.Contains(position.Step)) batch.Dispose();
            else loss = step.Take(info, batch, logged);
            context.Heap.Trim();
            if (step.Fault is { } fault) Settle(fault, position);
            if ((position.Step + 1) % perEpoch == 0 || position.Step + 1 == phase.Steps) hooks.AfterEpoch(info);
            position.Step++;
            progress.Report(info, loss, optimizers.Rates, logged ? step.Terms : null);
        }
    }

    private void Report(Phase phase, PrecisionScope precision) => context.Events.Publish(new MessageReported
    {
        Severity = FindingSeverity.Note,
        Text = $"The gradients of {precision.SkippedSteps} of the {phase.Steps} steps of phase '{phase.Name}' overflowed float16; these steps were left out. "
            + $"The loss was multiplied by {precision.Scale:R} at the end.",
    });

    private void Validate(Phase phase, PhasePosition position, int perEpoch, Action beforehand)
    {
        if (!phase.Selects || position.Step == 0 || position.Validated == position.Step) return;
        var every = _options.Selection.EverySteps > 0 ? _options.Selection.EverySteps : perEpoch;
        if (position.Step % every != 0 && position.Step != phase.Steps) return;
        beforehand();
        var figure = Selected();
        hooks.BeforeEvaluation();
        var result = evaluator.Validate(position.Step, phase.Validation);
        hooks.AfterEvaluation();
        position.Validated = position.Step;
        if (!result.Scores.TryGetValue(figure.Name, out var score) || double.IsNaN(score)) return;
        if (position.Best is { } best && !(figure.HigherIsBetter ? score > best.Score : score < best.Score)) return;
        position.Best?.Dispose();
        position.Best = BestWeights.Of(score, position.Step, context);
        if (_options.KeepBestWeights) store.SaveBest(context.Current.Index, position.Best);
    }

    private Figure Selected() =>
        evaluator.Figures.FirstOrDefault(figure => _options.Selection.Metric is { } name ? figure.Name == name : !figure.DescribesInput)
        ?? throw new JobException(new Finding
        {
            Code = "CE0108",
            Where = "engine.options.selection.metric",
            What = $"No metric gives the figure '{_options.Selection.Metric ?? "(any)"}' to select by",
            Expected = $"one of {string.Join(", ", evaluator.Figures.Where(figure => !figure.DescribesInput).Select(figure => figure.Name))}",
        });

    // What is on disk stays the last good state: the failed forward pass has already moved running statistics and the random generator.
    private void Settle(string fault, PhasePosition position)
    {
        var text = $"{fault}, in {context.Place}.";
        var stops = _options.NonFinite == NonFinitePolicy.Stop;
        if (stops || position.SkippedBatches >= _options.NonFiniteBatches)
        {
            throw new RunFailedException(
                $"{text} {(stops ? "" : $"It would be left out, but {position.SkippedBatches} batches of the experience were already. ")}"
                + $"{store.Describe()} A lower rate, gradientClip or precision fp32 may help; nonFinite may also be skip-batch or restore-last.");
        }

        position.SkippedBatches++;
        var skips = _options.NonFinite == NonFinitePolicy.SkipBatch;
        context.Events.Publish(new MessageReported
        {
            Severity = FindingSeverity.Warning,
            Text = $"{text} {(skips ? "The batch is skipped." : "The run goes back to the last state and leaves the batch out.")}",
        });
        if (skips) return;
        position.LeftOut.Add(position.Step);
        throw new GoBackException();
    }

    private sealed record Tools(OptimizerSet Optimizers, TrainingStep Step, Action Save, CheckpointClock Due, TrainingBatches Batches);
}

/// <summary>The run is to go on from its last saved state, as if it had been stopped and resumed.</summary>
internal sealed class GoBackException : Exception;
