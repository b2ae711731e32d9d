namespace PluginHost.Training;

/// <inheritdoc/>
/// <param name="context">The learning context, at the last experience.</param>
/// <param name="hooks">The strategies' hooks, of which one may make the predictions.</param>
/// <param name="parts">The parts of the job.</param>
public sealed class TrainedModel(LearningContext context, StrategyHooks hooks, JobParts parts) : ITrainedModel
{
    /// <inheritdoc/>
    public DatasetInfo Dataset => context.Samples.Dataset;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => [.. context.Stream.ClassNames.Take(context.Stream.SeenLabels(context.Current.Index))];

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> Tested => context.Stream.SamplesUpTo(Split.Test, context.Current.Index);

    /// <inheritdoc/>
    public ISampleSource Samples => context.Samples;

    /// <inheritdoc/>
    public IFeatureExtractor? Features => parts.Features;

    /// <inheritdoc/>
    public IFileReader? Files => parts.Dataset as IFileReader;

    /// <inheritdoc/>
    public IRunEvents Events => context.Events;

    /// <inheritdoc/>
    /// <remarks>A benchmark changes labels, and a data set finds its files by its own handle, which a benchmark leaves alone.</remarks>
    public Sample Load(SampleInfo sample) =>
        context.Calls.Do(parts.Dataset, nameof(IDataset.Load), () => parts.Dataset.Load(sample));

    /// <inheritdoc/>
    public Prediction Predict(Batch batch)
    {
        var module = context.Model.Module;
        var wasTraining = module.training;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        module.eval();
        try
        {
            batch.MoveTo(context.Device);
            var output = hooks.Predict(batch);
            return context.Calls.Do(context.Task, nameof(ITask.Decode), () => context.Task.Decode(output, batch));
        }
        finally
        {
            module.train(wasTraining);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyDictionary<string, double>> Measure(Prediction prediction)
    {
        var rows = prediction.Draws.Count * prediction.Draws[0].Sources.Count;
        var figures = Enumerable.Range(0, rows).Select(_ => new Dictionary<string, double>(StringComparer.Ordinal)).ToArray();
        foreach (var metric in parts.RowMetrics)
        {
            var measured = context.Calls.Do(metric, nameof(IRowMetric.Measure), () => metric.Measure(prediction));
            for (var row = 0; row < rows; row++)
            {
                if (measured[row] is not { } values) continue;
                for (var i = 0; i < metric.Figures.Count; i++)
                    if (!double.IsNaN(values[i])) figures[row][metric.Figures[i].Name] = values[i];
            }
        }

        return figures;
    }
}
