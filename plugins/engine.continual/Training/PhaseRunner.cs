using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PluginHost.Plugins.Continual;

/// <summary>
/// Runs a phase from its current position to its end: epochs, validation, selection, saved states. A state is taken between two steps,
/// before the
/// validation that may be due there, so a resumed phase does exactly what an uninterrupted one would have done.
/// </summary>
internal sealed class PhaseRunner(LearningContext context, StrategyHooks hooks, Evaluator evaluator, StateStore store)
{
    private readonly ContinualOptions _options = context.Options;

    /// <summary>Runs the phase.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="position">Where to begin; moved along.</param>
    /// <param name="saved">The saved state to continue from, or <see langword="null"/>.</param>
    public void Run(Phase phase, PhasePosition position, SavedState? saved)
    {
        var model = context.Model;
        var batchSize = Math.Min(_options.BatchSize, phase.Entries.Count);
        var perEpoch = phase.Entries.Count / batchSize;
        using var optimizers = new OptimizerSet(_options, model, phase);
        using var precision = new PrecisionScope(_options.Precision, context.Device);
        var step = new TrainingStep(context, hooks, optimizers, precision);
        void Save() => store.Save(position, (tensors, json) =>
        {
            var numbers = new JsonObject();
            optimizers.Save(tensors, numbers);
            json["optimizers"] = numbers;
            json["scaler"] = precision.Save();
        });

        if (saved is null)
        {
            manual_seed(context.Random.SeedFor("torch", context.Increment, position.Phase));
            hooks.BeginPhase(phase);
        }
        else
        {
            optimizers.Load(saved.Tensors, saved.Json["optimizers"]!.AsObject());
            precision.Load(saved.Json["scaler"]);
            using var generator = saved.Tensors["rng"].clone();
            set_rng_state(generator);
        }

        model.Module.train();
        try
        {
            Loop(phase, position, perEpoch, optimizers, step, Save, new(context, phase, batchSize, perEpoch, position.Phase));
        }
        catch (OperationCanceledException)
        {
            Save();
            throw;
        }

        if (position.Best is { } best)
        {
            model.Module.load_state_dict(best.Weights);
            position.SelectedStep = best.Step;
            position.SelectedScore = best.Score;
        }

        foreach (var parameter in model.ParameterGroups.SelectMany(group => group.Parameters)) parameter.requires_grad = true;
        hooks.EndPhase(phase);
    }

    private void Loop(
        Phase phase, PhasePosition position, int perEpoch, OptimizerSet optimizers, TrainingStep step, Action save, TrainingBatches batches)
    {
        var progress = new PhaseProgress(context, phase, position.Step);
        var clock = Stopwatch.StartNew();
        var before = position.TrainingSeconds;
        var resumedAt = position.Step;
        using var loader = new BatchLoader(position.Step, phase.Steps, _options.LoaderThreads, batches.Make, context.CancellationToken);
        while (position.Step <= phase.Steps)
        {
            position.TrainingSeconds = before + clock.Elapsed.TotalSeconds;
            if (_options.CheckpointEverySteps > 0 && position.Step > resumedAt && position.Step % _options.CheckpointEverySteps == 0
                && store.IsFinite(context.Model.Module)) save();
            Validate(phase, position, perEpoch);
            if (position.Step == phase.Steps) break;
            context.CancellationToken.ThrowIfCancellationRequested();
            var batch = loader.Take();
            var info = new StepInfo(phase, position.Step / perEpoch, position.Step, phase.Steps);
            if (position.Step % perEpoch == 0) hooks.BeginEpoch(info);
            optimizers.SetRates(_options.Schedule, info);
            var logged = (position.Step + 1) % _options.LogEverySteps == 0 || position.Step + 1 == phase.Steps;
            var loss = step.Take(info, batch, logged);
            if (!double.IsFinite(loss)) Fail(info, loss, perEpoch);
            if ((position.Step + 1) % perEpoch == 0 || position.Step + 1 == phase.Steps) hooks.EndEpoch(info);
            position.Step++;
            progress.Report(info, loss, optimizers.Rates, logged ? step.Terms : null);
        }
    }

    private void Validate(Phase phase, PhasePosition position, int perEpoch)
    {
        if (!phase.Selects || position.Step == 0 || position.Validated == position.Step) return;
        var every = _options.Selection.EverySteps > 0 ? _options.Selection.EverySteps : perEpoch;
        if (position.Step % every != 0 && position.Step != phase.Steps) return;
        var figure = Selected();
        var result = evaluator.Validate(position.Step);
        position.Validated = position.Step;
        if (!result.Scores.TryGetValue(figure.Name, out var score) || double.IsNaN(score)) return;
        if (position.Best is { } best && !(figure.HigherIsBetter ? score > best.Score : score < best.Score)) return;
        position.Best?.Dispose();
        position.Best = BestWeights.Of(score, position.Step, context.Model.Module);
    }

    private Figure Selected() =>
        evaluator.Figures.FirstOrDefault(figure => _options.Selection.Metric is { } name ? figure.Name == name : !figure.Baseline)
        ?? throw new JobException(new Finding
        {
            Code = "CE0108",
            Where = "engine.options.selection.metric",
            What = $"No metric gives the figure '{_options.Selection.Metric ?? "(any)"}' to select by",
            Expected = $"one of {string.Join(", ", evaluator.Figures.Where(figure => !figure.Baseline).Select(figure => figure.Name))}",
        });

    // What is on disk stays the last good state: the failed forward pass has already moved running statistics and the random generator.
    private void Fail(StepInfo info, double loss, int perEpoch) =>
        throw new RunFailedException(
            $"The loss is {loss} in increment {context.Increment + 1} of {context.Stream.Increments.Count}, phase '{info.Phase.Name}', "
            + $"epoch {info.Epoch + 1}, batch {(info.Step % perEpoch) + 1} (step {info.Step + 1} of {info.TotalSteps}). "
            + $"The last good state is kept: {store.Describe()}. A lower rate, gradientClip or precision fp32 may help.");
}
