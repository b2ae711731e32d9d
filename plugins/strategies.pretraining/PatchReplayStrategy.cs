namespace PluginHost.Plugins.PairStrategies;

/// <summary>
/// What STELLA and STELLA+ share (Lee et al., "STELLA: Continual audio-video pre-training with spatio-temporal localized alignment", ICML
/// 2024): a matching module says how important each patch is for the other modality, pooled queries of stored pairs which patches are tied
/// to the past, and chosen patches alone are learned, of incoming and replayed pairs.
/// </summary>
/// <remarks>
/// No hook of a boundary is used. All chance is of the context's keyed streams. The matching module is the strategy's own, in the parameter
/// group <c>matching</c>; it sees tokens that have no gradient.
/// </remarks>
/// <param name="options">The options.</param>
public abstract class PatchReplayStrategy(StellaOptions options) : IStrategy, IDisposable
{
    /// <summary>The parameter group of the matching module.</summary>
    public const string MatchingGroup = "matching";

    private MatchingModule? _matching;
    private PairStep? _step;
    private (CoreCount Audio, CoreCount Video) _counts = (new(0, 0, 0), new(0, 0, 0));

    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public bool FillsMemory => true;

    internal MatchingModule Matching => _matching ?? throw new InvalidOperationException("The stream has not begun.");

    /// <inheritdoc/>
    public virtual void BeforeStream(ILearningContext context)
    {
        context.OnlineMemory();
        var model = Model(context);
        _counts = CoreCount.Of(options, model.Layout);
        var heads = options.Heads ?? MatchingModule.HeadsFor(model.TokenSize);
        if (model.TokenSize % heads != 0)
        {
            throw new JobException(new Finding
            {
                Code = "PP0103",
                Where = "strategy.options.heads",
                What = $"A token has {model.TokenSize} channels, which do not divide among {heads} heads",
                Expected = $"a divisor of {model.TokenSize}",
            });
        }

        _matching?.Dispose();
        using (new SeededInitialisation(context.Random.SeedFor("stella.matching")))
            _matching = ModuleTensors.Keep(new MatchingModule(model.TokenSize, heads));
        ModuleTensors.MoveTo(_matching, context.Device);
        context.AddParameters(new(MatchingGroup, [.. _matching.parameters()]));
    }

    /// <summary>Chooses patches of what comes in, and brings as many stored pairs with theirs.</summary>
    /// <inheritdoc/>
    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        _step?.Dispose();
        _step = null;
        using var quiet = no_grad();
        var exemplars = context.OnlineMemory().Sample(options.BatchSize ?? batch.Size, Stream(context, step, "replay"));
        var examined = Examine(context, batch, exemplars);
        _step = examined.Keep();
        var (audio, video) = (Choose(examined.Audio, isAudio: true, "incoming.audio"), Choose(examined.Video, isAudio: false, "incoming.video"));
        Mark(context, batch, audio, video);
        if (exemplars.Count == 0) return batch;
        _step.Past = new(
            Stacked(exemplars, PairTensors.AudioEmbedding).to(context.Device).DetachFromDisposeScope(),
            Stacked(exemplars, PairTensors.VideoEmbedding).to(context.Device).DetachFromDisposeScope());
        using var replay = Replay(context, step, exemplars);
        return Batch.Join(batch, replay);

