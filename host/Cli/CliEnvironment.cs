using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Layout;
using PluginHost.Loading;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.Cli;

/// <summary>What every command works with.</summary>
internal sealed class CliEnvironment(HostLayout initial, TextWriter output, TextWriter error)
{
    private SharedAssemblies? _shared;

    public HostLayout Layout { get; set; } = initial;

    /// <summary>Whether the process ends with the command, so that plugins of a run need not be unloaded.</summary>
    public bool OwnsProcess { get; init; }

    public TextWriter Output => output;

    public TextWriter Error => error;

    public SharedAssemblies Shared => _shared ??= new SharedAssemblies(Layout.SharedDirectory);

    /// <summary>Verification under the allow-lists that are in force in a project.</summary>
    public PluginVerification Verification(string project, FindingList findings) =>
        new(Shared, TrustPolicy.Read(Layout, project, findings));

    public void WriteJson(JsonNode json) => output.WriteLine(JsonFile.Text(json));
}
