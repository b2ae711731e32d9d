using PluginHost.Plugins.Separation.Masks;
using PluginHost.Spectra;

namespace PluginHost.Plugins.Separation.Mixing;

/// <summary>Makes batches of mixtures. Safe to use from several threads.</summary>
internal sealed class MixtureBatch(SeparationOptions options, Spectrograms spectrograms, IFrequencyWarp warp)
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
        tensors[SeparationKeys.Targets] = TargetMasks.Compute(warp.Apply(Magnitudes(spectra)), warpedMixture, options);
        tensors[SeparationKeys.Mixture] = mixture;
        tensors[SeparationKeys.Sources] = waveforms.narrow(1, 0, options.Samples).contiguous();
        tensors[SeparationKeys.Object] = stack([.. rows.Select(row => row.Object)], 0);
        tensors[BatchKeys.Labels] = tensor(rows.Select(row => (long)row.Label).ToArray());
        AddMotion(tensors, rows);
        return new(draws, tensors);
    }

    private Row Cut(DrawSource source, ISampleSource samples)
    {
        var sample = samples.Get(source.Sample);
        var (audio, objects) = (sample[SampleKeys.Audio], sample[SampleKeys.Objects]);
        var frames = (int)objects.shape[0];
        var clip = Clip.Plan(options, (int)audio.shape[0], frames, samples.Dataset.FrameRate, source.Position);
        var count = Math.Min(options.ObjectFrames, frames);
        var first = Math.Clamp(clip.Frame - (options.ObjectFrames / 2), 0, frames - count);
        return new(clip, audio, source.Gain, objects.narrow(0, first, count).amax([0]), sample[SampleKeys.Motion], source.Sample.Label);
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

    private static void AddMotion(Dictionary<string, Tensor> tensors, Row[] rows)
    {
        var steps = rows.Max(row => row.Motion.shape[1]);
        if (rows.All(row => row.Motion.shape[1] == steps))
        {
            tensors[SeparationKeys.Motion] = stack([.. rows.Select(row => row.Motion)], 0);
            return;
        }

        var motion = zeros(rows.Length, rows[0].Motion.shape[0], steps);
        var padding = ones(rows.Length, steps, dtype: ScalarType.Bool);
        for (var row = 0; row < rows.Length; row++)
        {
            var length = rows[row].Motion.shape[1];
            motion[row].narrow(1, 0, length).copy_(rows[row].Motion);
            padding[row].narrow(0, 0, length).fill_(false);
        }

        tensors[SeparationKeys.Motion] = motion;
        tensors[SeparationKeys.MotionPadding] = padding;
    }

    private readonly record struct Row(Clip Clip, Tensor Audio, double Gain, Tensor Object, Tensor Motion, int Label);
}
