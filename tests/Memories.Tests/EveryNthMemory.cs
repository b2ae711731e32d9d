using System.ComponentModel;

namespace PluginHost.Memories.Tests;

public sealed class EveryNthOptions : BudgetOptions
{
    [Description("Which samples are stored: every n-th")]
    public int Nth { get; set; } = 10;
}

/// <summary>Stores every n-th sample that passes by; the oldest gives way.</summary>
public sealed class EveryNthMemory(EveryNthOptions options) : OnlineSlotMemory(options)
{
    protected override int Place(ILearningContext context, SampleInfo sample, int capacity) =>
        Arrived % options.Nth == 0 ? (int)(Arrived / options.Nth - 1) % capacity : -1;
}
