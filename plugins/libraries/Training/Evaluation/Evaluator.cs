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
    private readonly Measurement _measurement = new(context.Calls, rowMetrics, setMetrics);
    private readonly Lazy<int[]> _arrives = new(() => Arrivals(context.Stream));

    // The pairing of an experience's test never changes: it is drawn once.
    private readonly Dictionary<string, (IReadOnlyList<SampleInfo> Focus, int Pool, IReadOnlyList<Draw> Draws)> _drawn = new(StringComparer.Ordinal);

    /// <summary>The figures of all metrics, in order.</summary>
    public IReadOnlyList<Figure> Figures => _measurement.Figures;

    /// <summary>Keeps the predictions of tests after an experience; <see langword="null"/> where there is no run to keep them for.</summary>
    public PredictionRecords? Records { get; init; }

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
        return Evaluate("validation", samples, samples, step, new() { Kept = false });
    }

    /// <summary>Makes tests between two steps of training, as the strategies predict: they prepare for it and are told of its end.</summary>
    /// <param name="test">Makes them.</param>
    public void Between(Action test)
    {
        using var generator = new HeldGenerator();
        hooks.BeforeEvaluation();
        test();
        hooks.AfterEvaluation();
    }

    /// <summary>Tests on the samples of an experience among those of all experiences up to it: a pairing that is fixed for it.</summary>
    /// <param name="scope">The test's name.</param>
    /// <param name="focus">The samples to test.</param>
    /// <param name="pool">Where partners come from; contains the samples to test.</param>
    /// <param name="step">Training steps so far.</param>
    /// <param name="manner">Which model, and whether the predictions are kept; <see langword="null"/> for the one in training, and kept.</param>
    /// <returns>The figures.</returns>
    public ScopeResult Evaluate(
        string scope, IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool, int step, TestManner? manner = null)
    {
        var model = manner?.Model;
        var draws = Draws(scope, focus, pool);
        var done = 0;
        var verb = scope == "validation" ? "validating" : "testing";
        var activity = $"{verb} experience {context.Current.Index + 1}/{context.Stream.Experiences.Count}";
        var module = (model ?? context.Model).Module;
        var wasTraining = module.training;
        var kept = manner?.Kept == false ? null : Records;
        using var record = kept?.Begin();
        _measurement.Begin(Scene(scope));
        module.eval();
        try
        {
            using var noGrad = no_grad();
            context.Visit(draws, context.Options.EvaluationBatchSize, batch =>
            {
                var output = model is null ? hooks.Predict(batch) : context.Forward(model, batch, ForwardRequest.Predictions);
                using var prediction = context.Calls.Do(context.Task, nameof(ITask.Decode), () => context.Task.Decode(output, batch));
                _measurement.Take(prediction);
                record?.Take(prediction);
                done += batch.Size;
                context.Events.Publish(new ProgressReported { Activity = activity, Done = done, Total = draws.Count, Unit = "items" });
            });
        }
        finally
        {
            module.train(wasTraining);
        }

        var (result, missing, counts) = _measurement.End(scope, context.Stream.ClassNames);
        if (missing is not null) Warn($"{missing} ({context.Place}).");
        if (record?.Write(context.Current.Index, scope) is { } left) Warn(left);
        foreach (var (metric, table) in counts) kept?.WriteCounts(context.Current.Index, scope, metric, table, context.Stream.ClassNames);
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

    private void Warn(string text) => context.Events.Publish(new MessageReported { Severity = FindingSeverity.Warning, Text = text });

    private IReadOnlyList<Draw> Draws(string scope, IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool)
    {
        if (_drawn.TryGetValue(scope, out var known) && ReferenceEquals(known.Focus, focus) && known.Pool == pool.Count) return known.Draws;
        var draws = context.Calls.Do(context.Task, nameof(ITask.DrawEvaluation), () => context.Task.DrawEvaluation(focus, pool));
        // A test on all classes seen is another one after each experience.
        if (!ReferenceEquals(focus, pool)) _drawn[scope] = (focus, pool.Count, draws);
        return draws;
    }

    private TestScene Scene(string scope) =>
        new() { Scope = scope, Experience = context.Current.Index, ClassNames = context.Stream.ClassNames, ExperienceOfClass = _arrives.Value };

    private static int[] Arrivals(LearningStream stream)
    {
        var arrives = new int[stream.ClassNames.Count];
        foreach (var experience in stream.Experiences)
            foreach (var label in experience.NewClasses) arrives[label] = experience.Index;
        return arrives;
    }
}

/// <summary>How a test is made.</summary>
public sealed record TestManner
{
    /// <summary>A model in place of the one in training and its strategy's rule of prediction.</summary>
    public IModel? Model { get; init; }

    /// <summary>Whether the predictions are kept.</summary>
    public bool Kept { get; init; } = true;
}
