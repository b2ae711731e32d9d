namespace PluginHost.Training;

/// <summary>
/// Tests the model: batches, predictions, metrics. The evaluation draws of a scope are fixed, so scores compare over time.
/// </summary>
/// <param name="context">The learning context.</param>
/// <param name="hooks">The strategies' hooks, of which one may make the predictions.</param>
/// <param name="rowMetrics">Metrics of single rows.</param>
/// <param name="setMetrics">Metrics of whole sets.</param>
public sealed class Evaluator(
    LearningContext context, StrategyHooks hooks, IReadOnlyList<IRowMetric> rowMetrics, IReadOnlyList<ISetMetric> setMetrics)
{
    private readonly Figure[] _rowFigures = [.. rowMetrics.SelectMany(metric => metric.Figures)];

    /// <summary>The figures of all metrics, in order.</summary>
    public IReadOnlyList<Figure> Figures { get; } =
        [.. rowMetrics.SelectMany(metric => metric.Figures), .. setMetrics.SelectMany(metric => metric.Figures)];

    /// <summary>Tests on the test samples of all experiences so far: the pooled table.</summary>
    /// <param name="step">Training steps so far.</param>
    /// <returns>The figures.</returns>
    public ScopeResult TestSeen(int step)
    {
        var samples = context.Stream.SamplesUpTo(Split.Test, context.Current.Index);
        return Evaluate("test", samples, samples, step);
    }

    /// <summary>Validates.</summary>
    /// <param name="step">Training steps so far.</param>
    /// <param name="samples">The samples; <see langword="null"/> for the validation samples of all experiences so far.</param>
    /// <returns>The figures.</returns>
    public ScopeResult Validate(int step, IReadOnlyList<SampleInfo>? samples = null)
    {
        samples ??= context.Stream.SamplesUpTo(Split.Validation, context.Current.Index);
        return Evaluate("validation", samples, samples, step);
    }

    /// <summary>Tests on the samples of an experience among those of all experiences up to it: a pairing that is fixed for it.</summary>
    /// <param name="scope">The test's name.</param>
    /// <param name="focus">The samples to test.</param>
    /// <param name="pool">Where partners come from; contains the samples to test.</param>
    /// <param name="step">Training steps so far.</param>
    /// <param name="model">A model in place of the one in training and its strategy's rule of prediction.</param>
    /// <returns>The figures.</returns>
    public ScopeResult Evaluate(
        string scope, IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool, int step, IModel? model = null)
    {
        var draws = context.Calls.Do(context.Task, nameof(ITask.DrawEvaluation), () => context.Task.DrawEvaluation(focus, pool));
        var sums = new ScoreSums(_rowFigures);
        var gaps = new TestGaps();
        foreach (var metric in setMetrics) context.Calls.Do(metric, nameof(ISetMetric.Reset), metric.Reset);
        var done = 0;
        var verb = scope == "validation" ? "validating" : "testing";
        var activity = $"{verb} experience {context.Current.Index + 1}/{context.Stream.Experiences.Count}";
        var module = (model ?? context.Model).Module;
        var wasTraining = module.training;
        module.eval();
        try
        {
            using var noGrad = no_grad();
            context.Visit(draws, context.Options.EvaluationBatchSize, batch =>
            {
                Measure(batch, model, sums, gaps);
                done += batch.Size;
                context.Events.Publish(new ProgressReported { Activity = activity, Done = done, Total = draws.Count, Unit = "items" });
            });
        }
        finally
        {
            module.train(wasTraining);
        }

        var result = sums.Result(scope, context.Stream.ClassNames);
        foreach (var metric in setMetrics)
        {
            foreach (var (figure, value) in metric.Figures.Zip(context.Calls.Do(metric, nameof(ISetMetric.Compute), metric.Compute)))
            {
                if (value is { } defined && !double.IsNaN(defined)) result.Scores[figure.Name] = defined;
                else gaps.Add(figure, metric, value is null);
            }
        }

        if (gaps.Describe(scope, result) is { } missing)
            context.Events.Publish(new MessageReported { Severity = FindingSeverity.Warning, Text = $"{missing} ({context.Place})." });

        context.Events.Publish(new EvaluationCompleted
        {
            Experience = context.Current.Index,
            Scope = scope,
            Step = step,
            Scores = [.. result.Scores],
            Counted = result.Counted,
            Skipped = result.Skipped,
        });
        return result;
    }

    private void Measure(Batch batch, IModel? model, ScoreSums sums, TestGaps gaps)
    {
        var output = model is null ? hooks.Predict(batch) : context.Forward(model, batch, ForwardRequest.Predictions);
        using var prediction = context.Calls.Do(context.Task, nameof(ITask.Decode), () => context.Task.Decode(output, batch));
        foreach (var metric in setMetrics) context.Calls.Do(metric, nameof(ISetMetric.Update), () => metric.Update(prediction));
        var measured = rowMetrics.Select(metric => (Metric: metric, Rows: context.Calls.Do(metric, nameof(IRowMetric.Measure), () => metric.Measure(prediction)))).ToArray();
        for (var row = 0; row < batch.Rows; row++)
        {
            var source = batch.RowSources[row];
            if (!source.Counted) continue;
            var missing = false;
            foreach (var (metric, rows) in measured)
            {
                if (rows[row] is { } values && !Array.Exists(values, double.IsNaN)) continue;
                missing = true;
                gaps.Add(source.Sample, metric, rows[row] is null);
            }

            sums.Add(source.Sample.Label, missing ? null : [.. measured.SelectMany(part => part.Rows[row]!)]);
        }
    }
}
