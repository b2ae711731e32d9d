using System.Text;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetClassification.Letters;
using PluginHost.DataSets.Splitting;

namespace DataSets.Tests.Classification;

/// <summary>Small kits of strokes, each in layers that stay together.</summary>
public sealed class DomainSplitTests
{
    private static readonly LettersOptions _shares = new() { Validation = 0.1, Test = 0.2 };

    [Fact]
    public void Each_class_of_a_domain_that_has_two_strokes_is_trained_and_tested_there_and_no_stroke_is_on_both_sides()
    {
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var items = Kits(kits: 6, classes: 4, strokes: 2, layers: 3);
            var splits = StableSplit.Assign(items, Shares(seed));
            foreach (var part in items.Zip(splits).GroupBy(pair => (pair.First.Domain, pair.First.Label)))
                part.Select(pair => pair.Second).Distinct().Order().ToArray().ShouldBe([Split.Train, Split.Test], $"{part.Key} with seed {seed}");
            items.Zip(splits).GroupBy(pair => pair.First.Group).ShouldAllBe(stroke => stroke.Select(pair => pair.Second).Distinct().Count() == 1);
        }
    }

    [Fact]
    public void A_class_with_one_stroke_a_domain_is_trained_in_most_and_tested_in_its_share_of_them()
    {
        // Ten kits with one stroke of class 1 each: two of them at least are tested when the hash gives none.
        foreach (var seed in Enumerable.Range(0, 40))
        {
            LabelledItem[] items = [.. Kits(kits: 10, classes: 1, strokes: 2, layers: 1), .. Kits(10, 1, 1, 2).Select(item => item with { Label = 1, Id = $"{item.Id}-b", Group = $"{item.Group}-b" })];
            items = [.. items.Select(item => item with { Content = LabelledItem.Digest(Encoding.UTF8.GetBytes(item.Id)) })];
            var single = items.Zip(StableSplit.Assign(items, Shares(seed))).Where(pair => pair.First.Label == 1).ToLookup(pair => pair.Second, pair => pair.First.Domain);
            single[Split.Train].Distinct().Count().ShouldBeGreaterThan(2);
            var hashed = items.Where(item => item.Label == 1).Select(item => item.Group).Distinct()
                .Count(group => StableSplit.Of(items.Where(item => item.Group == group).Select(item => item.Id).Order(StringComparer.Ordinal).First(), Shares(seed)) == Split.Test);
            single[Split.Test].Distinct().Count().ShouldBe(hashed == 0 ? 2 : hashed, $"seed {seed}");
        }
    }

    [Fact]
    public void A_domain_of_single_strokes_gets_a_test_as_long_as_training_keeps_its_class_elsewhere()
    {
        foreach (var seed in Enumerable.Range(0, 20))
        {
            // The first kit has one stroke of each of four classes, the second has three of each.
            LabelledItem[] items = [.. Kits(1, 4, 1, 2), .. Kits(1, 4, 3, 2).Select(item => item with { Domain = "large", Id = $"large-{item.Id}", Group = $"large-{item.Group}" })];
            items = [.. items.Select(item => item with { Content = LabelledItem.Digest(Encoding.UTF8.GetBytes(item.Id)) })];
            var splits = items.Zip(StableSplit.Assign(items, Shares(seed))).ToArray();
            var small = splits.Where(pair => pair.First.Domain != "large").Select(pair => pair.Second).ToArray();
            small.ShouldContain(Split.Test, $"seed {seed}");
            small.ShouldContain(Split.Train);
            splits.Where(pair => pair.Second == Split.Train).Select(pair => pair.First.Label).Distinct().Count().ShouldBe(4);
        }
    }

    [Fact]
    public void Nothing_moves_where_the_hash_gave_every_part_both_sides_and_the_order_of_the_list_does_not_matter()
    {
        var large = Kits(kits: 2, classes: 2, strokes: 200, layers: 1);
        StableSplit.Assign(large, _shares).ShouldBe(large.Select(item => StableSplit.Of(item.Id, _shares)));
        var small = Kits(kits: 5, classes: 3, strokes: 2, layers: 2);
        var splits = small.Zip(StableSplit.Assign(small, _shares)).ToDictionary(pair => pair.First.Id, pair => pair.Second);
        splits.Count(pair => pair.Value != StableSplit.Of(pair.Key, _shares)).ShouldBeGreaterThan(0);
        LabelledItem[] other = [.. small.Reverse()];
        StableSplit.Assign(other, _shares).ShouldBe(other.Select(item => splits[item.Id]));
    }

    [Fact]
    public void A_stroke_that_two_kits_share_is_on_one_side_in_both()
    {
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var items = Kits(kits: 2, classes: 2, strokes: 4, layers: 1)
                .Select(item => item with { Content = LabelledItem.Digest(Encoding.UTF8.GetBytes(item.Id[(item.Id.IndexOf('/') + 1)..])) }).ToArray();
            var splits = items.Zip(StableSplit.Assign(items, Shares(seed))).ToArray();
            splits.GroupBy(pair => pair.First.Content).ShouldAllBe(copies => copies.Count() == 2 && copies.Select(copy => copy.Second).Distinct().Count() == 1);
            splits.GroupBy(pair => (pair.First.Domain, pair.First.Label)).ShouldAllBe(part => part.Any(pair => pair.Second == Split.Test));
        }
    }

    [Fact]
    public void Without_a_share_of_test_nothing_is_tested()
    {
        var items = Kits(kits: 4, classes: 2, strokes: 2, layers: 1);
        StableSplit.Assign(items, new LettersOptions { Validation = 0.5, Test = 0 }).ShouldNotContain(Split.Test);
    }

    private static LettersOptions Shares(int seed) => new() { Validation = 0.1, Test = 0.2, SplitSeed = seed };

    private static LabelledItem[] Kits(int kits, int classes, int strokes, int layers) =>
    [
        .. from kit in Enumerable.Range(0, kits)
           from label in Enumerable.Range(0, classes)
           from stroke in Enumerable.Range(0, strokes)
           from layer in Enumerable.Range(0, layers)
           let id = $"kit{kit}/{label}/stroke{stroke}~{layer}"
           select new LabelledItem(id, label, LabelledItem.Digest(Encoding.UTF8.GetBytes(id)))
           {
               Domain = $"kit{kit}", Group = layers == 1 ? "" : $"kit{kit}/{label}/stroke{stroke}",
           },
    ];
}
