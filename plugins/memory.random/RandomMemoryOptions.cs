namespace PluginHost.Plugins.RandomMemory;

/// <summary>Options of the random memory.</summary>
public sealed class RandomMemoryOptions : BudgetOptions;
