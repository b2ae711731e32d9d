using System.Text.Json.Nodes;
using NuGet.Versioning;
using PluginHost.Discovery;
using PluginHost.Json;
using PluginHost.Loading;

namespace PluginHost.Jobs;

/// <summary>
/// A component that a job asks for. It grows on its way: reading a job gives it the wish, selecting a folder, loading a plugin and what that
/// registered, binding its options, composing the object. What a stage could not find out stays <see langword="null"/>.
/// </summary>
internal sealed record JobComponent
{
    /// <summary>The kind, such as <c>strategy</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The key that it stands under in the job: its kind, or the name that another component of the job gives to the kind.</summary>
    public string Key { get => field ?? Kind; init; }

    /// <summary>Its path in the job: <c>strategy</c> or <c>metric[1]</c>. No two components of a job have the same.</summary>
    public required string Path { get; init; }

    /// <summary>The component's name.</summary>
    public required string Use { get; init; }

    /// <summary>The versions of the plugin that will do.</summary>
    public VersionRange Range { get; init; } = VersionRange.All;

    /// <summary>The id of the plugin it must come from, or <see langword="null"/> for whichever provides it.</summary>
    public string? From { get; init; }

    /// <summary>The options as the job gives them.</summary>
    public JsonNode? Options { get; init; }

    /// <summary>Select: the plugin that serves it.</summary>
    public PluginFolder? Folder { get; init; }

    /// <summary>Load: that plugin in memory.</summary>
    public LoadedPlugin? Plugin { get; init; }

    /// <summary>Load: what the plugin registered for it. Whoever has it has a plugin, too.</summary>
    public ComponentRegistration? Registration { get; init; }

    /// <summary>Bind: the options object that its constructor gets; <see langword="null"/> without options or with faulty ones.</summary>
    public object? OptionsValue { get; init; }

    /// <summary>Bind: the options with every default filled in.</summary>
    public JsonNode? ResolvedOptions { get; init; }

    /// <summary>Compose: the object.</summary>
    public object? Instance { get; init; }

    /// <summary>The class, once the plugin is loaded.</summary>
    public Type Implementation => Registration!.Implementation;

    /// <summary>Kind and name, without the place in the job.</summary>
    public string Name => $"{Kind}.{Use}";

    /// <summary>The path in the job of a path inside the options.</summary>
    public string OptionPath(string inside) => JsonPath.Join($"{Path}.options", inside);

    public override string ToString() => Path.EndsWith(']') ? $"{Name} ({Path})" : Name;
}
