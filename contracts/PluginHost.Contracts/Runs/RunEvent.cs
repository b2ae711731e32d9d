using System.Text.Json;

namespace PluginHost.Contracts;

/// <summary>Something that happened in a run. Derived classes carry the data; observers match on the type or write the JSON form.</summary>
public abstract class RunEvent
{
    /// <summary>When it happened.</summary>
    public DateTimeOffset Time { get; init; } = DateTimeOffset.Now;

    /// <summary>The event's name in logs: lower-case words joined by hyphens. Stable.</summary>
    public abstract string Name { get; }

    /// <summary>Writes the event's own data as properties into an object that the caller has opened.</summary>
    /// <param name="json">The writer, inside an object.</param>
    public abstract void Write(Utf8JsonWriter json);
}
