using System.Globalization;
using PluginHost.Media.Pictures;
using PluginHost.Media.Sounds;
using PluginHost.Plugins.Separation.Mixing;
using PluginHost.Spectra;

namespace PluginHost.Plugins.Separation.Use;

/// <summary>
/// Test mixtures to listen to, spread evenly over the test: of each the mixture, and of each source target, estimate, their spectrograms, the mask
/// and the picture that guides it.
/// </summary>
/// <param name="options">The task's options.</param>
/// <param name="batches">Makes batches.</param>
/// <param name="task">The task.</param>
/// <param name="model">The model.</param>
internal sealed class SeparationExamples(SeparationOptions options, MixtureBatch batches, ITask task, ITrainedModel model)
{
    private readonly Spectrograms _spectrograms = new(options.NFft, options.Hop);

    /// <summary>Writes examples.</summary>
    /// <param name="count">How many; fewer if there are fewer mixtures.</param>
    /// <param name="folder">Where their files go.</param>
    /// <returns>What the files are.</returns>
    public ExampleSheet Write(int count, string folder)
    {
        var draws = task.DrawEvaluation(model.Tested, model.Tested);
        count = Math.Min(count, draws.Count);
        return new("Test mixtures after the last experience",
            [.. Enumerable.Range(0, count).Select(i => Write(draws[(int)((i + 0.5) * draws.Count / count)], i, folder))]);
    }

    private Example Write(Draw draw, int place, string root)
    {
        using var scope = NewDisposeScope();
        var name = place.ToString(CultureInfo.InvariantCulture);
        var folder = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        using var batch = task.Collate([draw], model.Samples);
        using var prediction = model.Predict(batch);
        var figures = model.Measure(prediction);
        var mixture = prediction[SeparationKeys.Mixtures][0];
        var heard = Spectrogram(mixture);
        var parts = new List<ExamplePart> { Sound("mixture", "mixture", mixture, ""), Picture("spectrogram", "mixture", heard.Draw(heard.Loudest), "") };
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var row = 0; row < draw.Sources.Count; row++)
        {
            var group = SourceFile.NameOf(model.ClassNames[draw.Sources[row].Sample.Label], taken);
            var (target, estimate) = (prediction[SeparationKeys.References][row], prediction[SeparationKeys.Estimates][row]);
            var source = $"source-{row + 1}";
            parts.Add(Sound("target", $"{source}-target", target, group));
            parts.Add(Sound("separated", $"{source}-separated", estimate, group));
            parts.Add(Picture("target", $"{source}-target", Spectrogram(target).Draw(heard.Loudest), group));
            parts.Add(Picture("separated", $"{source}-separated", Spectrogram(estimate).Draw(heard.Loudest), group));
            parts.Add(Picture("mask", $"{source}-mask", SpectrogramPicture.DrawMask(Mask(estimate, mixture), options.Hop), group));
            if (Frame(draw.Sources[row]) is { } frame) parts.Add(Picture("guiding picture", $"{source}-frame", frame, group));
            if (figures[row].Count > 0) parts.Add(Words(figures[row], group));
        }

        return new(string.Join(" + ", draw.Sources.Select(source => model.ClassNames[source.Sample.Label])), Means(figures), parts);

        ExamplePart Sound(string label, string file, Tensor samples, string group)
        {
            SoundFile.Write(Path.Combine(folder, file + ".wav"), new Sound(options.AudioRate, samples.contiguous().data<float>().ToArray()));
            return new(ExampleKind.Sound, label) { File = $"{name}/{file}.wav", Group = group };
        }

        ExamplePart Picture(string label, string file, Picture picture, string group)
        {
            PictureFile.Write(Path.Combine(folder, file + ".png"), picture);
            return new(ExampleKind.Picture, label) { File = $"{name}/{file}.png", Group = group };
        }
    }

    private static ExamplePart Words(IReadOnlyDictionary<string, double> figures, string group) => new(ExampleKind.Text, "figures")
    {
        Text = string.Join(", ", figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Key} {figure.Value:0.00}"))),
        Group = group,
    };

    private static Dictionary<string, double> Means(IReadOnlyList<IReadOnlyDictionary<string, double>> rows) =>
        rows.SelectMany(row => row).GroupBy(figure => figure.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Average(figure => figure.Value), StringComparer.Ordinal);

    private static SpectrogramPicture Spectrogram(Tensor samples)
    {
        var picture = new SpectrogramPicture();
        picture.Add(samples.contiguous().data<float>().ToArray());
        return picture;
    }

    // What the mask let through of each cell.
    private Tensor Mask(Tensor estimate, Tensor mixture)
    {
        var (passed, all) = (_spectrograms.Analyse(estimate.unsqueeze(0)).abs(), _spectrograms.Analyse(mixture.unsqueeze(0)).abs());
        return (passed / all.clamp(min: 1e-8)).clamp(0, 1)[0];
    }

    private Picture? Frame(DrawSource source)
    {
        using var sample = model.Load(source.Sample);
        return sample.Tensors.TryGetValue(SampleKeys.Frames, out var frames)
            ? FramePicture.Of(frames[Math.Min(batches.Plan(source, model.Samples).Frame, frames.shape[0] - 1)])
            : null;
    }
}
