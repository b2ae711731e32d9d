using PluginHost.Contracts;
using PluginHost.Loading;

namespace PluginHost.Runs;

/// <summary>An engine about to run, and what is to be known of it if it goes wrong.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Name">The engine and its plugin, for messages.</param>
/// <param name="Plugins">The plugins of the job, one of which may turn out to be at fault.</param>
/// <param name="Deadline">How long it may take to stop.</param>
internal sealed record EngineLife(IJobEngine Engine, string Name, IReadOnlyList<LoadedPlugin> Plugins, TimeSpan Deadline);
