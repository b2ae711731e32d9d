namespace PluginHost.Plugins.CavMae;

/// <summary>
/// Reads weights under three namings: this network's own, which are those of STELLA's code, and those of CAV-MAE's. What the file has
/// beside is left: a head, the matching module, an optimizer's state.
/// </summary>
/// <remarks>
/// CAV-MAE counts patches of sound by frequency first and turns each over, has one mask token, one picture and no second positions. These
/// are brought into the order here: kernels and predictions of sound are turned, positions reordered, those of the picture repeated for
/// each frame, the mask token used for both, second positions 0.
/// </remarks>
internal static class PublishedWeights
{
    /// <summary>Loads a file into a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="JobException">The file is missing, damaged, or of another network.</exception>
    public static void Load(CavMaeNetwork network, string path)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var own = network.state_dict();
        string[] theirs = [.. own.Keys.Where(name => !IsMissing(name)).Select(Original).Distinct()];
        var source = new WeightSource(path, "CV0103", "encoder.options.weights");
        source.Require("a file of weights", "Correct the path.");
        var file = source.Read([.. own.Keys]).Tensors;
        var values = own.Keys.Where(file.ContainsKey).ToDictionary(name => name, name => file[name], StringComparer.Ordinal);
        if (values.Count < own.Count && source.Read(theirs).Tensors is var original && original.ContainsKey("decoder_pred_a.weight"))
            values = Converted(original, own, network.Layout);
        if (ModuleTensors.Differences(values, network) is { Count: > 0 } differences)
        {
            throw source.Fault($"The weights of '{path}' are of another network: {string.Join("; ", differences.Take(8))}"
                + (differences.Count > 8 ? $" and {differences.Count - 8} more" : ""), "the network that they were trained with",
                "Give encoder and task the sizes of that training; CAV-MAE's released weights have separateBlocks 11 and sharedBlocks 1.");
        }

        network.load_state_dict(values);
    }

    /// <summary>CAV-MAE's name of a weight.</summary>
    /// <param name="name">The name here.</param>
    internal static string Original(string name) => name
        .Replace("mae_score_audio.decoder.", "decoder_pred_a.", StringComparison.Ordinal)
        .Replace("mae_score_video.decoder.", "decoder_pred_v.", StringComparison.Ordinal)
        .Replace("mask_token_a", "mask_token", StringComparison.Ordinal)
        .Replace("mask_token_v", "mask_token", StringComparison.Ordinal);

    private static bool IsMissing(string name) => name.StartsWith("inter_pos_embed_", StringComparison.Ordinal);

    private static Dictionary<string, Tensor> Converted(
        IReadOnlyDictionary<string, Tensor> file, Dictionary<string, Tensor> own, PatchLayout layout)
    {
        var values = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, wanted) in own)
        {
            if (IsMissing(name)) values[name] = zeros_like(wanted);
            else if (file.TryGetValue(Original(name), out var value)) values[name] = Turned(name, value, layout);
        }

        return values;
    }

    private static Tensor Turned(string name, Tensor value, PatchLayout layout)
    {
        var shape = value.shape;
        return name switch
        {
            "pos_embed_a" or "decoder_pos_embed_a" when shape[1] == layout.AudioPatches =>
                value.reshape(1, layout.Frequencies, layout.Times, shape[2]).transpose(1, 2).reshape(shape),
            "pos_embed_v" or "decoder_pos_embed_v" when shape[1] * layout.Frames == layout.VideoPatches => value.repeat(1, layout.Frames, 1),
            "patch_embed_a.proj.weight" => value.transpose(2, 3),
            "mae_score_audio.decoder.weight" or "mae_score_audio.decoder.bias" when shape[0] == layout.Side * layout.Side =>
                value.reshape([layout.Side, layout.Side, .. shape[1..]]).transpose(0, 1).reshape(shape),
            _ => value,
        };
    }
}
