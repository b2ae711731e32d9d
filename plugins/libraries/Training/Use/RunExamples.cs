using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>
/// Keeps examples of what a run's last model does in the folder <c>examples/</c> of the run: <c>index.json</c> and the files that it names. The
/// folder is there whole or not at all.
/// </summary>
public sealed class RunExamples
{
    private static readonly JsonWriterOptions s_readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JobParts _parts;
    private readonly IShowsExamples _task;

    private RunExamples(JobParts parts, IShowsExamples task) => (_parts, _task) = (parts, task);

    private string Folder => Path.Combine(_parts.Run.Directory, "examples");

    /// <summary>The examples of a run; <see langword="null"/> if its task has none or the options want none.</summary>
    /// <param name="parts">The parts of the job.</param>
    public static RunExamples? Of(JobParts parts) =>
        parts.Task is IShowsExamples task && parts.Options.Records.Examples > 0 ? new(parts, task) : null;

    /// <summary>Writes the examples. What goes wrong is a warning: the run is complete.</summary>
    /// <param name="model">The model after the last experience.</param>
    public void Write(ITrainedModel model)
    {
        var unfinished = Folder + AtomicFile.Unfinished;
        try
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
            Directory.CreateDirectory(unfinished);
            var sheet = _parts.Calls.Do(_task, nameof(IShowsExamples.WriteExamples),
                () => _task.WriteExamples(model, _parts.Options.Records.Examples, unfinished));
            if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
            if (sheet is null)
            {
                Directory.Delete(unfinished, recursive: true);
                return;
            }

            AtomicFile.Write(Path.Combine(unfinished, "index.json"), stream =>
            {
                using var writer = new Utf8JsonWriter(stream, s_readable);
                ToJson(sheet).WriteTo(writer);
            });
            Directory.Move(unfinished, Folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or RunFailedException
            or ComponentFailedException or JobException)
        {
            _parts.Events.Publish(new MessageReported
            {
                Severity = FindingSeverity.Warning, Text = $"No examples were kept for the report: {exception.Message}",
            });
        }
    }

    private static JsonObject ToJson(ExampleSheet sheet) => new()
    {
        ["title"] = sheet.Title,
        ["items"] = new JsonArray([.. sheet.Items.Select(item => new JsonObject
        {
            ["title"] = item.Title,
            ["figures"] = new JsonObject(item.Figures.Where(figure => double.IsFinite(figure.Value))
                .Select(figure => KeyValuePair.Create(figure.Key, (JsonNode?)figure.Value))),
            ["parts"] = new JsonArray([.. item.Parts.Select(part => new JsonObject
            {
                ["kind"] = part.Kind.ToString().ToLowerInvariant(),
                ["label"] = part.Label,
                ["file"] = part.File.Length > 0 ? part.File : null,
                ["text"] = part.Text.Length > 0 ? part.Text : null,
                ["group"] = part.Group.Length > 0 ? part.Group : null,
            })]),
        })]),
    };
}
