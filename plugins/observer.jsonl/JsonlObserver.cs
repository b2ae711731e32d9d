using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace PluginHost.Plugins.Jsonl;

/// <summary>Writes events.jsonl into the run's folder.</summary>
/// <remarks>
/// Writes each event as one JSON object a line: <c>time</c> (ISO 8601 with offset), <c>event</c> (its name), then its own data. Every line
/// is flushed, so that another program can follow the run. A resumed run appends to its file.
/// </remarks>
/// <param name="options">Options.</param>
/// <param name="run">Says where the file lies and whether the run is resumed.</param>
[Component("jsonl")]
public sealed class JsonlObserver(JsonlOptions options, IRunContext run) : IRunObserver, IDisposable
{
    private const string FileName = "events.jsonl";
    private readonly Dictionary<string, DateTimeOffset> written = new(StringComparer.Ordinal);
    private FileStream? file;
    private Utf8JsonWriter? json;
    private bool disposed;

    /// <inheritdoc/>
    public void OnEvent(RunEvent runEvent)
    {
        if (disposed || (runEvent is ProgressReported progress && !IsDue(progress))) return;
        file ??= EventFile.Open(Path.Combine(run.Directory, FileName), run.Resume);
        json ??= new Utf8JsonWriter(file);
        json.Reset(file);
        json.WriteStartObject();
        json.WriteString("time", runEvent.Time);
        json.WriteString("event", runEvent.Name);
        runEvent.Write(json);
        json.WriteEndObject();
        json.Flush();
        file.WriteByte((byte)'\n');
        file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        json?.Dispose();
        file?.Dispose();
    }

    private bool IsDue(ProgressReported progress)
    {
        if (options.ProgressEverySeconds <= 0) return false;
        if (progress.Total > 0 && progress.Done >= progress.Total)
        {
            written.Remove(progress.Activity);
            return true;
        }

        if (written.TryGetValue(progress.Activity, out var last) && (progress.Time - last).TotalSeconds < options.ProgressEverySeconds) return false;
        written[progress.Activity] = progress.Time;
        return true;
    }
}

/// <summary>Options of the JSON lines observer.</summary>
public sealed class JsonlOptions
{
    /// <summary>Seconds between progress events of one activity; the last of an activity is always written; 0 writes none at all.</summary>
    [Range(0.0, 86400.0)]
    public double ProgressEverySeconds { get; set; } = 10;
}
