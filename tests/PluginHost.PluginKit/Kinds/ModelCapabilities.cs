using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.PluginKit.Kinds;

/// <summary>Holds a model to what its capability interfaces say of its outputs.</summary>
internal static class ModelCapabilities
{
    public static IEnumerable<string> Faults(IModel model, Batch batch) => Numbers.InEvalMode(
        model, () => Collect(model, batch).Where(fault => fault.Length > 0).ToArray());

    private static IEnumerable<string> Collect(IModel model, Batch batch)
    {
        var maps = (model as IFeatureMaps)?.FeatureMapNames ?? [];
        var request = new ForwardRequest
        {
            Features = model is IPenultimateFeatures,
            Embeddings = model is ICrossModalEmbeddings,
            FeatureMaps = maps,
        };
        var output = model.Forward(batch, request);
        foreach (var (key, tensor) in output.Tensors.Where(pair => pair.Value.is_floating_point() && !pair.Value.isfinite().all().ToBoolean()))
            yield return $"the output '{key}' of shape ({string.Join(", ", tensor.shape)}) is not finite";
        if (model is ILogitPrediction) yield return Shape(output, OutputKeys.Logits, batch.Rows, model.Classes);
        if (model is IPenultimateFeatures features) yield return Shape(output, OutputKeys.Features, batch.Rows, features.FeatureSize);
        foreach (var key in (model as ICrossModalEmbeddings)?.EmbeddingKeys ?? []) yield return Shape(output, key, batch.Rows, null);
        foreach (var name in maps)
        {
            if (!name.StartsWith(OutputKeys.FeatureMapPrefix, StringComparison.Ordinal)) yield return $"the feature map '{name}' has another prefix";
            yield return output.Tensors.ContainsKey(name) ? "" : $"the feature map '{name}' is announced and not given";
        }

        if (model is IClassQueries queries && queries.Queries.shape[0] != model.Classes)
            yield return $"it has {queries.Queries.shape[0]} class queries for {model.Classes} classes";
        if (model is IClassifierHead head && !Numbers.Close(head.Classify(output[OutputKeys.Features]), output[OutputKeys.Logits]))
            yield return "its head gives other scores for its features than the model does";
    }

    private static string Shape(ModelOutput output, string key, int rows, int? size)
    {
        if (!output.Tensors.TryGetValue(key, out var tensor)) return $"the output '{key}' that a capability promises is not given";
        var fits = tensor.dim() == 2 && tensor.shape[0] == rows && (size is null || tensor.shape[1] == size);
        return fits ? "" : $"the output '{key}' has the shape ({string.Join(", ", tensor.shape)}) instead of ({rows}, {size?.ToString() ?? "D"})";
    }
}
