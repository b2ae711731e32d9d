using PluginHost.Findings;

namespace PluginHost.Watching;

/// <summary>What a check of one plugin found; texts only, so that the plugin is gone.</summary>
/// <param name="Name">Id and version.</param>
/// <param name="Components">What it registered.</param>
/// <param name="Findings">What is wrong with it.</param>
internal sealed record CheckedPlugin(string Name, IReadOnlyList<string> Components, FindingList Findings);
