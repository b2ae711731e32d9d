namespace PluginHost.Replay;

/// <summary>Turns samples into vectors to compare them by, in double precision.</summary>
public static class SampleFeatures
{
    /// <summary>Computes the feature vectors of samples.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="kind">Which features.</param>
    /// <param name="normalise">Whether to scale each modality's vector, and then all of them joined, to length 1.</param>
    /// <returns>A vector for each sample by its id, all of one length.</returns>
    /// <exception cref="RunFailedException">The samples or the model lack such features, or a value is not finite.</exception>
    public static IReadOnlyDictionary<string, double[]> Of(
        ILearningContext context, IReadOnlyList<SampleInfo> samples, FeatureKind kind, bool normalise)
    {
        var parts = kind == FeatureKind.Inputs ? Inputs(context, samples) : OfModel(context, samples, kind);
        var vectors = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var sample in samples)
        {
            var own = parts[sample.Id];
            var joined = own.SelectMany(part => normalise ? Vectors.Normalised(part) : part).ToArray();
            if (normalise) joined = Vectors.Normalised(joined);
            if (!joined.All(double.IsFinite)) throw new RunFailedException($"The features of sample '{sample.Id}' are not all finite.");
            vectors[sample.Id] = joined;
        }

        return vectors;
    }

    /// <summary>Says what a model lacks to give features.</summary>
    /// <param name="kind">Which features.</param>
    /// <param name="model">The model.</param>
    /// <returns>What it does not give, in words; <see langword="null"/> if it gives them.</returns>
    public static string? Missing(FeatureKind kind, IModel model) => kind switch
    {
        FeatureKind.Embeddings when model is not ICrossModalEmbeddings => "embeddings by modality",
        FeatureKind.Model when model is not IPenultimateFeatures => "features before a classifier",
        _ => null,
    };

    private static Dictionary<string, IReadOnlyList<double[]>> Inputs(ILearningContext context, IReadOnlyList<SampleInfo> samples)
    {
        var features = new Dictionary<string, IReadOnlyList<double[]>>(StringComparer.Ordinal);
        foreach (var info in samples)
        {
            using var scope = NewDisposeScope();
            var sample = context.Samples.Get(info);
            var parts = new List<double[]>();
            if (sample.Tensors.TryGetValue(SampleKeys.Objects, out var objects)) parts.Add(Values(Mean(objects, 0)));
            if (sample.Tensors.TryGetValue(SampleKeys.Motion, out var motion)) parts.Add(Values(Mean(motion, 1)));
            if (parts.Count == 0 && sample.Tensors.TryGetValue(SampleKeys.Features, out var vector)) parts.Add(Values(vector));
            if (parts.Count == 0 && sample.Tensors.TryGetValue(SampleKeys.Image, out var image)) parts.Add(Values(image));
            if (parts.Count == 0)
            {
                throw new RunFailedException(
                    $"Sample '{info.Id}' has neither object vectors nor motion vectors, a feature vector or a picture to compare it by. "
                    + "Set memory.options.features to embeddings or model, or choose a memory that needs no features.");
            }

            features[info.Id] = parts;
        }

        return features;
    }

    /// <summary>The mean over the rows of each sample that the evaluation of all of them makes, for each output.</summary>
    private static Dictionary<string, IReadOnlyList<double[]>> OfModel(
        ILearningContext context, IReadOnlyList<SampleInfo> samples, FeatureKind kind)
    {
        if (Missing(kind, context.Model) is { } missing)
        {
            throw new RunFailedException(
                $"The memory compares samples by the model, which gives no {missing}. Set memory.options.features to inputs.");
        }

        var wanted = kind == FeatureKind.Model ? [OutputKeys.Features] : ((ICrossModalEmbeddings)context.Model).EmbeddingKeys;
        var request = new ForwardRequest { Features = kind == FeatureKind.Model, Embeddings = kind == FeatureKind.Embeddings };
        var means = new RowMeans(samples);
        context.Pass(samples, request, (batch, output) =>
        {
            var parts = wanted.Select(key => output.Pick(key, null).detach().to_type(ScalarType.Float64).cpu()).ToArray();
            means.Add(batch, output, row => [.. parts.Select(part => Values(part[row]))]);
        });
        return means.ToDictionary();
    }

    private static Tensor Mean(Tensor vectors, int dimension) =>
        vectors.dim() > 1 ? vectors.to_type(ScalarType.Float64).mean([dimension]) : vectors;

    private static double[] Values(Tensor vector) => vector.to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
}
