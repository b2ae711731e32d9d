namespace PluginHost.Plugins.FeaturesNetworks;

/// <summary>Where a file has a tensor of a network.</summary>
/// <param name="Names">Its name; several where the file has it in equal parts, one below the other.</param>
/// <param name="Turned">Whether rows and columns are exchanged.</param>
internal sealed record Source(string[] Names, bool Turned = false)
{
    /// <summary>The shape that each of the file's tensors must have.</summary>
    /// <param name="own">The shape of the network's.</param>
    public long[] ShapeOf(long[] own)
    {
        long[] part = Names.Length == 1 ? own : [own[0] / Names.Length, .. own[1..]];
        return Turned ? [.. part.Reverse()] : part;
    }

    /// <summary>The network's tensor, in the current dispose scope.</summary>
    /// <param name="file">The file's tensors.</param>
    public Tensor Of(IReadOnlyDictionary<string, Tensor> file)
    {
        var whole = Names.Length == 1 ? file[Names[0]] : cat([.. Names.Select(name => file[name])], 0);
        return Turned ? whole.t() : whole;
    }
}

/// <summary>The names that someone's files have for the tensors of a network.</summary>
/// <param name="Title">Whose: "OpenAI's files".</param>
/// <param name="Sources">Where each tensor of the network is, by its name here.</param>
internal sealed record Naming(string Title, IReadOnlyDictionary<string, Source> Sources)
{
    /// <summary>Every name that the files have.</summary>
    public IEnumerable<string> Names => Sources.Values.SelectMany(source => source.Names);

    /// <summary>A naming by a rule.</summary>
    /// <param name="title">Whose.</param>
    /// <param name="own">The network's names.</param>
    /// <param name="theirs">Their name of each.</param>
    public static Naming By(string title, IEnumerable<string> own, Func<string, string> theirs) =>
        new(title, own.ToDictionary(name => name, name => new Source([theirs(name)]), StringComparer.Ordinal));
}

/// <summary>The published namings of each network.</summary>
internal static class Namings
{
    /// <summary>CLIP's picture encoder: the authors' names and Hugging Face's.</summary>
    /// <param name="own">The network's names: those of the authors behind <c>visual.</c>.</param>
    public static IReadOnlyList<Naming> Clip(IReadOnlyCollection<string> own) =>
    [
        Naming.By("OpenAI's files", own, name => name),
        new("Hugging Face's files", own.ToDictionary(name => name, HuggingFace, StringComparer.Ordinal)),
    ];

    /// <summary>ResNet-18: torchvision's and timm's names, and those of networks that were trained here.</summary>
    public static IReadOnlyList<Naming> ResNet(IReadOnlyCollection<string> own) =>
    [
        .. PublishedNames.Of(own).Select(naming => Naming.By("files of torchvision and timm", own, name => naming.Names[name])),
        Naming.By("files of runs of this host", own, name => name),
    ];

    /// <summary>VideoMAE: Hugging Face's names, of pre-trained networks and of fine-tuned ones, whose last norm has another name.</summary>
    /// <param name="own">The network's names: those of Hugging Face behind <c>videomae.</c>.</param>
    public static IReadOnlyList<Naming> Video(IReadOnlyCollection<string> own) =>
    [
        Naming.By("Hugging Face's files of pre-trained networks", own, name => name),
        Naming.By("Hugging Face's files of fine-tuned networks", own, name => name.StartsWith(VideoMotion.Norm, StringComparison.Ordinal)
            ? "fc_norm" + name[VideoMotion.Norm.Length..]
            : "videomae." + name),
    ];

    private static Source HuggingFace(string name)
    {
        if (name == "proj") return new(["visual_projection.weight"], Turned: true);
        if (!name.StartsWith("transformer.resblocks.", StringComparison.Ordinal))
        {
            return new(["vision_model." + name switch
            {
                "conv1.weight" => "embeddings.patch_embedding.weight",
                "class_embedding" => "embeddings.class_embedding",
                "positional_embedding" => "embeddings.position_embedding.weight",
                // As they spell it.
                _ => name.Replace("ln_pre", "pre_layrnorm", StringComparison.Ordinal)
                    .Replace("ln_post", "post_layernorm", StringComparison.Ordinal),
            }]);
        }

        var layer = name.Replace("transformer.resblocks.", "vision_model.encoder.layers.", StringComparison.Ordinal);
        if (layer.IndexOf(".attn.in_proj_", StringComparison.Ordinal) is >= 0 and var at)
        {
            var (before, kind) = (layer[..at], layer[(at + ".attn.in_proj_".Length)..]);
            return new([$"{before}.self_attn.q_proj.{kind}", $"{before}.self_attn.k_proj.{kind}", $"{before}.self_attn.v_proj.{kind}"]);
        }

        return new([layer.Replace(".attn.", ".self_attn.", StringComparison.Ordinal)
            .Replace(".ln_", ".layer_norm", StringComparison.Ordinal).Replace(".c_fc.", ".fc1.", StringComparison.Ordinal).Replace(".c_proj.", ".fc2.", StringComparison.Ordinal)]);
    }
}
