namespace PluginHost.Distillation;

/// <summary>
/// Local POD (Douillard et al., PLOP, CVPR 2021; design section 5.1): what a map looks like, pooled in tiles at several
/// scales.
/// </summary>
public static class LocalPod
{
    /// <summary>Pools a map over the width and over the height of every tile.</summary>
    /// <param name="map">The map, (N, C, H, W).</param>
    /// <param name="scales">Numbers s of tiles per axis. Rows and columns beyond s equal tiles are left out, and so is an s above
    /// H or W.</param>
    /// <param name="square">Whether values are squared first.</param>
    /// <returns>(N, numbers): for each scale C·H·s means over widths, then C·s·W means over heights.</returns>
    public static Tensor Embed(Tensor map, IReadOnlyList<int> scales, bool square)
    {
        if (map.dtype is ScalarType.Float16 or ScalarType.BFloat16) map = map.to(ScalarType.Float32);
        if (square) map = map.square();
        var (items, channels, height, width) = (map.shape[0], map.shape[1], map.shape[2], map.shape[3]);
        var parts = new List<Tensor>();
        foreach (var scale in scales.Where(scale => scale <= height && scale <= width))
        {
            var (tall, wide) = (height / scale, width / scale);
            var tiles = map.narrow(2, 0, tall * scale).narrow(3, 0, wide * scale).reshape(items, channels, scale, tall, scale, wide);
            parts.Add(tiles.mean([5]).flatten(1));
            parts.Add(tiles.mean([3]).flatten(1));
        }

        return cat(parts, 1);
    }

    /// <summary>The mean over items of the Euclidean distance between two maps' embeddings.</summary>
    public static Tensor Distance(Tensor student, Tensor teacher, PodSettings settings) =>
        (Embed(student, settings.Scales, settings.Square) - Embed(teacher.detach(), settings.Scales, settings.Square)).norm(1).mean();

    /// <summary>
    /// The mean over layers of factor times distance: feature maps with their factor and predicted masks with theirs, both times
    /// sqrt(classes seen / new classes). A layer of factor 0 is not looked at.
    /// </summary>
    /// <param name="loss">The step.</param>
    /// <param name="taught">The teacher's output for the same items, and for all rows if masks count.</param>
    /// <param name="maps">Names of the feature maps.</param>
    /// <param name="settings">How to compare.</param>
    /// <returns>A scalar, or <see langword="null"/> if there is no layer.</returns>
    public static Tensor? Term(LossContext loss, ModelOutput taught, IReadOnlyList<string> maps, PodSettings settings)
    {
        var layers = new List<Tensor>();
        void Add(string layer, double factor)
        {
            if (factor > 0) layers.Add(Distance(loss.Student[layer], taught[layer], settings) * factor);
        }

        foreach (var map in maps) Add(map, settings.MapWeight);
        if (loss.Learning.Model is IMaskPrediction) Add(OutputKeys.Masks, settings.MaskWeight);
        if (layers.Count == 0) return null;
        double seen = loss.Learning.SeenLabels;
        return stack(layers).mean() * Math.Sqrt(seen / (seen - loss.Learning.FirstNewLabel));
    }

    /// <summary>The feature maps to compare.</summary>
    /// <param name="model">The model.</param>
    /// <param name="wanted">Names, with or without prefix; none for all that the model has.</param>
    /// <returns>The full names.</returns>
    /// <exception cref="JobException">The model lacks one of them, or has no feature maps.</exception>
    public static IReadOnlyList<string> Maps(IModel model, IReadOnlyList<string> wanted)
    {
        var known = (model as IFeatureMaps)?.FeatureMapNames ?? [];
        if (wanted.Count == 0 && known.Count > 0) return known;
        string Full(string name) => known.Contains(name, StringComparer.Ordinal) ? name : OutputKeys.FeatureMapPrefix + name;
        var missing = wanted.Where(name => !known.Contains(Full(name), StringComparer.Ordinal)).ToArray();
        if (known.Count > 0 && missing.Length == 0) return [.. wanted.Select(Full)];
        throw new JobException(new Finding
        {
            Code = "PD0001",
            Where = "maps",
            What = known.Count == 0 ? "The model gives no feature maps" : $"The model has no feature map {string.Join(", ", missing)}",
            Expected = known.Count == 0 ? "a model with feature maps" : $"some of {string.Join(", ", known)}",
        });
    }
}
