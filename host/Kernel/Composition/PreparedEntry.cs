using PluginHost.Jobs;
using PluginHost.Json;
using PluginHost.Loading;
using PluginHost.Options;

namespace PluginHost.Composition;

/// <summary>An entry of a job whose plugin is loaded and whose options are bound.</summary>
internal sealed class PreparedEntry
{
    public required JobEntry Entry { get; init; }

    public required LoadedPlugin Plugin { get; init; }

    public required ComponentRegistration Component { get; init; }

    /// <summary>The options, or <see langword="null"/> for a component without any or with faulty ones.</summary>
    public required BoundOptions? Options { get; init; }

    public Type Implementation => Component.Implementation;

    /// <summary>The path in the job of a path inside the options.</summary>
    public string OptionPath(string inside) => JsonPath.Join($"{Entry.Path}.options", inside);

    public override string ToString() => Entry.Path.EndsWith(']') ? $"{Component} ({Entry.Path})" : Component.ToString();
}
