using PluginHost.Media.Streams;
using PluginHost.Plugins.Separation.Mixing;

namespace PluginHost.Plugins.Separation.Use;

/// <summary>
/// Separates a sound of any length: windows as long as a clip of the run, each half over the next, whose estimates are faded into each other by
/// squared sines, which add up to 1. A sound no longer than a clip is one window, as in the run's tests.
/// </summary>
/// <param name="options">The task's options.</param>
/// <param name="batches">Makes batches.</param>
/// <param name="pictureSize">Height and width of the pictures that the model sees; 0 if it sees none.</param>
/// <param name="model">The trained model.</param>
internal sealed class WindowedSeparation(SeparationOptions options, MixtureBatch batches, int pictureSize, ITrainedModel model)
{
    /// <summary>Separates.</summary>
    /// <param name="sound">The mixture, at the task's rate.</param>
    /// <param name="draw">The classes that are asked for.</param>
    /// <param name="guides">What guides each source.</param>
    /// <param name="write">Takes the next stretch: the mixture's samples, and each source's.</param>
    /// <param name="cancellationToken">Ends the work between two windows.</param>
    public void Run(
        SoundStream sound, Draw draw, IReadOnlyList<GuideFrames> guides, Action<float[], float[][]> write, CancellationToken cancellationToken)
    {
        var fade = options.Samples / 2;
        var step = options.Samples - fade;
        // One sample more than a window, to know whether the sound goes on.
        var heard = new float[options.Clip + 1];
        var sums = draw.Sources.Select(_ => new float[heard.Length]).ToArray();
        var filled = sound.Read(heard);
        if (filled == 0) throw SeparationFaults.Empty();
        for (var start = 0L; ; start += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var ended = filled <= options.Clip;
            var last = ended && (filled <= options.Samples || start == 0);
            var estimates = Estimates(heard[..options.Clip], draw, guides, start);
            for (var row = 0; row < sums.Length; row++) Add(estimates[row], sums[row], start == 0 ? 0 : fade, last ? 0 : fade);
            var ready = last ? filled : step;
            write(heard[..ready], [.. sums.Select(sum => sum[..ready])]);
            Report(start + ready);
            if (last) return;
            foreach (var sum in sums) Shift(sum, step);
            Shift(heard, step);
            filled -= step;
            if (!ended) filled += sound.Read(heard.AsSpan(filled));
        }
    }

    private float[][] Estimates(float[] clip, Draw draw, IReadOnlyList<GuideFrames> guides, long start)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var middle = (start + (options.Clip / 2)) / (double)options.AudioRate;
        // Classes that the same pictures show are shown the same.
        var seen = guides.Distinct().ToDictionary(guide => guide, guide => Guide(guide, middle));
        using var batch = batches.Unknown(draw, tensor(clip), [.. guides.Select(guide => seen[guide])]);
        using var prediction = model.Predict(batch);
        var estimates = prediction[SeparationKeys.Estimates];
        return [.. Enumerable.Range(0, draw.Sources.Count).Select(row => estimates[row].data<float>().ToArray())];
    }

    private SourceGuide Guide(GuideFrames guide, double seconds)
    {
        var (frames, middle) = guide.Around(seconds);
        var features = model.Features?.Extract(frames, model.Dataset.FrameRate) ?? new Dictionary<string, Tensor>(StringComparer.Ordinal);
        return new(
            features.TryGetValue(SampleKeys.Objects, out var objects) ? SourceGuide.ObjectAround(objects, middle, options.ObjectFrames) : null,
            features.GetValueOrDefault(SampleKeys.Motion),
            pictureSize == 0 ? null : new PictureWindow(middle, options.PictureFrames, pictureSize).Pictures(frames));
    }

    private static void Add(float[] estimate, float[] sum, int rise, int fall)
    {
        for (var i = 0; i < estimate.Length; i++)
        {
            var weight = i < rise ? Share(i, rise) : i >= estimate.Length - fall ? 1 - Share(i - (estimate.Length - fall), fall) : 1;
            sum[i] += (float)(weight * estimate[i]);
        }
    }

    private static double Share(int place, int length)
    {
        var sine = Math.Sin(Math.PI / 2 * (place + 0.5) / length);
        return sine * sine;
    }

    private static void Shift(float[] values, int step)
    {
        Array.Copy(values, step, values, 0, values.Length - step);
        Array.Clear(values, values.Length - step, step);
    }

    private void Report(long samples) => model.Events.Publish(new ProgressReported
    {
        Activity = "separating", Done = samples / options.AudioRate, Total = 0, Unit = "seconds of sound",
    });
}
