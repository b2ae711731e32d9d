namespace PluginHost.Distillation;

/// <summary>How local POD compares maps.</summary>
/// <param name="Scales">Numbers of tiles per axis.</param>
/// <param name="Square">Whether values are squared first.</param>
public sealed record PodSettings(IReadOnlyList<int> Scales, bool Square)
{
    /// <summary>The settings of the original.</summary>
    public static PodSettings Original { get; } = new([1, 2, 4], Square: true);
}

/// <summary>A layer that local POD compares.</summary>
/// <param name="Key">Its name in the model's output: a feature map, or predictions of the form (N, C, H, W).</param>
/// <param name="Weight">The factor of its distance; at 0 it is not looked at.</param>
public sealed record PodLayer(string Key, double Weight);

/// <summary>Local POD (Douillard et al., PLOP, CVPR 2021): what a map looks like, pooled in tiles at several scales.</summary>
public static class LocalPod
{
    /// <summary>Pools a map over the width and over the height of every tile.</summary>
    /// <param name="map">The map, (N, C, H, W); of other axes, as perceptrons and transformers give, each value is a channel of one pixel (ours).</param>
    /// <param name="scales">Numbers s of tiles per axis. Rows and columns beyond s equal tiles are left out, and so is an s above
    /// H or W; where none is left, the map is one tile.</param>
    /// <param name="square">Whether values are squared first.</param>
    /// <returns>(N, numbers): for each scale C·H·s means over widths, then C·s·W means over heights.</returns>
    public static Tensor Embed(Tensor map, IReadOnlyList<int> scales, bool square)
    {
        if (map.dtype is ScalarType.Float16 or ScalarType.BFloat16) map = map.to(ScalarType.Float32);
        if (square) map = map.square();
        if (map.dim() != 4) map = map.flatten(1).unsqueeze(2).unsqueeze(3);
        var (items, channels, height, width) = (map.shape[0], map.shape[1], map.shape[2], map.shape[3]);
        var parts = new List<Tensor>();
        foreach (var scale in scales.Where(scale => scale <= height && scale <= width).DefaultIfEmpty(1))
        {
            var (tall, wide) = (height / scale, width / scale);
            var tiles = map.narrow(2, 0, tall * scale).narrow(3, 0, wide * scale).reshape(items, channels, scale, tall, scale, wide);
            parts.Add(tiles.mean([5]).flatten(1));
            parts.Add(tiles.mean([3]).flatten(1));
        }

        return cat(parts, 1);
    }

    /// <summary>Compares two maps.</summary>
    /// <param name="student">The student's map, (N, C, H, W).</param>
    /// <param name="teacher">The teacher's, of the same shape.</param>
    /// <param name="settings">How to compare.</param>
    /// <returns>The mean over items of the Euclidean distance between the maps' embeddings, a scalar.</returns>
    public static Tensor Distance(Tensor student, Tensor teacher, PodSettings settings) =>
        (Embed(student, settings.Scales, settings.Square) - Embed(teacher.detach(), settings.Scales, settings.Square)).norm(1).mean();

    /// <summary>The mean over layers of weight times distance, times sqrt(classes seen / new classes).</summary>
    /// <param name="loss">The step.</param>
    /// <param name="taught">The teacher's output for the same items and rows.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="settings">How to compare.</param>
    /// <returns>
    /// A scalar, or <see langword="null"/> if there is no layer. In an experience without new classes the factor of classes is 1.
    /// </returns>
    public static Tensor? Term(LossContext loss, ModelOutput taught, IEnumerable<PodLayer> layers, PodSettings settings)
    {
        Tensor[] distances =
        [
            .. layers.Where(layer => layer.Weight > 0)
                .Select(layer => Distance(loss.Student[layer.Key], taught[layer.Key], settings) * layer.Weight),
        ];
        if (distances.Length == 0) return null;
        var (seen, fresh) = (loss.Learning.SeenLabels, loss.Learning.SeenLabels - loss.Learning.FirstNewLabel);
        return stack(distances).mean() * (fresh > 0 ? Math.Sqrt((double)seen / fresh) : 1);
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
