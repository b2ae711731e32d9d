using PluginHost.Plugins.OneAvm.Objectives;

namespace PluginHost.Plugins.OneAvm;

/// <summary>
/// A separator in the manner of OneAVM: one encoder of sound and one of pictures, trained by localisation, separation, mixed pictures and
/// recognition. Only the abstract of the paper (Mo and Morgado, "A unified audio-visual learning framework for localization, separation, and
/// recognition", ICML 2023) and the code of a relative, EZ-VSL, are known; the rest is ours (README.md).
/// </summary>
[Component("oneavm")]
internal sealed class OneAvmSeparator(OneAvmOptions options)
    : NetworkSeparator<OneAvmModule>(new SoundMaps(MapNames(options.SoundChannels.Count))), IClassQueries, IModelLoss, IPictureInput
{
    /// <summary>In an output: similarity of each row's sound with every row's picture, (R, R); there in passes for a loss.</summary>
    internal const string Similarity = "similarity";

    /// <summary>In an output: similarity of each row's sound with every item's mixed picture, (R, items); there in passes for a loss.</summary>
    internal const string MixedSimilarity = "similarity.mixed";

    private readonly OneAvmOptions _options = options;

    /// <inheritdoc/>
    public int PictureSize => _options.PictureSize;

    /// <inheritdoc/>
    /// <remarks>The classifier's rows.</remarks>
    public Parameter Queries => Network.Classifier.weight!;

    /// <inheritdoc/>
    /// <remarks>The source's own sound and the picture, both in the space where localisation compares them; not of unit length.</remarks>
    public override IReadOnlyList<string> EmbeddingKeys { get; } = [OutputKeys.AudioEmbedding, OutputKeys.ObjectEmbedding];

    /// <inheritdoc/>
    /// <remarks>
    /// <c>sound</c> and <c>pictures</c>: the encoders; <c>decoder</c>, <c>alignment</c>, <c>classifier</c>: the heads of separation, of localisation
    /// and mixed pictures, and of recognition.
    /// </remarks>
    public override IReadOnlyList<ParameterGroup> ParameterGroups =>
    [
        new("sound", [.. Network.Sound.parameters()]),
        new("pictures", [.. Network.Pictures.parameters()]),
        new("decoder", [.. Network.Decoder.parameters()]),
        new("alignment", [.. Network.Alignment.parameters()]),
        new("classifier", [.. Network.Classifier.parameters()]),
    ];

    /// <inheritdoc/>
    /// <remarks><c>localisation</c>, <c>mixed-pictures</c> and <c>recognition</c>, those whose weight is above 0.</remarks>
    public IReadOnlyList<LossTerm> LossTerms(ModelOutput output, Batch batch)
    {
        using var scope = NewDisposeScope();
        var pairs = new PairTable(batch, _options.Negatives);
        var terms = new List<LossTerm>();
        if (_options.LocalisationWeight > 0)
            terms.Add(new("localisation", _options.LocalisationWeight, Alignment.Contrast(output[Similarity], pairs)));
        if (_options.MixedPictureWeight > 0)
            terms.Add(new("mixed-pictures", _options.MixedPictureWeight, Alignment.MixedContrast(output[MixedSimilarity], pairs)));
        if (_options.RecognitionWeight > 0)
        {
            var labels = tensor(batch.Labels().Select(label => (long)label).ToArray(), device: output[OutputKeys.Logits].device);
            terms.Add(new("recognition", _options.RecognitionWeight, nn.functional.cross_entropy(output[OutputKeys.Logits], labels)));
        }

        foreach (var term in terms) term.Value.MoveToOuterDisposeScope();
        return terms;
    }

    /// <inheritdoc/>
    protected override OneAvmModule CreateNetwork(ModelSpec spec)
    {
        var findings = new List<Finding>();
        var input = Shape(spec, BatchKeys.Input, 3, "(1, rows, frames)", findings);
        var pictures = Shape(spec, AudioVisualKeys.Pictures, 4, $"(frames, 3, {PictureSize}, {PictureSize})", findings);
        var sounds = Shape(spec, SeparationKeys.Sounds, 3, "the input's", findings);
        var step = 2L << _options.SoundChannels.Count;
        if (input is not null && (input[0] != 1 || input[1] % step != 0 || input[2] % step != 0))
        {
            findings.Add(new()
            {
                Code = "OA0102",
                Where = "separator.options.soundChannels",
                What = $"{_options.SoundChannels.Count} stages halve the spectrogram {_options.SoundChannels.Count + 1} times, and it is "
                    + $"({string.Join(", ", input)}).",
                Expected = $"one channel, and rows and frames that are multiples of {step}",
                Fix = "Give soundChannels fewer numbers, or change the task's bins and frames.",
            });
        }

        if (pictures is not null && (pictures[1] != 3 || pictures[2] != PictureSize || pictures[3] != PictureSize))
            findings.Add(Missing(AudioVisualKeys.Pictures, pictures, $"(frames, 3, {PictureSize}, {PictureSize})"));
        if (sounds is not null && input is not null && !sounds.AsSpan().SequenceEqual(input))
            findings.Add(Missing(SeparationKeys.Sounds, sounds, $"({string.Join(", ", input)})"));
        return findings.Count == 0 ? new(_options, spec.Classes) : throw new JobException(findings);
    }

    /// <inheritdoc/>
    /// <remarks>The classifier gets rows and biases that begin as at the start; nothing else changes.</remarks>
    protected override void AddRows(int count) => Network.AddRows(count);

    /// <inheritdoc/>
    protected override NetworkSeparator<OneAvmModule> CreateEmpty() => new OneAvmSeparator(_options);

    /// <inheritdoc/>
    /// <remarks>
    /// Each encoder runs once, so that its batch norms see all that it is given: mixtures and single sounds, pictures and mixed ones. The class
    /// asked for plays no part: a row's picture alone says what to listen for. In evaluation mode an output for all rows has localisation maps,
    /// embeddings and, with a weight of recognition, class scores.
    /// </remarks>
    protected override void Compute(
        Batch batch, ForwardRequest request, RowLayout layout, Dictionary<string, Tensor>? maps, Dictionary<string, Tensor> tensors)
    {
        var all = request.Rows is null;
        var forLoss = all && (Network.training || is_grad_enabled());
        var compares = request.Embeddings || (all && (!Network.training || _options.Aligns || _options.RecognitionWeight > 0));
        var mixtures = layout.SelectItems(batch[BatchKeys.Input]);
        var levels = Network.Sound.Run(compares ? cat([mixtures, layout.SelectRows(batch[SeparationKeys.Sounds])], 0) : mixtures);
        Tensor[] heard = [.. levels.Select(level => level.narrow(0, 0, mixtures.shape[0]))];
        for (var level = 0; maps is not null && level < heard.Length; level++) maps.Add($"d{level + 1}", heard[level]);

        var pictures = layout.SelectRows(batch[AudioVisualKeys.Pictures]);
        var mixed = forLoss && _options.MixedPictureWeight > 0 ? MixedPictures.Of(pictures, batch.Slots, _options.Mixing) : null;
        var (rows, frames) = (pictures.shape[0], pictures.shape[1]);
        var seen = Network.Pictures.Run((mixed is null ? pictures : cat([pictures, mixed], 0)).flatten(0, 1))[^1];
        var vectors = seen.narrow(0, 0, rows * frames).unflatten(0, [rows, frames]).amax([1, 3, 4]);

        var masks = Network.Decoder.Run(heard, vectors, layout, maps).to_type(ScalarType.Float32).sigmoid();
        tensors[SeparationKeys.Masks] = Weighted(masks, _options.SeparationWeight);
        if (!compares) return;

        var sounds = levels[^1].narrow(0, mixtures.shape[0], rows).amax([2, 3]);
        var described = Network.Alignment.Sounds(sounds);
        if (request.Embeddings || !Network.training)
        {
            tensors[OutputKeys.AudioEmbedding] = described;
            tensors[OutputKeys.ObjectEmbedding] = Network.Alignment.Places(vectors.unsqueeze(-1).unsqueeze(-1)).flatten(1);
        }

        if (!all) return;
        // (pictures, D, frames · places): places of all frames of a picture lie side by side.
        var places = Network.Alignment.Places(seen);
        places = places.unflatten(0, [-1, frames]).transpose(1, 2).flatten(2);
        if (!Network.training)
            tensors[LocalisationKeys.Maps] = Alignment.Maps(described, places.narrow(0, 0, rows)).view(rows, frames, seen.shape[2], seen.shape[3]);
        if (_options.RecognitionWeight > 0)
            tensors[OutputKeys.Logits] = Network.Classifier.call(cat([sounds, vectors], 1)).to_type(ScalarType.Float32);
        if (!forLoss) return;
        tensors[Similarity] = Alignment.Similarity(described, places.narrow(0, 0, rows), _options.Temperature);
        if (mixed is not null)
            tensors[MixedSimilarity] = Alignment.Similarity(described, places.narrow(0, rows, mixed.shape[0]), _options.Temperature);
    }

    // The same numbers with the gradient times a weight, so that whatever is computed from masks counts that much.
    private static Tensor Weighted(Tensor masks, double weight)
    {
        if (weight == 1) return masks;
        var fixedMasks = masks.detach();
        return fixedMasks + ((masks - fixedMasks) * weight);
    }

    private static IEnumerable<string> MapNames(int stages) =>
    [
        .. Enumerable.Range(1, stages + 1).Select(level => $"d{level}"), .. Enumerable.Range(2, stages).Reverse().Select(level => $"u{level}"),
    ];

    private static long[]? Shape(ModelSpec spec, string key, int dimensions, string expected, List<Finding> findings)
    {
        if (spec.Inputs.TryGetValue(key, out var shape) && shape.Length == dimensions) return shape;
        findings.Add(Missing(key, shape, expected));
        return null;
    }

    private static Finding Missing(string key, long[]? shape, string expected) => new()
    {
        Code = "OA0101",
        Where = "task",
        What = shape is null ? $"The task gives no '{key}'." : $"The task gives '{key}' of shape ({string.Join(", ", shape)}).",
        Expected = $"'{key}' of shape {expected}",
        Fix = "Choose a task that gives sounds and pictures of each source, such as separation.",
    };
}
