using PluginHost.Media.Streams;
using PluginHost.Plugins.Separation.Mixing;

namespace PluginHost.Plugins.Separation.Use;

/// <summary>Separates a user's file: a WAV and a spectrogram for each class that is asked for, and for the mixture as the model hears it.</summary>
/// <param name="options">The task's options.</param>
/// <param name="batches">Makes batches.</param>
/// <param name="pictureSize">Height and width of the pictures that the model sees; 0 if it sees none.</param>
/// <param name="model">The trained model.</param>
internal sealed class FileSeparation(SeparationOptions options, MixtureBatch batches, int pictureSize, ITrainedModel model)
{
    /// <summary>Separates.</summary>
    /// <param name="request">The file, the classes, and what shows them.</param>
    /// <param name="cancellationToken">Ends the work; files that are not whole go.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="JobException">The input cannot be used.</exception>
    /// <exception cref="RunFailedException">The results cannot be written.</exception>
    public ApplicationResult Separate(ApplicationRequest request, CancellationToken cancellationToken)
    {
        if (request.Inputs is not [var input]) throw SeparationFaults.OneInput(request.Inputs.Count);
        var draw = Asked(request.Classes, input);
        var shape = GuideShape.Of(model);
        using var sound = SoundStream.Open(input, options.AudioRate);
        var opened = new Dictionary<GuidingPictures, GuideFrames>();
        var files = new List<SourceFile>();
        try
        {
            GuidingPictures[] guiding = [.. Guides(request, input).Select(pictures => pictures with { Class = "" })];
            foreach (var pictures in guiding.Distinct()) opened[pictures] = new(pictures, shape);
            Directory.CreateDirectory(request.Output);
            var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var name in request.Classes.Prepend("mixture"))
                files.Add(new(request.Output, SourceFile.NameOf(name, taken), options.AudioRate, sound.FileRate));
            new WindowedSeparation(options, batches, pictureSize, model)
                .Run(sound, draw, [.. guiding.Select(pictures => opened[pictures])], Write, cancellationToken);
            var loudest = files.Max(file => file.Loudest);
            foreach (var file in files) file.Complete(loudest);
            return Result(request, files);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException($"The results cannot be written into '{request.Output}': {exception.Message}", exception);
        }
        finally
        {
            foreach (var guide in opened.Values) guide.Dispose();
            files.ForEach(file => file.Dispose());
        }

        void Write(float[] mixture, float[][] sources)
        {
            files[0].Write(mixture);
            for (var i = 0; i < sources.Length; i++) files[i + 1].Write(sources[i]);
        }
    }

    private Draw Asked(IReadOnlyList<string> classes, string input)
    {
        if (classes.Count == 0) throw SeparationFaults.NoClasses(model.ClassNames);
        var known = model.ClassNames.ToList();
        return new()
        {
            Training = false,
            Sources =
            [
                .. classes.Select((name, place) => new DrawSource
                {
                    Sample = new()
                    {
                        Id = $"{input}#{place}",
                        Split = Split.Test,
                        Label = known.IndexOf(name) is >= 0 and var label ? label : throw SeparationFaults.UnknownClass(name, known),
                    },
                }),
            ],
        };
    }

    // A class that is asked for twice takes the pictures that are given for it one after the other.
    private static IEnumerable<GuidingPictures> Guides(ApplicationRequest request, string input)
    {
        if (request.Pictures.FirstOrDefault(each => each.Class.Length > 0 && !request.Classes.Contains(each.Class)) is { } stray)
            throw SeparationFaults.StrayPictures(stray.Class);
        for (var place = 0; place < request.Classes.Count; place++)
        {
            var name = request.Classes[place];
            GuidingPictures[] own = [.. request.Pictures.Where(each => each.Class == name)];
            var earlier = request.Classes.Take(place).Count(each => each == name);
            yield return own.Length > 0 ? own[Math.Min(earlier, own.Length - 1)]
                : request.Pictures.FirstOrDefault(each => each.Class.Length == 0) ?? new("", input);
        }
    }

    private static ApplicationResult Result(ApplicationRequest request, List<SourceFile> files)
    {
        var table = new TableReported
        {
            Title = $"Separated into {request.Output}",
            Columns = ["sound", "peak (dBFS)", "level (dBFS)", "share of energy (%)", "file"],
            Rows =
            [
                .. files.Select((file, place) => (IReadOnlyList<object?>)
                [
                    place == 0 ? "mixture" : request.Classes[place - 1],
                    Finite(file.Peak),
                    Finite(file.Level),
                    files[0].Energy > 0 ? Math.Round(100 * file.Energy / files[0].Energy, 1) : null,
                    Path.GetFileName(file.Wave),
                ]),
            ],
            Caption = "Level: root mean square. Beside each WAV stands a PNG with its spectrogram.",
        };
        return new(table, [.. files.SelectMany(file => new[] { file.Wave, file.Image })], []);
    }

    // Silence has no level.
    private static object? Finite(double decibels) => double.IsFinite(decibels) ? Math.Round(decibels, 1) : null;
}
