using PluginHost.Learning;
using PluginHost.Plugins.DatasetSoundfont.Banks;

namespace PluginHost.Plugins.DatasetSoundfont.Building;

/// <summary>A clip to be built: who plays it and where it belongs.</summary>
internal sealed class ClipPlan
{
    public required string Id { get; init; }

    public required string Class { get; init; }

    public required Split Split { get; init; }

    public required Bank Bank { get; init; }

    public required (int Bank, int Program) Preset { get; init; }

    /// <summary>Semitones by which the notes are shifted for this preset.</summary>
    public required int Shift { get; init; }

    /// <summary>Whether another instrument's samples stand in for the class.</summary>
    public required bool Proxy { get; init; }
}
