using System.Text;

namespace PluginHost.Networks;

/// <summary>A naming of weights that others publish.</summary>
/// <param name="Title">What to call it: "torchvision's ResNet".</param>
/// <param name="Names">The published name of each name of a backbone's state.</param>
public sealed record PublishedNaming(string Title, IReadOnlyDictionary<string, string> Names);

/// <summary>
/// What torchvision and timm call the weights of the networks here: ResNets of basic blocks (both libraries use the same names) and vision
/// transformers. Shapes and the order of queries, keys and values agree, so that a file's tensors are taken as they are.
/// </summary>
public static class PublishedNames
{
    // Own names and theirs: # is a number, * the rest of the name; they come in the same order on both sides.
    private static readonly (string Title, (string Own, string Theirs)[] Rules)[] s_namings =
    [
        ("the ResNet of torchvision and timm",
        [
            ("stem.conv.weight", "conv1.weight"),
            ("stem.norm.*", "bn1.*"),
            ("stage#.#.conv_shortcut.weight", "layer#.#.downsample.0.weight"),
            ("stage#.#.norm_shortcut.*", "layer#.#.downsample.1.*"),
            ("stage#.#.conv#.weight", "layer#.#.conv#.weight"),
            ("stage#.#.norm#.*", "layer#.#.bn#.*"),
        ]),
        ("timm's vision transformer",
        [
            ("embed.class_token", "cls_token"),
            ("embed.positions", "pos_embed"),
            ("embed.patches.*", "patch_embed.proj.*"),
            ("block#.norm#.*", "blocks.#.norm#.*"),
            ("block#.qkv.*", "blocks.#.attn.qkv.*"),
            ("block#.proj.*", "blocks.#.attn.proj.*"),
            ("block#.fc#.*", "blocks.#.mlp.fc#.*"),
            ("norm.norm.*", "norm.*"),
        ]),
        ("torchvision's vision transformer", TorchvisionTransformer("mlp.0", "mlp.3")),
        // Before version 0.13.
        ("torchvision's vision transformer", TorchvisionTransformer("mlp.linear_1", "mlp.linear_2")),
    ];

    /// <summary>The published namings that have a name for every weight of a backbone.</summary>
    /// <param name="own">The names of the backbone's state.</param>
    /// <returns>The namings; none for networks that nobody publishes.</returns>
    public static IReadOnlyList<PublishedNaming> Of(IReadOnlyCollection<string> own)
    {
        var namings = new List<PublishedNaming>();
        foreach (var (title, rules) in s_namings)
        {
            var names = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var name in own)
            {
                if (rules.Select(rule => Translate(name, rule.Own, rule.Theirs)).FirstOrDefault(theirs => theirs is not null) is { } found)
                    names[name] = found;
            }

            if (names.Count == own.Count && own.Count > 0) namings.Add(new(title, names));
        }

        return namings;
    }

    private static (string Own, string Theirs)[] TorchvisionTransformer(string first, string second) =>
    [
        ("embed.class_token", "class_token"),
        ("embed.positions", "encoder.pos_embedding"),
        ("embed.patches.*", "conv_proj.*"),
        ("block#.norm#.*", "encoder.layers.encoder_layer_#.ln_#.*"),
        ("block#.qkv.*", "encoder.layers.encoder_layer_#.self_attention.in_proj_*"),
        ("block#.proj.*", "encoder.layers.encoder_layer_#.self_attention.out_proj.*"),
        ("block#.fc1.*", $"encoder.layers.encoder_layer_#.{first}.*"),
        ("block#.fc2.*", $"encoder.layers.encoder_layer_#.{second}.*"),
        ("norm.norm.*", "encoder.ln.*"),
    ];

    private static string? Translate(string name, string own, string theirs)
    {
        var held = new Queue<string>();
        var at = 0;
        foreach (var sign in own)
        {
            if (sign is not ('#' or '*'))
            {
                if (at == name.Length || name[at++] != sign) return null;
                continue;
            }

            var rest = name.AsSpan(at);
            var other = sign == '*' ? -1 : rest.IndexOfAnyExceptInRange('0', '9');
            var length = other < 0 ? rest.Length : other;
            if (length == 0) return null;
            held.Enqueue(name.Substring(at, length));
            at += length;
        }

        if (at < name.Length) return null;
        var text = new StringBuilder();
        foreach (var sign in theirs) text.Append(sign is '#' or '*' ? held.Dequeue() : $"{sign}");
        return text.ToString();
    }
}
