namespace PluginHost.Replay;

/// <summary>A memory that ranks the samples of a class by their features.</summary>
public abstract class FeatureMemory : RankedMemory
{
    private readonly FeatureOptions _options;

    /// <summary>Creates the memory.</summary>
    /// <param name="options">Budget and features.</param>
    /// <param name="model">The job's model, to find out early what it lacks; <see langword="null"/> to find out later.</param>
    /// <exception cref="JobException">Features of the model are wanted and it gives none.</exception>
    protected FeatureMemory(FeatureOptions options, IModel? model)
        : base(options)
    {
        if (model is not null && SampleFeatures.Missing(options.Features, model) is { } missing)
        {
            throw new JobException(new Finding
            {
                Code = "MEM0002",
                Where = "features",
                What = $"The memory compares samples by {missing}, and the job's model gives none.",
                Expected = "inputs, or a model that gives them",
                Fix = "Set features to inputs, or choose such a model.",
            });
        }

        _options = options;
    }

    /// <summary>Ranks the samples of one class.</summary>
    /// <param name="features">Their feature vectors, at least one.</param>
    /// <param name="most">How many are wanted, at most as many as there are.</param>
    /// <param name="random">All randomness; derive a stream with the label.</param>
    /// <param name="label">The class.</param>
    /// <returns>Distinct indices, the one to keep longest first.</returns>
    protected abstract int[] Rank(IReadOnlyList<double[]> features, int most, RandomSource random, int label);

    /// <inheritdoc/>
    protected sealed override Func<SampleInfo[], int, int[]> Ranking(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        var features = SampleFeatures.Of(context, candidates, _options.Features, _options.Normalise);
        return (samples, most) =>
            Rank([.. samples.Select(sample => features[sample.Id])], most, context.Random, samples[0].Label);
    }
}
