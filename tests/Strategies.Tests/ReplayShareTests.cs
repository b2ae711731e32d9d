using PluginHost.Plugins.Replay;

namespace PluginHost.Strategies.Tests;

public sealed class ReplayShareTests
{
    private static readonly TrainingEntry[] Proposed =
    [
        .. Enumerable.Range(0, 9).Select(i => Entry($"new{i}", 2, fromMemory: false)),
        .. Enumerable.Range(0, 4).Select(i => Entry($"old{i % 2}", 0, fromMemory: true)),
    ];

    [Theory]
    [InlineData(0.5, 9)]
    [InlineData(0.25, 3)]
    [InlineData(0.9, 81)]
    public void Exemplars_take_turns_until_they_have_their_share(double share, int expected)
    {
        var list = Choose(share, Proposed);
        list.Take(9).ShouldBe(Proposed.Take(9));
        var old = list.Skip(9).ToArray();
        old.Length.ShouldBe(expected);
        old.Select((entry, i) => entry.Sample.Id == $"old{i % 2}" && entry.FromMemory).ShouldAllBe(right => right);
    }

    [Fact]
    public void A_list_without_exemplars_or_a_share_of_zero_stays_as_it_is()
    {
        Choose(0, Proposed).ShouldBe(Proposed);
        Choose(0.5, Proposed[..9]).ShouldBe(Proposed[..9]);
    }

    private static IReadOnlyList<TrainingEntry> Choose(double share, TrainingEntry[] proposed)
    {
        using var scene = new ToyScene(new ReplayStrategy(new() { Share = share }));
        return scene.Steps.Hooks.ChooseEntries(proposed);
    }

    private static TrainingEntry Entry(string id, int label, bool fromMemory) =>
        new(new() { Id = id, Label = label, Split = Split.Train, Index = 0 }, fromMemory);
}
