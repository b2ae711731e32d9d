using System.Text.Json.Nodes;
using NuGet.Versioning;

namespace PluginHost.Jobs;

/// <summary>One component that a job asks for.</summary>
internal sealed record JobEntry
{
    public required string Kind { get; init; }

    /// <summary>The key that it stands under in the job: its kind, or the name that another component of the job gives to the kind.</summary>
    public string Key { get => field ?? Kind; init; }

    /// <summary>Its path in the job: <c>strategy</c> or <c>metric[1]</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The component's name.</summary>
    public required string Use { get; init; }

    /// <summary>The versions of the plugin that will do.</summary>
    public VersionRange Range { get; init; } = VersionRange.All;

    /// <summary>The plugin it must come from, or <see langword="null"/> for whichever provides it.</summary>
    public string? Plugin { get; init; }

    public JsonNode? Options { get; init; }

    public override string ToString() => $"{Kind}.{Use}";
}