        int[][] Choose(PatchWorth worth, bool isAudio, string purpose) => exemplars.Count == 0
            ? Ordered([.. PatchWorth.Rows(worth.Importance).Select(row => PatchSelection.Top(row, Count(isAudio).Chosen))], context, step, purpose)
            : Select(worth.Importance, worth.Correlation, isAudio, context, step, purpose);
    }

    /// <summary>Adds the matching loss and the distance to stored embeddings.</summary>
    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        if (_step is not { } taken) return;
        loss.Add("matching", options.MatchingWeight, MatchingLoss(loss.Learning, loss.Step, taken));
        if (taken.Past is not { } past) return;
        Tensor Distance(string key, Tensor stored) => (loss.Student[key].narrow(0, taken.Incoming, stored.shape[0]) - stored).square().mean();
        loss.Add("latent-audio", options.LatentWeight, Distance(OutputKeys.AudioEmbedding, past.Audio));
        loss.Add("latent-video", options.LatentWeight, Distance(AudioVisualKeys.VideoEmbedding, past.Video));
    }

    /// <summary>Offers the incoming pairs to the memory, with the embeddings of the step.</summary>
    /// <inheritdoc/>
    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
    {
        if (_step is not { } taken) return;
        var (audio, video) = (output[OutputKeys.AudioEmbedding].detach().cpu(), output[AudioVisualKeys.VideoEmbedding].detach().cpu());
        for (var row = 0; row < taken.Incoming; row++)
        {
            var source = batch.Draws[row].Sources[0];
            if (source.FromMemory) continue;
            Store(context, source, batch, row, taken, new(StringComparer.Ordinal)
            {
                [PairTensors.AudioEmbedding] = audio[row],
                [PairTensors.VideoEmbedding] = video[row],
                [PairTensors.AudioQuery] = taken.Audio.Query[row],
                [PairTensors.VideoQuery] = taken.Video.Query[row],
            });
        }

        taken.Dispose();
        _step = null;
    }

    /// <summary>Frees the matching module.</summary>
    public void Dispose()
    {
        _matching?.Dispose();
        _step?.Dispose();
        _step = null;
        GC.SuppressFinalize(this);
    }

    internal static IPatchTokens Model(ILearningContext context) => (IPatchTokens)context.Model;

    /// <summary>Stacks what is stored with exemplars, on the CPU.</summary>
    internal static Tensor Stacked(IReadOnlyList<Exemplar> exemplars, string name) => stack([.. exemplars.Select(exemplar => exemplar.Tensors[name])]);

    /// <summary>Makes a batch of stored pairs, its patches chosen.</summary>
    internal abstract Batch Replay(ILearningContext context, StepInfo step, IReadOnlyList<Exemplar> exemplars);

    /// <summary>Offers an incoming pair to the memory.</summary>
    internal abstract void Store(
        ILearningContext context, DrawSource source, Batch batch, int row, PairStep taken, Dictionary<string, Tensor> tensors);

    /// <summary>Says in a batch which patches are used.</summary>
    internal virtual void Mark(ILearningContext context, Batch batch, int[][] audio, int[][] video)
    {
        var (ofAudio, ofVideo) = _counts;
        batch[PatchKeys.VisibleAudio] = Part(audio, 0, ofAudio.Visible);
        batch[PatchKeys.TargetAudio] = Part(audio, ofAudio.Visible, ofAudio.Chosen - ofAudio.Visible);
        batch[PatchKeys.VisibleVideo] = Part(video, 0, ofVideo.Visible);
        batch[PatchKeys.TargetVideo] = Part(video, ofVideo.Visible, ofVideo.Chosen - ofVideo.Visible);

        Tensor Part(int[][] rows, int first, int count) => tensor(
            rows.SelectMany(row => row.Skip(first).Take(count)).Select(each => (long)each).ToArray(), [rows.Length, count]).to(context.Device);
    }

    /// <summary>Chooses patches of each row by importance and correlation, those that are seen first.</summary>
    internal int[][] Select(
        Tensor importance, Tensor correlation, bool isAudio, ILearningContext context, StepInfo step, string purpose)
    {
        var count = Count(isAudio).Chosen;
        var ties = PatchWorth.Rows(correlation);
        int[][] chosen =
        [
            .. PatchWorth.Rows(importance).Select((row, i) =>
            {
                var random = Stream(context, step, purpose, i);
                return isAudio
                    ? PatchSelection.Contiguous(row, ties[i], count, Model(context).Layout.Frequencies, options.Chunk, random)
                    : PatchSelection.Scattered(row, ties[i], count, random);
            }),
        ];
        return Ordered(chosen, context, step, purpose);
    }

    /// <summary>Puts the chosen patches of each row into a random order: the encoder sees the first ones.</summary>
    internal static int[][] Ordered(int[][] chosen, ILearningContext context, StepInfo step, string purpose)
    {
        for (var row = 0; row < chosen.Length; row++) Stream(context, step, $"{purpose}.visible", row).Shuffle<int>(chosen[row]);
        return chosen;
    }

    private static RandomStream Stream(ILearningContext context, StepInfo step, string purpose, int row = 0) =>
        context.Random.Stream($"stella.{purpose}.{step.Phase.Name}", context.Experience.Index, step.Step, row);

    /// <summary>
    /// The videos of half of the rows changed among them, so that none keeps its own; all keep theirs where there are two rows at most.
    /// </summary>
    internal static (long[] Videos, float[] Labels) Pairing(int rows, RandomStream random)
    {
        long[] videos = [.. Enumerable.Range(0, rows).Select(row => (long)row)];
        float[] labels = [.. Enumerable.Repeat(1f, rows)];
        if (rows <= 2) return (videos, labels);
        // A cycle through them in random order leaves none in its place.
        var changed = random.Choose(rows, rows - (rows / 2));
        for (var i = 0; i < changed.Length; i++)
        {
            videos[changed[i]] = changed[(i + 1) % changed.Length];
            labels[changed[i]] = 0;
        }

        return (videos, labels);
    }

    private CoreCount Count(bool isAudio) => isAudio ? _counts.Audio : _counts.Video;

    private PairStep Examine(ILearningContext context, Batch batch, IReadOnlyList<Exemplar> exemplars)
    {
        var model = Model(context);
        var tokens = model.Separate(batch);
        var queries = Matching.Queries(model.Join(tokens));
        var (audio, video) = PatchImportance.Of(queries, options.Temperature);
        var (audioCore, videoCore) = (PatchImportance.Candidates(audio, _counts.Audio.Chosen), PatchImportance.Candidates(video, _counts.Video.Chosen));
        var heard = PatchImportance.Pooled(queries.AudioQueries, audio, audioCore);
        var seen = PatchImportance.Pooled(queries.VideoQueries, video, videoCore);
        var (ofAudio, ofVideo) = (zeros_like(audio), zeros_like(video));
        if (exemplars.Count > 0)
        {
            // Row i is compared with exemplar i, from the start again where fewer are stored.
            Exemplar[] partners = [.. Enumerable.Range(0, batch.Size).Select(i => exemplars[i % exemplars.Count])];
            ofVideo = PatchImportance.Correlation(queries.VideoKeys, videoCore, Stacked(partners, PairTensors.AudioQuery).to(context.Device), heard);
            ofAudio = PatchImportance.Correlation(queries.AudioKeys, audioCore, Stacked(partners, PairTensors.VideoQuery).to(context.Device), seen);
        }

        return new()
        {
            Tokens = tokens,
            Audio = new(audio.cpu(), ofAudio.cpu(), heard.cpu()),
            Video = new(video.cpu(), ofVideo.cpu(), seen.cpu()),
            Incoming = batch.Size,
        };
    }

    private Tensor MatchingLoss(ILearningContext context, StepInfo step, PairStep taken)
    {
        var (videos, labels) = Pairing(taken.Incoming, Stream(context, step, "matching"));
        PairTokens joined;
        using (no_grad())
        {
            var other = taken.Tokens.Video.index_select(0, tensor(videos).to(context.Device));
            joined = Model(context).Join(new(taken.Tokens.Audio, other));
        }

        return nn.functional.binary_cross_entropy_with_logits(Matching.Match(joined), tensor(labels).to(context.Device));
    }
}

/// <summary>Names of the tensors that are kept with a pair.</summary>
internal static class PairTensors
{
    public const string AudioEmbedding = "embedding.audio";

    public const string VideoEmbedding = "embedding.video";

    public const string AudioQuery = "query.audio";

    public const string VideoQuery = "query.video";

    public const string AudioImportance = "importance.audio";

    public const string VideoImportance = "importance.video";

    public const string AudioCorrelation = "correlation.audio";

    public const string VideoCorrelation = "correlation.video";

    public const string Position = "position";
}
