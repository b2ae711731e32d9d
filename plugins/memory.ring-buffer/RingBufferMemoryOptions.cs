namespace PluginHost.Plugins.RingBufferMemory;

/// <summary>Options of the ring buffer.</summary>
public sealed class RingBufferMemoryOptions : BudgetOptions;
