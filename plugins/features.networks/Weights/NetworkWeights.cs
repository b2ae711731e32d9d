namespace PluginHost.Plugins.FeaturesNetworks;

/// <summary>A file that a network's weights came from.</summary>
/// <param name="Path">The file.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="Naming">Whose names it has.</param>
internal sealed record LoadedWeights(string Path, string Sha256, Naming Naming);

/// <summary>Loads published weights: names and shapes are compared first, and nothing is loaded when anything does not fit.</summary>
internal static class NetworkWeights
{
    private const int Listed = 8;

    // What files have beside a network's own tensors, some versions only.
    private static readonly string[] s_counters = [".num_batches_tracked", ".position_ids"];

    /// <summary>Loads a file.</summary>
    /// <param name="own">The network's tensors, which take the values.</param>
    /// <param name="namings">The namings that the file may have.</param>
    /// <param name="network">What jobs call the network.</param>
    /// <param name="path">The file.</param>
    /// <param name="sha256">What it must hash to; <see langword="null"/> for any.</param>
    /// <param name="where">The option that names it.</param>
    /// <exception cref="JobException">The file is missing, unreadable or of another network; every difference is named.</exception>
    public static LoadedWeights Load(
        Dictionary<string, Tensor> own, IReadOnlyList<Naming> namings, string network, string path, string? sha256, string where)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var source = new WeightSource(path, "FN0104", where);
        source.Require($"the weights of {network}, .safetensors or .pth", "Correct the path, or choose a network that needs no weights.");
        var file = source.Read([.. namings.SelectMany(naming => naming.Names).Distinct(StringComparer.Ordinal)]).Tensors;
        var hash = source.Hash(sha256);
        var naming = namings.MaxBy(candidate => candidate.Names.Count(file.ContainsKey))!;
        Finding[] findings = [.. Differences(own, naming, file, network, path, where)];
        if (findings.Length > 0) throw new JobException(findings);
        foreach (var (name, tensor) in own)
        {
            if (naming.Sources[name].Names.All(file.ContainsKey)) tensor.copy_(naming.Sources[name].Of(file));
        }

        return new(path, hash, naming);
    }

    private static IEnumerable<Finding> Differences(
        Dictionary<string, Tensor> own, Naming naming, IReadOnlyDictionary<string, Tensor> file, string network, string path, string where)
    {
        if (!naming.Names.Any(name => file.ContainsKey(name) && !IsCounter(name)))
        {
            yield return Of("FN0105", $"has none of the tensors of {network}; it has {List([.. file.Keys])}",
                $"names such as {string.Join(", ", naming.Names.Take(3))}", "Name the file of that network.");
            yield break;
        }

        string[] missing = [.. naming.Names.Where(name => !IsCounter(name) && !file.ContainsKey(name))];
        var wanted = naming.Names.ToHashSet(StringComparer.Ordinal);
        var roots = wanted.Select(Root).ToHashSet(StringComparer.Ordinal);
        string[] extra = [.. file.Keys.Where(name => roots.Contains(Root(name)) && !wanted.Contains(name) && !IsCounter(name))];
        string[] shapes =
        [
            .. from pair in own
               let shape = naming.Sources[pair.Key].ShapeOf(pair.Value.shape)
               from name in naming.Sources[pair.Key].Names
               where file.ContainsKey(name) && !file[name].shape.AsSpan().SequenceEqual(shape)
               select $"{name} {Sizes(file[name].shape)} instead of {Sizes(shape)}",
        ];
        string[] kinds =
        [
            .. from pair in own
               from name in naming.Sources[pair.Key].Names
               where file.ContainsKey(name) && is_floating_point(file[name].dtype) != is_floating_point(pair.Value.dtype)
               select $"{name} {file[name].dtype} instead of {pair.Value.dtype}",
        ];
        const string fix = "Name the file of the network, or give 'sizes' those of the file's network.";
        if (missing.Length > 0)
            yield return Of("FN0106", $"lacks {Count(missing)} of {network}: {List(missing)}", "every tensor of the network", fix);
        if (extra.Length > 0)
            yield return Of("FN0107", $"has {Count(extra)} that {network} lacks: {List(extra)}", "tensors of the network only", fix);
        if (shapes.Length > 0)
            yield return Of("FN0108", $"has {Count(shapes)} in another shape than {network}: {List(shapes)}", "the network's shapes", fix);
        if (kinds.Length > 0)
            yield return Of("FN0109", $"has {Count(kinds)} of another kind of number than {network}: {List(kinds)}", "fractions", null);

        Finding Of(string code, string what, string expected, string? way) => new()
        {
            Code = code,
            Where = where,
            What = $"'{path}' {what}.",
            Expected = expected,
            Fix = way,
        };
    }

    private static bool IsCounter(string name) => s_counters.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));

    private static string Root(string name) => name.IndexOf('.') is >= 0 and var dot ? name[..dot] : name;

    private static string Count(string[] names) => names.Length == 1 ? "1 tensor" : $"{names.Length} tensors";

    private static string List(string[] names) => names.Length == 0
        ? "nothing"
        : string.Join(", ", names.Take(Listed)) + (names.Length > Listed ? $" and {names.Length - Listed} more" : "");

    private static string Sizes(long[] shape) => $"[{string.Join(", ", shape)}]";
}
