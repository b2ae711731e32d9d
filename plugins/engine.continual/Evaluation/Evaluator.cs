namespace PluginHost.Plugins.Continual;

/// <summary>
/// Tests the model: batches, predictions, metrics, means. The evaluation draws of a scope are fixed, so scores compare over time.
/// </summary>
internal sealed class Evaluator(LearningContext context, IReadOnlyList<ISampleMetric> metrics)
{
    /// <summary>The figures of all metrics, in order.</summary>
    public IReadOnlyList<Figure> Figures { get; } = [.. metrics.SelectMany(metric => metric.Figures)];

    /// <summary>Tests on the samples of all labels seen: the pooled table.</summary>
    public ScopeResult TestSeen(int step) => Seen(Split.Test, "test", step);

    /// <summary>Validates on all labels seen.</summary>
    public ScopeResult Validate(int step) => Seen(Split.Validation, "validation", step);

    /// <summary>Tests on the samples of an increment mixed with those of all increments up to it: a pairing that is fixed for it.</summary>
    /// <param name="scope">The test's name.</param>
    /// <param name="part">The increment.</param>
    /// <param name="step">Training steps so far.</param>
    /// <param name="model">A model in place of the one in training and its strategy's rule of prediction.</param>
    public ScopeResult TestPart(string scope, StreamIncrement part, int step, IModel? model = null)
    {
        var focus = context.Lists.Of(Split.Test, part.FirstLabel, part.EndLabel);
        return Evaluate(scope, focus, context.Lists.Of(Split.Test, 0, part.EndLabel), step, model);
    }

    private ScopeResult Seen(Split split, string scope, int step)
    {
        var samples = context.Lists.Of(split, 0, context.SeenLabels);
        return Evaluate(scope, samples, samples, step);
    }

    private ScopeResult Evaluate(
        string scope, IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool, int step, IModel? model = null)
    {
        var draws = context.Task.DrawEvaluation(focus, pool);
        var sums = new ScoreSums(Figures);
        var done = 0;
        var verb = scope == "validation" ? "validating" : "testing";
        var activity = $"{verb} increment {context.Increment + 1}/{context.Stream.Increments.Count}";
        var module = (model ?? context.Model).Module;
        var wasTraining = module.training;
        module.eval();
        try
        {
            using var noGrad = no_grad();
            context.Visit(draws, context.Options.EvaluationBatchSize, batch =>
            {
                Measure(batch, model, sums);
                done += batch.Size;
                context.Events.Publish(new ProgressReported { Activity = activity, Done = done, Total = draws.Count, Unit = "items" });
            });
        }
        finally
        {
            module.train(wasTraining);
        }

        var result = sums.Result(scope, context.Stream.ClassNames);
        context.Events.Publish(new EvaluationCompleted
        {
            Increment = context.Increment,
            Scope = scope,
            Step = step,
            Scores = [.. result.Scores],
            Counted = result.Counted,
            Skipped = result.Skipped,
        });
        return result;
    }

    private void Measure(Batch batch, IModel? model, ScoreSums sums)
    {
        var output = model is null && context.Strategy is IPredictionRule rule
            ? rule.Predict(context, batch)
            : (model ?? context.Model).Forward(batch, ForwardRequest.Predictions);
        using var prediction = context.Task.Decode(output, batch);
        var measured = metrics.Select(metric => (metric.Figures.Count, Rows: metric.Measure(prediction))).ToArray();
        for (var row = 0; row < batch.Rows; row++)
        {
            var source = batch.RowSources[row];
            if (!source.Counted) continue;
            var missing = Array.Exists(measured, part => part.Rows[row] is null);
            sums.Add(source.Sample.Label, missing ? null : [.. measured.SelectMany(part => part.Rows[row]!)]);
        }
    }
}
