namespace PluginHost.Plugins.CavMae;

/// <summary>
/// CAV-MAE (Gong et al., "Contrastive audio-visual masked autoencoder", ICLR 2023) as STELLA (Lee et al., ICML 2024) has it: blocks of each
/// modality, shared blocks with three sets of norms, a decoder that recovers each modality's hidden patches.
/// </summary>
/// <remarks>
/// A batch may say by <see cref="PatchKeys"/> which patches are seen and which are to be recovered; without, all are seen and none is
/// recovered. Embeddings are the means over the tokens of one modality that went through the shared blocks alone. It knows no classes.
/// </remarks>
/// <param name="options">The options.</param>
/// <param name="run">The run, for paths.</param>
[Component("cav-mae")]
public sealed class CavMae(CavMaeOptions options, IRunContext run) : IModel, IPenultimateFeatures, ICrossModalEmbeddings, IPatchTokens
{
    private CavMaeNetwork? _network;

    /// <inheritdoc/>
    public nn.Module Module => Built;

    /// <inheritdoc/>
    public int Classes => 0;

    /// <summary>Both embeddings one after the other.</summary>
    public int FeatureSize => 2 * Built.Shape.Width;

    /// <inheritdoc/>
    public IReadOnlyList<string> EmbeddingKeys => [OutputKeys.AudioEmbedding, AudioVisualKeys.VideoEmbedding];

    /// <inheritdoc/>
    public PatchLayout Layout => Built.Layout;

    /// <inheritdoc/>
    public int TokenSize => Built.Shape.Width;

    /// <summary>Two groups: <c>backbone</c>, and <c>decoder</c> for what recovers patches.</summary>
    public IReadOnlyList<ParameterGroup> ParameterGroups =>
    [
        new("backbone", [.. Built.named_parameters().Where(each => !CavMaeNetwork.Decodes(each.name)).Select(each => each.parameter)]),
        new("decoder", [.. Built.named_parameters().Where(each => CavMaeNetwork.Decodes(each.name)).Select(each => each.parameter)]),
    ];

    private CavMaeNetwork Built => _network ?? throw new InvalidOperationException("The model is not built yet.");

    /// <inheritdoc/>
    public void Build(ModelSpec spec)
    {
        var layout = CavMaeInputs.Layout(spec.Inputs);
        CavMaeInputs.Check(options.Shape);
        using (new SeededInitialisation(spec.Seed)) _network = new(options.Shape, layout);
        if (options.Weights is { } file) PublishedWeights.Load(_network, run.ResolvePath(file));
    }

    /// <inheritdoc/>
    public void Grow(int classes, long seed)
    {
    }

    /// <inheritdoc/>
    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        Tensor? Rows(string key) => batch.Tensors.TryGetValue(key, out var tensor) ? InputRows.Of(tensor, request.Rows) : null;
        var (audioSeen, audioTarget) = (Rows(PatchKeys.VisibleAudio), Rows(PatchKeys.TargetAudio));
        var (videoSeen, videoTarget) = (Rows(PatchKeys.VisibleVideo), Rows(PatchKeys.TargetVideo));
        var audio = Built.Audio.Place(Built.Audio.Encode(Values(
            Rows(PatchKeys.AudioValues), () => Built.Layout.CutSound(Rows(AudioVisualKeys.Spectrogram)!), audioSeen), audioSeen), audioSeen);
        var video = Built.Video.Place(Built.Video.Encode(Values(
            Rows(PatchKeys.VideoValues), () => Built.Layout.CutPictures(Rows(AudioVisualKeys.Pictures)!), videoSeen), videoSeen), videoSeen);
        var (heard, seen) = (Built.Latent(audio, NormSet.Audio), Built.Latent(video, NormSet.Video));
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [OutputKeys.AudioEmbedding] = heard,
            [AudioVisualKeys.VideoEmbedding] = seen,
        };
        if (request.Features) tensors[OutputKeys.Features] = cat([heard, seen], 1);
        if (audioSeen is not null && audioTarget is not null && videoSeen is not null && videoTarget is not null)
        {
            var joined = Built.Join(audio, video);
            tensors[PatchKeys.AudioReconstruction] = Built.Recover(Built.Audio, joined.Audio, audioSeen, audioTarget);
            tensors[PatchKeys.VideoReconstruction] = Built.Recover(Built.Video, joined.Video, videoSeen, videoTarget);
        }

        return new(request.Rows, tensors);
    }

    /// <inheritdoc/>
    public PairTokens Separate(Batch batch) => new(
        Built.Audio.Encode(Built.Layout.CutSound(batch[AudioVisualKeys.Spectrogram]), null),
        Built.Video.Encode(Built.Layout.CutPictures(batch[AudioVisualKeys.Pictures]), null));

    /// <inheritdoc/>
    public PairTokens Join(PairTokens tokens) => Built.Join(Built.Audio.Place(tokens.Audio, null), Built.Video.Place(tokens.Video, null));

    /// <inheritdoc/>
    public IModel Clone()
    {
        CavMaeNetwork network;
        using (new SeededInitialisation(0)) network = new(Built.Shape, Built.Layout);
        ModuleTensors.Keep(network);
        ModuleTensors.MoveTo(network, Built.parameters().First().device);
        network.load_state_dict(Built.state_dict());
        network.train(Built.training);
        return new CavMae(options, run) { _network = network };
    }

    /// <inheritdoc/>
    public void Dispose() => _network?.Dispose();

    // Values that the batch has are those of visible patches and then of targets; else they are cut from the whole.
    private static Tensor Values(Tensor? given, Func<Tensor> cut, Tensor? visible)
    {
        if (given is not null) return visible is null ? given : given.narrow(1, 0, visible.shape[1]);
        return visible is null ? cut() : PatchLayout.Pick(cut(), visible);
    }
}
