namespace PluginHost.Training;

/// <summary>Tries on a few samples what training and tests do with all: draws, a batch, a prediction, the metrics.</summary>
/// <param name="context">The learning context.</param>
/// <param name="hooks">The strategies' hooks, of which one may make the predictions.</param>
/// <param name="parts">The parts of the job.</param>
internal sealed class BatchTrial(LearningContext context, StrategyHooks hooks, JobParts parts)
{
    private const int Items = 2;

    /// <summary>
    /// Asks the task for the evaluation items of the first experience: its pool is the smallest that any test draws from, so what fits it
    /// fits all, and what does not would end the run only after the first training.
    /// </summary>
    /// <param name="validates">Whether weights are selected by validation.</param>
    /// <exception cref="JobException">The task cannot make the items.</exception>
    public void RequireTests(bool validates)
    {
        var first = context.Stream.Experiences[0];
        var measures = parts.RowMetrics.Count + parts.SetMetrics.Count > 0;
        if (measures && first.Test.Count > 0) context.Task.DrawEvaluation([first.Test[0]], first.Test);
        if (validates && first.Validation.Count > 0) context.Task.DrawEvaluation([first.Validation[0]], first.Validation);
    }

    /// <summary>Makes a training batch and an evaluation batch, predicts both without learning, and measures the second.</summary>
    /// <param name="main">The first main phase.</param>
    /// <exception cref="JobException">Samples, task, model and metrics do not fit each other.</exception>
    public void Predict(Phase main)
    {
        if (main.Entries.Count == 0) return;
        var module = context.Model.Module;
        module.eval();
        using var noGrad = no_grad();
        using var generator = new HeldGenerator();
        var training = Enumerable.Range(0, Math.Min(Items, main.Entries.Count))
            .Select(i => context.Task.DrawTraining(main.Entries, i, context.Random, [0, 0, 0, i]));
        Run([.. training], batch => context.Task.RowLoss(context.Model.Forward(batch, hooks.Request()), batch));
        var test = context.Stream.Experiences[0].Test;
        if (parts.RowMetrics.Count + parts.SetMetrics.Count == 0 || test.Count == 0) return;
        Run([.. context.Task.DrawEvaluation([.. test.Take(Items)], test).Take(Items)], batch =>
        {
            using var prediction = context.Task.Decode(context.Model.Forward(batch, ForwardRequest.Predictions), batch);
            foreach (var metric in parts.RowMetrics) metric.Measure(prediction);
            foreach (var metric in parts.SetMetrics)
            {
                metric.Reset();
                metric.Update(prediction);
            }
        });
    }

    private void Run(IReadOnlyList<Draw> draws, Action<Batch> visit)
    {
        using var scope = NewDisposeScope();
        using var batch = context.Task.Collate(draws, context.Samples);
        batch.MoveTo(context.Device);
        visit(batch);
    }
}
