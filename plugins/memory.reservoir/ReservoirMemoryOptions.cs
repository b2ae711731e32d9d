namespace PluginHost.Plugins.ReservoirMemory;

/// <summary>Options of the reservoir.</summary>
public sealed class ReservoirMemoryOptions : BudgetOptions;
