using System.Text.Json.Nodes;
using PluginHost.Json;
using PluginHost.Layout;
using PluginHost.Loading;

namespace PluginHost.Cli;

/// <summary>What every command works with.</summary>
internal sealed class CliEnvironment(HostLayout layout, TextWriter output, TextWriter error)
{
    private SharedAssemblies? _shared;

    public HostLayout Layout => layout;

    public TextWriter Output => output;

    public TextWriter Error => error;

    public SharedAssemblies Shared => _shared ??= new SharedAssemblies(layout.SharedDirectory);

    public void WriteJson(JsonNode json) => output.WriteLine(JsonFile.Text(json));
}
