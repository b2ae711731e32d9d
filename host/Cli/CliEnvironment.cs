using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Layout;
using PluginHost.Loading;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.Cli;

/// <summary>Where a command writes, and for whom.</summary>
/// <param name="Output">Takes results.</param>
/// <param name="Error">Takes findings and notices.</param>
/// <param name="OwnsProcess">Whether the process ends with the command, so that plugins of a run need not be unloaded.</param>
internal sealed record CliStreams(TextWriter Output, TextWriter Error, bool OwnsProcess);

/// <summary>What every command works with.</summary>
internal sealed class CliEnvironment(HostLayout initial, CliStreams streams)
{
    private SharedAssemblies? _shared;

    public HostLayout Layout { get; set; } = initial;

    /// <summary>Whether the process ends with the command, so that plugins of a run need not be unloaded.</summary>
    public bool OwnsProcess => streams.OwnsProcess;

    public TextWriter Output => streams.Output;

    public TextWriter Error => streams.Error;

    public SharedAssemblies Shared => _shared ??= new SharedAssemblies(Layout.SharedDirectory);

    /// <summary>Verification under the allow-lists that are in force in a project.</summary>
    public Result<PluginVerification> Verification(string project)
    {
        var (policy, findings) = TrustPolicy.Read(Layout, project);
        return new(new PluginVerification(Shared, policy), findings);
    }

    public void WriteJson(JsonNode json) => Output.WriteLine(JsonFile.Text(json));
}
