using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PluginHost.Networks;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// iCaRL (Rebuffi et al., CVPR 2017): trains on new samples and exemplars with the base loss + weight · distillation of old
/// scores (Algorithm 3),
/// then predicts the class whose exemplars have the nearest mean of normalised features (Algorithm 1).
/// </summary>
/// <remarks>
/// The memory takes the samples of an experience in when its training is over, so that new classes have exemplars to be recognised by.
/// Where no class has an exemplar yet, in a validation during training, the network's own scores predict.
/// </remarks>
/// <param name="options">The options.</param>
[Component("icarl")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "needed")]
[Declares("holds", "a teacher and class means")]
[Declares("fits", "class-incremental")]
[Evidence(
    "IcarlTests.The_prediction_is_the_class_whose_exemplars_have_the_nearest_mean_of_normalised_features",
    Table = "comparisons/classification/mnist.json")]
[Needs<ILogitPrediction>("old class scores are distilled")]
[Needs<IPenultimateFeatures>("samples are compared with the mean features of each class")]
public sealed class IcarlStrategy(IcarlOptions options) : IStrategy, IPredictionRule, IStateful, IKeepsTensors, IDisposable
{
    private const string Means = "means.";
    private readonly Teacher _teacher = new(options.Temperature);
    private NearestMeanHead? _means;

    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public bool FillsMemory => true;

    /// <inheritdoc/>
    public long KeptBytes => _means?.Bytes ?? 0;

    /// <inheritdoc/>
    public void BeforeGrowth(ILearningContext context) => _teacher.Keep(context);

    /// <inheritdoc/>
    public void BeforeExperience(ILearningContext context) => Replace(null);

    /// <inheritdoc/>
    public IReadOnlyList<TrainingEntry> ChooseEntries(ILearningContext context, IReadOnlyList<TrainingEntry> proposed)
    {
        var exemplars = context.Memory!.Exemplars.Select(exemplar => new TrainingEntry(exemplar.Sample, FromMemory: true)).ToArray();
        return [.. proposed, .. Enumerable.Repeat(exemplars, options.ExemplarRepeat).SelectMany(list => list)];
    }

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        if (_teacher.Distance(loss) is { } distance) loss.Add("distillation", options.Weight, distance);
    }

    /// <inheritdoc/>
    public void AfterExperience(ILearningContext context)
    {
        context.Memory!.Update(context, context.Experience.Train);
        SampleInfo[] exemplars = [.. context.Memory.Exemplars.Select(exemplar => exemplar.Sample)];
        var features = SampleFeatures.Of(context, exemplars, FeatureKind.Model, normalise: true);
        Replace(exemplars.Length == 0 ? null : MeansOf(features, exemplars, context.Device));
    }

    /// <inheritdoc/>
    public ModelOutput Predict(ILearningContext context, Batch batch)
    {
        if (_means is null || options.Prediction == IcarlPrediction.Network)
            return context.Model.Forward(batch, ForwardRequest.Predictions);
        var output = context.Model.Forward(batch, new() { Features = true });
        var scores = _means.Scores(output[OutputKeys.Features]).to(ScalarType.Float32);
        var missing = context.Model.Classes - _means.Classes;
        return output.WithLogits(
            missing > 0 ? nn.functional.pad(scores, (0, missing), PaddingModes.Constant, double.NegativeInfinity) : scores);
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state)
    {
        foreach (var (name, value) in _means?.State ?? new Dictionary<string, Tensor>()) state.Tensors[Means + name] = value;
    }

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        var saved = state.Tensors.Where(pair => pair.Key.StartsWith(Means, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[Means.Length..], pair => pair.Value, StringComparer.Ordinal);
        Replace(saved.Count == 0 ? null : EmptyMeans((int)saved["sums"].size(1), context.Device));
        _means?.Restore(saved);
    }

    /// <inheritdoc/>
    public void Dispose() => Replace(null);

    private static NearestMeanHead EmptyMeans(int width, Device device) => new(width, MeanDistance.Cosine, normalise: true, device);

    private static NearestMeanHead MeansOf(IReadOnlyDictionary<string, double[]> features, SampleInfo[] exemplars, Device device)
    {
        using var scope = NewDisposeScope();
        var width = features[exemplars[0].Id].Length;
        var means = EmptyMeans(width, device);
        means.Add(
            tensor([.. exemplars.SelectMany(sample => features[sample.Id])], [exemplars.Length, width]),
            tensor(exemplars.Select(sample => (long)sample.Label).ToArray()));
        return means;
    }

    private void Replace(NearestMeanHead? means)
    {
        _means?.Dispose();
        _means = means;
    }
}

/// <summary>How iCaRL predicts.</summary>
public enum IcarlPrediction
{
    /// <summary>By the nearest mean of exemplars.</summary>
    [JsonStringEnumMemberName("nearest-mean")]
    NearestMean,

    /// <summary>By the network's scores, to compare with.</summary>
    [JsonStringEnumMemberName("network")]
    Network,
}

/// <summary>Options of iCaRL.</summary>
public sealed class IcarlOptions
{
    /// <summary>Weight of distillation beside the base loss; 1 in the original.</summary>
    [Range(0.0, 1000.0)]
    public double Weight { get; set; } = 1;

    /// <summary>Softens scores before they are compared; 2 in PyCIL, while the original distils sigmoids.</summary>
    [Range(1e-3, 1000.0)]
    public double Temperature { get; set; } = 2;

    /// <summary>How often each exemplar stands in the training list; once in the original.</summary>
    [Range(1, 1_000_000)]
    public int ExemplarRepeat { get; set; } = 1;

    /// <summary>What predicts: nearest-mean or network.</summary>
    public IcarlPrediction Prediction { get; set; }
}
