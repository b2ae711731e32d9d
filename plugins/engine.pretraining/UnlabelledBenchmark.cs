namespace PluginHost.Plugins.Pretraining;

/// <summary>
/// Any benchmark without the labels of its training samples: neither engine, task, model nor strategies can see one, nor which classes an
/// experience is made of. Validation and test samples keep theirs, for probes.
/// </summary>
/// <param name="benchmark">The job's benchmark.</param>
public sealed class UnlabelledBenchmark(IBenchmark benchmark) : IBenchmark, IStateful
{
    /// <inheritdoc/>
    public LearningStream Build(IDataset dataset, RandomSource random)
    {
        var stream = benchmark.Build(dataset, random);
        return stream with
        {
            Experiences = [.. stream.Experiences.Select(experience => experience with
            {
                Train = [.. experience.Train.Select(sample => sample with { Labels = [], Among = null })],
                Classes = [],
                NewClasses = [],
            })],
        };
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state) => (benchmark as IStateful)?.SaveState(state);

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context) => (benchmark as IStateful)?.LoadState(state, context);
}
