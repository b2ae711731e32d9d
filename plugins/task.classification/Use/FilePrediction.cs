using System.Globalization;
using System.Text;

namespace PluginHost.Plugins.Classification.Use;

/// <summary>Says which of the run's classes files belong to: a row a file in <c>predictions.csv</c>, with the probability of every class.</summary>
/// <param name="task">The task.</param>
/// <param name="model">The trained model.</param>
internal sealed class FilePrediction(ITask task, ITrainedModel model)
{
    private const int AtATime = 16;
    private const int Shown = 50;
    private const int Best = 3;

    /// <summary>Predicts.</summary>
    /// <param name="request">The files, and the folder of the results.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was written; files that cannot be read are faults.</returns>
    /// <exception cref="JobException">The data set reads no files, or none of them can be used.</exception>
    /// <exception cref="RunFailedException">The results cannot be written.</exception>
    public ApplicationResult Predict(ApplicationRequest request, CancellationToken cancellationToken)
    {
        var reader = model.Files ?? throw new JobException(new Finding
        {
            Code = "CT0201",
            Where = "dataset",
            What = $"The run's data set '{model.Dataset.Name}' reads no files of others",
            Expected = "a run on a data set of pictures or sounds",
        });
        var files = request.Inputs.SelectMany(input => Expand(input, reader)).ToArray();
        var rows = new List<(string File, float[] Probabilities)>();
        var faults = new List<Finding>();
        foreach (var chunk in files.Chunk(AtATime))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (samples, unread) = Read(chunk, reader);
            faults.AddRange(unread);
            if (samples.Count > 0) rows.AddRange(Predict(samples));
            model.Events.Publish(new ProgressReported { Activity = "predicting", Done = rows.Count + faults.Count, Total = files.Length, Unit = "files" });
        }

        if (rows.Count == 0) throw new JobException([.. faults.Select(fault => fault with { Severity = FindingSeverity.Error })]);
        return new(Table(request.Output, rows), [Write(request.Output, rows)], faults);
    }

    private static IEnumerable<string> Expand(string input, IFileReader reader)
    {
        if (File.Exists(input)) return [input];
        string[] found = !Directory.Exists(input) ? [] :
        [
            .. Directory.EnumerateFiles(input, "*", SearchOption.AllDirectories)
                .Where(file => reader.Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal),
        ];
        return found.Length > 0 ? found : throw new JobException(new Finding
        {
            Code = "CT0202",
            Where = "--input",
            What = Directory.Exists(input) ? $"The folder '{input}' has no file that the run's data set reads" : $"There is no file '{input}'",
            Expected = $"files ending in {string.Join(", ", reader.Endings)}",
        });
    }

    private static (List<Sample> Samples, List<Finding> Faults) Read(string[] files, IFileReader reader)
    {
        var samples = new List<Sample>();
        var faults = new List<Finding>();
        foreach (var file in files)
        {
            try
            {
                // The task wants a label; no score depends on it.
                samples.Add(reader.ReadFile(file, new() { Id = file, Label = 0, Split = Split.Test }));
            }
            catch (JobException exception)
            {
                faults.AddRange(exception.Findings.Select(finding => finding with
                {
                    Severity = FindingSeverity.Warning, Where = finding.Where.Length > 0 ? finding.Where : file,
                }));
            }
        }

        return (samples, faults);
    }

    private IEnumerable<(string File, float[] Probabilities)> Predict(List<Sample> samples)
    {
        using var source = new ReadSamples(samples, model.Dataset);
        Draw[] draws = [.. samples.Select(sample => new Draw { Training = false, Sources = [new() { Sample = sample.Info }] })];
        using var batch = task.Collate(draws, source);
        using var prediction = model.Predict(batch);
        var probabilities = nn.functional.softmax(prediction[PredictionKeys.Logits], 1);
        return [.. samples.Select((sample, row) => (sample.Info.Id, probabilities[row].data<float>().ToArray()))];
    }

    private TableReported Table(string output, List<(string File, float[] Probabilities)> rows) => new()
    {
        Title = $"{rows.Count} files predicted; all are in {Path.Combine(output, "predictions.csv")}",
        Columns = ["file", "class", "probability", "then"],
        Rows =
        [
            .. rows.Take(Shown).Select(row =>
            {
                int[] order = [.. Enumerable.Range(0, row.Probabilities.Length).OrderByDescending(k => row.Probabilities[k])];
                return (IReadOnlyList<object?>)
                [
                    Path.GetFileName(row.File),
                    model.ClassNames[order[0]],
                    Math.Round(row.Probabilities[order[0]], 3),
                    string.Join(", ", order.Skip(1).Take(Best - 1).Select(k =>
                        string.Create(CultureInfo.InvariantCulture, $"{model.ClassNames[k]} {row.Probabilities[k]:0.000}"))),
                ];
            }),
        ],
        Caption = rows.Count > Shown ? $"The first {Shown}." : null,
    };

    private string Write(string output, List<(string File, float[] Probabilities)> rows)
    {
        var classes = model.ClassNames;
        var text = new StringBuilder("file,class,probability");
        foreach (var name in classes) text.Append(',').Append(Field(name));
        text.Append('\n');
        foreach (var (file, probabilities) in rows)
        {
            var best = Array.IndexOf(probabilities, probabilities.Max());
            text.Append(Field(file)).Append(',').Append(Field(classes[best])).Append(',').Append(Number(probabilities[best]));
            foreach (var probability in probabilities) text.Append(',').Append(Number(probability));
            text.Append('\n');
        }

        var path = Path.Combine(output, "predictions.csv");
        try
        {
            Directory.CreateDirectory(output);
            File.WriteAllText(path + ".part", text.ToString());
            File.Move(path + ".part", path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException($"'{path}' cannot be written: {exception.Message}", exception);
        }

        return path;
    }

    private static string Number(float value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private sealed class ReadSamples(List<Sample> samples, DatasetInfo info) : ISampleSource, IDisposable
    {
        private readonly Dictionary<string, Sample> _samples = samples.DistinctBy(sample => sample.Info.Id)
            .ToDictionary(sample => sample.Info.Id, StringComparer.Ordinal);

        public DatasetInfo Dataset => info;

        public Sample Get(SampleInfo sample) => _samples[sample.Id];

        public void Dispose()
        {
            foreach (var sample in _samples.Values) sample.Dispose();
        }
    }
}
