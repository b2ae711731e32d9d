using System.Globalization;
using PluginHost.Media.Pictures;
using PluginHost.Media.Sounds;

namespace PluginHost.Plugins.Classification.Use;

/// <summary>
/// The test samples that the model is most sure of and wrong about, then, if there are too few, those that it is right about and least sure of.
/// </summary>
/// <param name="task">The task.</param>
/// <param name="model">The model.</param>
internal sealed class ConfusedSamples(ITask task, ITrainedModel model)
{
    private const int MostTested = 2000;
    private const int AtATime = 64;

    /// <summary>Writes them.</summary>
    /// <param name="count">How many; fewer if there are fewer.</param>
    /// <param name="folder">Where their files go.</param>
    /// <returns>What the files are.</returns>
    public ExampleSheet Write(int count, string folder)
    {
        var tested = Spread(model.Tested);
        var outcomes = tested.Chunk(AtATime).SelectMany(Test)
            .OrderBy(outcome => outcome.Right).ThenBy(outcome => outcome.Right ? outcome.Probability : -outcome.Probability).Take(count).ToArray();
        return new("Test samples that the model is most wrong about", [.. outcomes.Select((outcome, place) => Write(outcome, place, folder))]);
    }

    private static SampleInfo[] Spread(IReadOnlyList<SampleInfo> samples) => samples.Count <= MostTested
        ? [.. samples]
        : [.. Enumerable.Range(0, MostTested).Select(i => samples[(int)((long)i * samples.Count / MostTested)])];

    private List<Outcome> Test(SampleInfo[] samples)
    {
        using var scope = NewDisposeScope();
        using var batch = task.Collate(task.DrawEvaluation(samples, samples), model.Samples);
        using var prediction = model.Predict(batch);
        var probabilities = nn.functional.softmax(prediction[PredictionKeys.Logits], 1);
        var (best, classes) = probabilities.max(1);
        var (values, places) = (best.data<float>().ToArray(), classes.data<long>().ToArray());
        return [.. prediction.Draws.Select((draw, row) => new Outcome(draw.Sources[0].Sample, (int)places[row], values[row]))];
    }

    private Example Write(Outcome outcome, int place, string folder)
    {
        var sample = model.Samples.Get(outcome.Sample);
        var name = place.ToString(CultureInfo.InvariantCulture);
        var parts = new List<ExamplePart>();
        if (sample.Tensors.TryGetValue(SampleKeys.Image, out var image) && image.shape[0] is 1 or 3)
        {
            PictureFile.Write(Path.Combine(folder, name + ".png"), Picture(image));
            parts.Add(new(ExampleKind.Picture, "input") { File = name + ".png" });
        }

        if (sample.Tensors.TryGetValue(SampleKeys.Audio, out var sound) && model.Dataset.AudioRate > 0)
        {
            SoundFile.Write(Path.Combine(folder, name + ".wav"), new Sound(model.Dataset.AudioRate, sound.contiguous().data<float>().ToArray()));
            parts.Add(new(ExampleKind.Sound, "input") { File = name + ".wav" });
        }

        parts.Add(new(ExampleKind.Text, "sample") { Text = outcome.Sample.Id });
        var (truth, predicted) = (model.ClassNames[outcome.Sample.Label], model.ClassNames[outcome.Predicted]);
        return new(
            outcome.Right ? $"{truth}, predicted as such" : $"{truth}, predicted as {predicted}",
            new Dictionary<string, double>(StringComparer.Ordinal) { ["probability"] = Math.Round(outcome.Probability, 4) },
            parts);
    }

    // Values that are not from 0 to 1, such as those of a spectrogram, fill the range.
    private static Picture Picture(Tensor image)
    {
        using var scope = NewDisposeScope();
        var (low, high) = (image.min(), image.max());
        var fits = low.ToSingle() >= 0 && high.ToSingle() <= 1;
        var scaled = fits ? image : (image - low) / (high - low).clamp(min: 1e-9);
        var pixels = (scaled * 255).round().clamp(0, 255).to_type(ScalarType.Byte).permute(1, 2, 0).contiguous();
        return new((int)image.shape[2], (int)image.shape[1], (int)image.shape[0], pixels.data<byte>().ToArray());
    }

    private sealed record Outcome(SampleInfo Sample, int Predicted, float Probability)
    {
        public bool Right => Sample.Label == Predicted;
    }
}
