using System.Globalization;
using PluginHost.Media.Pictures;
using PluginHost.Media.Sounds;
using PluginHost.Plugins.Separation.Mixing;

namespace PluginHost.Plugins.Separation.Use;

/// <summary>
/// Separates one of the run's own test mixtures by way of files, as a user's would be: writes the mixture, the targets and the pictures, separates the
/// mixture, and measures what was written beside what the run's test measures.
/// </summary>
/// <param name="options">The task's options.</param>
/// <param name="batches">Makes batches.</param>
/// <param name="task">The task.</param>
/// <param name="model">The trained model.</param>
internal sealed class TestMixture(SeparationOptions options, MixtureBatch batches, ITask task, ITrainedModel model)
{
    /// <summary>Separates a test mixture.</summary>
    /// <param name="place">Its place among those of the run's last test, from 0.</param>
    /// <param name="output">The folder of the results.</param>
    /// <param name="separation">Separates files.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was written, with the figures of both.</returns>
    public ApplicationResult Separate(int place, string output, FileSeparation separation, CancellationToken cancellationToken)
    {
        var draws = task.DrawEvaluation(model.Tested, model.Tested);
        if (place < 0 || place >= draws.Count) throw SeparationFaults.NoSuchExample(place, draws.Count);
        using var scope = NewDisposeScope();
        using var batch = task.Collate([draws[place]], model.Samples);
        using var tested = model.Predict(batch);
        var request = Written(() => Prepare(draws[place], batch, output), output);
        var result = separation.Separate(request, cancellationToken);
        return result with
        {
            Table = Compared(result, Measured(tested, result), model.Measure(tested), request),
            Files = [.. result.Files, .. Directory.EnumerateFiles(Path.Combine(output, "input"), "*", SearchOption.AllDirectories)],
        };
    }

    private static ApplicationRequest Written(Func<ApplicationRequest> prepare, string output)
    {
        try
        {
            return prepare();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException($"The test mixture cannot be written into '{output}': {exception.Message}", exception);
        }
    }

    private ApplicationRequest Prepare(Draw draw, Batch batch, string output)
    {
        var folder = Path.Combine(output, "input");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var waveforms = batches.Waveforms(draw, model.Samples);
        var file = Path.Combine(folder, "mixture.wav");
        SoundFile.Write(file, Sound(waveforms.sum([0])), SoundCoding.Float32);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var pictures = new List<GuidingPictures>();
        for (var row = 0; row < draw.Sources.Count; row++)
        {
            var sample = draw.Sources[row].Sample;
            var name = model.ClassNames[sample.Label];
            var safe = SourceFile.NameOf(name, taken);
            SoundFile.Write(Path.Combine(folder, safe + "-target.wav"), Sound(batch[SeparationKeys.Sources][row]), SoundCoding.Float32);
            pictures.Add(new(name, Pictures(sample, Path.Combine(folder, safe))) { Start = StartOf(draw.Sources[row]) });
        }

        return new()
        {
            Verb = "separate",
            Inputs = [file],
            Classes = [.. draw.Sources.Select(source => model.ClassNames[source.Sample.Label])],
            Pictures = pictures,
            Output = output,
        };
    }

    private Sound Sound(Tensor samples) => new(options.AudioRate, samples.contiguous().data<float>().ToArray());

    private string Pictures(SampleInfo info, string folder)
    {
        Directory.CreateDirectory(folder);
        using var sample = model.Load(info);
        var frames = sample[SampleKeys.Frames];
        for (var i = 0; i < frames.shape[0]; i++)
            PictureFile.Write(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{i + 1:000000}.png")), FramePicture.Of(frames[i]));
        return folder;
    }

    // The pictures are those of the whole sample, of which the clip is a stretch.
    private double StartOf(DrawSource source)
    {
        var clip = batches.Plan(source, model.Samples);
        return (clip.To - clip.From) / (double)options.AudioRate;
    }

    private IReadOnlyList<IReadOnlyDictionary<string, double>> Measured(Prediction tested, ApplicationResult result)
    {
        string[] waves = [.. result.Files.Where(file => file.EndsWith(".wav", StringComparison.Ordinal)).Skip(1)];
        var estimates = stack([.. waves.Select(wave => tensor(SoundFile.Read(wave).Mono()[..options.Samples]))], 0);
        using var written = new Prediction(tested.Draws, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SeparationKeys.Estimates] = estimates,
            [SeparationKeys.Mixtures] = tested[SeparationKeys.Mixtures].clone(),
            [SeparationKeys.References] = tested[SeparationKeys.References].clone(),
        });
        return model.Measure(written);
    }

    private static TableReported Compared(
        ApplicationResult result,
        IReadOnlyList<IReadOnlyDictionary<string, double>> written,
        IReadOnlyList<IReadOnlyDictionary<string, double>> tested,
        ApplicationRequest request)
    {
        string[] figures = [.. tested[0].Keys.Where(written[0].ContainsKey).Take(1)];
        return new()
        {
            Title = result.Table.Title,
            Columns = [.. result.Table.Columns, .. figures.SelectMany(figure => new[] { figure, $"{figure} in the run's test" })],
            Rows =
            [
                .. result.Table.Rows.Select((row, place) => (IReadOnlyList<object?>)
                [
                    .. row,
                    .. figures.SelectMany(figure => place == 0 ? [null, null]
                        : new object?[] { Value(written[place - 1], figure), Value(tested[place - 1], figure) }),
                ]),
            ],
            Caption = $"{result.Table.Caption} The mixture, its targets and the pictures are in {Path.GetDirectoryName(request.Inputs[0])}.",
        };
    }

    private static object? Value(IReadOnlyDictionary<string, double> figures, string name) =>
        figures.TryGetValue(name, out var value) ? Math.Round(value, 3) : null;
}
