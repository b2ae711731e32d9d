namespace PluginHost.Plugins.PairStrategies;

/// <summary>
/// STELLA+ (Lee et al., ICML 2024): as STELLA, and of a pair the chosen patches alone are kept, with their places, both embeddings and both
/// pooled queries. The choice is the one of the step in which the pair was stored.
/// </summary>
/// <remarks>
/// Patches of sound are kept in float32, those of pictures in 8 bits, each scaled to its own range; samples have 8 bits a colour. What the
/// encoder sees of a replayed pair is drawn anew among its patches.
/// </remarks>
/// <param name="options">The options.</param>
[Component("stella-plus", Options = typeof(StellaOptions))]
[Declares("memory", "exemplars' chosen patches, with embeddings and pooled queries")]
[Declares("boundaries", "not needed")]
[Declares("holds", "the matching module")]
[Declares("fits", "unlabelled pairs of sound and pictures; online")]
[Evidence("StellaPlusTests.It_keeps_about_half_of_the_bytes_of_a_pair")]
[Needs<IPatchTokens>("patches are chosen by what the tokens of both modalities pay to each other")]
[Needs<ICrossModalEmbeddings>("embeddings of both sides are stored")]
public sealed class StellaPlusStrategy(StellaOptions options) : PatchReplayStrategy(options)
{
    private const string AudioPlaces = "places.audio";
    private const string VideoPlaces = "places.video";
    private const string AudioPatches = "patches.audio";
    private const string VideoPatches = "patches.video";
    private const string VideoRange = "range.video";

    /// <inheritdoc/>
    public override void BeforeStream(ILearningContext context)
    {
        base.BeforeStream(context);
        if (context.Memory is ICompactMemory) return;
        throw new JobException(new Finding
        {
            Code = "PP0104",
            Where = "memory",
            What = "STELLA+ keeps patches in the place of samples, and the job's memory keeps whole samples only",
            Expected = "a memory of places that works online",
            Fix = "Choose reservoir.",
        });
    }

    internal override void Mark(ILearningContext context, Batch batch, int[][] audio, int[][] video)
    {
        base.Mark(context, batch, audio, video);
        var layout = Model(context).Layout;
        batch[PatchKeys.AudioValues] = PatchLayout.Pick(layout.CutSound(batch[AudioVisualKeys.Spectrogram]), Chosen(batch, isAudio: true));
        batch[PatchKeys.VideoValues] = PatchLayout.Pick(layout.CutPictures(batch[AudioVisualKeys.Pictures]), Chosen(batch, isAudio: false));
    }

    internal override void Store(
        ILearningContext context, DrawSource source, Batch batch, int row, PairStep taken, Dictionary<string, Tensor> tensors)
    {
        foreach (var (name, tensor) in Patches(batch, row)) tensors[name] = tensor;
        ((ICompactMemory)context.Memory!).AddCompact(context, source.Sample, tensors);
    }

    internal override Batch Replay(ILearningContext context, StepInfo step, IReadOnlyList<Exemplar> exemplars)
    {
        Draw[] draws = [.. exemplars.Select(exemplar => new Draw { Training = true, Sources = [new() { Sample = exemplar.Sample, FromMemory = true }] })];
        var (audio, video) = (Order(AudioPlaces, "replayed.audio"), Order(VideoPlaces, "replayed.video"));
        var batch = new Batch(draws, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [PatchKeys.AudioValues] = PatchLayout.Pick(Stacked(exemplars, AudioPatches), audio.Order).to(context.Device),
            [PatchKeys.VideoValues] = PatchLayout.Pick(
                PatchLevels.Decode(Stacked(exemplars, VideoPatches), Stacked(exemplars, VideoRange)), video.Order).to(context.Device),
        });
        base.Mark(context, batch, audio.Patches, video.Patches);
        return batch;

        // A random order of each pair's patches: places in what is stored, and the patches that they are.
        (Tensor Order, int[][] Patches) Order(string name, string purpose)
        {
            int[][] order = Ordered(
                [.. exemplars.Select(exemplar => Enumerable.Range(0, (int)exemplar.Tensors[name].shape[0]).ToArray())], context, step, purpose);
            int[][] patches = [.. order.Select((row, i) =>
            {
                var places = exemplars[i].Tensors[name].data<int>().ToArray();
                return row.Select(place => places[place]).ToArray();
            })];
            return (tensor(order.SelectMany(row => row).Select(each => (long)each).ToArray(), [order.Length, order[0].Length]), patches);
        }
    }

    /// <summary>What is kept of a row's patches, in the current dispose scope.</summary>
    internal static Dictionary<string, Tensor> Patches(Batch batch, int row)
    {
        var (levels, range) = PatchLevels.Encode(batch[PatchKeys.VideoValues][row]);
        return new(StringComparer.Ordinal)
        {
            [AudioPlaces] = Chosen(batch, isAudio: true)[row].to(ScalarType.Int32),
            [VideoPlaces] = Chosen(batch, isAudio: false)[row].to(ScalarType.Int32),
            [AudioPatches] = batch[PatchKeys.AudioValues][row],
            [VideoPatches] = levels,
            [VideoRange] = range,
        };
    }

    private static Tensor Chosen(Batch batch, bool isAudio) => isAudio
        ? cat([batch[PatchKeys.VisibleAudio], batch[PatchKeys.TargetAudio]], 1)
        : cat([batch[PatchKeys.VisibleVideo], batch[PatchKeys.TargetVideo]], 1);
}

/// <summary>Patches in 8 bits: each with its least value and its step. A value comes back to within half a step.</summary>
internal static class PatchLevels
{
    /// <summary>Encodes.</summary>
    /// <param name="patches">(..., patches, values).</param>
    /// <returns>Levels, uint8 of that shape, and least value and step, float32 (..., patches, 2).</returns>
    public static (Tensor Levels, Tensor Range) Encode(Tensor patches)
    {
        var least = patches.amin([-1L], keepdim: true);
        var step = ((patches.amax([-1L], keepdim: true) - least) / 255).clamp(min: 1e-12);
        return (((patches - least) / step).round().clamp(0, 255).to(ScalarType.Byte), cat([least, step], -1));
    }

    /// <summary>Decodes.</summary>
    /// <param name="levels">uint8 (..., patches, values).</param>
    /// <param name="range">float32 (..., patches, 2).</param>
    /// <returns>float32, shaped like the levels.</returns>
    public static Tensor Decode(Tensor levels, Tensor range) => (levels.to(ScalarType.Float32) * range.narrow(-1, 1, 1)) + range.narrow(-1, 0, 1);
}
