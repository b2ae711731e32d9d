namespace PluginHost.Separators;

/// <summary>The feature maps of a U-Net by their names in requests.</summary>
/// <param name="names">The names without prefix, from input to output.</param>
public sealed class SoundMaps(IEnumerable<string> names)
{
    /// <summary>The maps of a U-Net whose outermost stages have no norm: <c>map.d2</c> to the last normed stage down, then up to <c>map.u2</c>.</summary>
    /// <param name="stages">The number of stages.</param>
    public SoundMaps(int stages)
        : this([
            .. Enumerable.Range(2, stages - 2).Select(stage => $"d{stage}"), .. Enumerable.Range(2, stages - 1).Reverse().Select(stage => $"u{stage}"),
        ])
    {
    }

    /// <summary>The names, from input to output.</summary>
    public IReadOnlyList<string> Names { get; } = [.. names.Select(name => OutputKeys.FeatureMapPrefix + name)];

    /// <summary>Opens a place for the network's maps.</summary>
    /// <param name="request">What is wanted.</param>
    /// <returns>The place, by names without prefix; <see langword="null"/> if no map is wanted.</returns>
    /// <exception cref="ArgumentException">A map is wanted that is not there.</exception>
    public Dictionary<string, Tensor>? Open(ForwardRequest request)
    {
        var unknown = request.FeatureMaps.FirstOrDefault(name => !Names.Contains(name, StringComparer.Ordinal));
        if (unknown is not null)
            throw new ArgumentException($"There is no feature map '{unknown}'; there are {string.Join(", ", Names)}.", nameof(request));
        return request.FeatureMaps.Count > 0 ? new(StringComparer.Ordinal) : null;
    }

    /// <summary>Puts the wanted maps among the tensors of an output.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="maps">The network's maps.</param>
    /// <param name="tensors">The output's tensors.</param>
    public static void CopyWanted(ForwardRequest request, Dictionary<string, Tensor>? maps, Dictionary<string, Tensor> tensors)
    {
        foreach (var name in request.FeatureMaps) tensors[name] = maps![name[OutputKeys.FeatureMapPrefix.Length..]];
    }
}
