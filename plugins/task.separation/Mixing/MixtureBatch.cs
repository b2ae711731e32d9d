using PluginHost.Learning.AudioVisual;
using PluginHost.Plugins.Separation.Masks;
using PluginHost.Spectra;

namespace PluginHost.Plugins.Separation.Mixing;

/// <summary>Makes batches of mixtures. Safe to use from several threads.</summary>
/// <param name="options">The task's options.</param>
/// <param name="spectrograms">The transform.</param>
/// <param name="warp">The frequency scale.</param>
/// <param name="pictureSize">Height and width of the pictures that the model sees; 0 if it sees none.</param>
internal sealed class MixtureBatch(SeparationOptions options, Spectrograms spectrograms, IFrequencyWarp warp, int pictureSize = 0)
{
    /// <summary>Collates draws into the tensors of <see cref="SeparationKeys"/>.</summary>
    /// <param name="draws">The mixtures.</param>
    /// <param name="samples">Where samples come from.</param>
    /// <returns>The batch, on the CPU.</returns>
    public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var (size, slots) = (draws.Count, draws[0].Sources.Count);
        var rows = new Row[size * slots];
        for (var row = 0; row < rows.Length; row++) rows[row] = Cut(draws[row % size].Sources[row / size], samples);

        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var waveforms = Waveforms(rows, slots);
        var spectra = spectrograms.Analyse(waveforms);
        var mixture = Mixture(spectra, size, slots);
        var warpedMixture = warp.Apply(Magnitudes(mixture).add_(1e-10));
        var input = (warpedMixture + 1).log();
        tensors[BatchKeys.Input] = input;
        tensors[SeparationKeys.Weights] = TargetMasks.Weights(input, options.WeightedLoss);
        var warpedSources = warp.Apply(Magnitudes(spectra));
        tensors[SeparationKeys.Targets] = TargetMasks.Compute(warpedSources, warpedMixture, options);
        tensors[SeparationKeys.Mixture] = mixture;
        tensors[SeparationKeys.Sources] = waveforms.narrow(1, 0, options.Samples).contiguous();
        if (rows.All(row => row.Object is not null)) tensors[SeparationKeys.Object] = stack([.. rows.Select(row => row.Object!)], 0);
        tensors[BatchKeys.Labels] = tensor(rows.Select(row => (long)row.Label).ToArray());
        if (rows.All(row => row.Motion is not null)) AddMotion(tensors, [.. rows.Select(row => row.Motion!)]);
        if (pictureSize == 0) return new(draws, tensors);
        tensors[SeparationKeys.Sounds] = (warpedSources + 1).log();
        tensors[AudioVisualKeys.Pictures] = stack([.. rows.Select(row => row.Pictures!)], 0);
        if (rows.All(row => row.Masks is not null)) tensors[AudioVisualKeys.Masks] = stack([.. rows.Select(row => row.Masks!)], 0);
        return new(draws, tensors);
    }

    /// <summary>Makes the batch of a mixture whose sources are not known: it has neither targets nor sources.</summary>
    /// <param name="draw">The classes that are asked for.</param>
    /// <param name="waveform">The mixture, float32 (clip).</param>
    /// <param name="guides">What is seen of each source; none for a model that sees nothing.</param>
    /// <returns>The batch of one item, on the CPU.</returns>
    public Batch Unknown(Draw draw, Tensor waveform, IReadOnlyList<SourceGuide> guides)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var mixture = spectrograms.Analyse(waveform.unsqueeze(0));
        var input = (warp.Apply(Magnitudes(mixture).add_(1e-10)) + 1).log();
        tensors[BatchKeys.Input] = input;
        tensors[SeparationKeys.Weights] = TargetMasks.Weights(input, options.WeightedLoss);
        tensors[SeparationKeys.Mixture] = mixture;
        tensors[BatchKeys.Labels] = tensor(draw.Sources.Select(source => (long)source.Sample.Label).ToArray());
        if (guides.Count > 0 && guides.All(guide => guide.Object is not null)) tensors[SeparationKeys.Object] = stack([.. guides.Select(guide => guide.Object!)], 0);
        if (guides.Count > 0 && guides.All(guide => guide.Motion is not null)) AddMotion(tensors, [.. guides.Select(guide => guide.Motion!)]);
        if (pictureSize == 0) return new([draw], tensors);
        // A source alone is what is looked for; it is heard in the mixture.
        tensors[SeparationKeys.Sounds] = input.expand(guides.Count, -1, -1, -1).clone();
        tensors[AudioVisualKeys.Pictures] = stack([.. guides.Select(guide => guide.Pictures!)], 0);
        return new([draw], tensors);
    }

    /// <summary>What is taken of a source's sample.</summary>
    /// <param name="source">The source.</param>
    /// <param name="samples">Where samples come from.</param>
    public Clip Plan(DrawSource source, ISampleSource samples)
    {
        var tensors = samples.Get(source.Sample).Tensors;
        var frames = (int)(tensors.GetValueOrDefault(SampleKeys.Objects) ?? tensors[SampleKeys.Frames]).shape[0];
        return Clip.Plan(options, (int)tensors[SampleKeys.Audio].shape[0], frames, samples.Dataset.FrameRate, source.Position);
    }

    /// <summary>The sources of a mixture as they are added up.</summary>
    /// <param name="draw">The mixture.</param>
    /// <param name="samples">Where samples come from.</param>
    /// <returns>float32 (sources, clip).</returns>
    public Tensor Waveforms(Draw draw, ISampleSource samples) =>
        Waveforms([.. draw.Sources.Select(source => Cut(source, samples))], draw.Sources.Count);

    private Row Cut(DrawSource source, ISampleSource samples)
    {
        var tensors = samples.Get(source.Sample).Tensors;
        var audio = tensors[SampleKeys.Audio];
        var objects = tensors.GetValueOrDefault(SampleKeys.Objects);
        var clip = Plan(source, samples);
        var row = new Row(clip, audio, source.Gain, source.Sample.Label)
        {
            Object = objects is null ? null : SourceGuide.ObjectAround(objects, clip.Frame, options.ObjectFrames),
            Motion = tensors.GetValueOrDefault(SampleKeys.Motion),
        };
        if (pictureSize == 0) return row;
        var window = new PictureWindow(clip.Frame, options.PictureFrames, pictureSize);
        var seen = tensors[SampleKeys.Frames];
        // A set may mark a few of its frames alone; which frame such a mask is of is known to that set only.
        var marked = tensors.TryGetValue(AudioVisualKeys.Masks, out var masks) && masks.shape[0] == seen.shape[0];
        return row with { Pictures = window.Pictures(seen), Masks = marked ? window.Masks(masks!) : null };
    }

    // Gain, then clipping to [-1, 1], then division by the number of sources: the halved sources are what is mixed and measured.
    private Tensor Waveforms(Row[] rows, int slots)
    {
        var waveforms = zeros(rows.Length, options.Clip);
        for (var row = 0; row < rows.Length; row++)
        {
            var clip = rows[row].Clip;
            var audio = clip.Tiles == 1 ? rows[row].Audio : rows[row].Audio.repeat(clip.Tiles);
            waveforms[row].narrow(0, clip.To, clip.Length).copy_(audio.narrow(0, clip.From, clip.Length));
        }

        var gains = tensor(rows.Select(row => (float)row.Gain).ToArray(), [rows.Length, 1]);
        return waveforms.mul_(gains).clamp_(-1, 1).div_(slots);
    }

    // Slot by slot: a reduction over complex numbers takes several times as long as additions.
    private static Tensor Mixture(Tensor spectra, int size, int slots)
    {
        var mixture = spectra.narrow(0, 0, size).clone();
        for (var slot = 1; slot < slots; slot++) mixture.add_(spectra.narrow(0, slot * size, size));
        return mixture;
    }

    // The operator for absolute values guards against squares that overflow, which samples within [-1, 1] cannot reach, at twice the time.
    private static Tensor Magnitudes(Tensor spectra)
    {
        using var scope = NewDisposeScope();
        var parts = view_as_real(spectra);
        var squares = parts * parts;
        return (squares.select(-1, 0) + squares.select(-1, 1)).sqrt_().MoveToOuterDisposeScope();
    }

    private static void AddMotion(Dictionary<string, Tensor> tensors, Tensor[] rows)
    {
        var steps = rows.Max(row => row.shape[1]);
        if (rows.All(row => row.shape[1] == steps))
        {
            tensors[SeparationKeys.Motion] = stack(rows, 0);
            return;
        }

        var motion = zeros(rows.Length, rows[0].shape[0], steps);
        var padding = ones(rows.Length, steps, dtype: ScalarType.Bool);
        for (var row = 0; row < rows.Length; row++)
        {
            var length = rows[row].shape[1];
            motion[row].narrow(1, 0, length).copy_(rows[row]);
            padding[row].narrow(0, 0, length).fill_(false);
        }

        tensors[SeparationKeys.Motion] = motion;
        tensors[SeparationKeys.MotionPadding] = padding;
    }

    private readonly record struct Row(Clip Clip, Tensor Audio, double Gain, int Label)
    {
        public Tensor? Object { get; init; }

        public Tensor? Motion { get; init; }

        public Tensor? Pictures { get; init; }

        public Tensor? Masks { get; init; }
    }
}
