using PluginHost.Instruments.Figures;
using PluginHost.Instruments.Scores;
using PluginHost.Instruments.Voices;

namespace PluginHost.Instruments.Catalog;

/// <summary>One class: how it is composed for, how it sounds when synthesised, what it looks like, how its hand moves.</summary>
public sealed record Instrument
{
    public required string Name { get; init; }

    public required ScoreStyle Style { get; init; }

    public required Voice Voice { get; init; }

    public required IReadOnlyList<Shape> Figure { get; init; }

    public required Gesture Gesture { get; init; }
}
