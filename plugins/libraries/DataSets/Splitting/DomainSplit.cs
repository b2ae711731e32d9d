using PluginHost.Learning;

namespace PluginHost.DataSets.Splitting;

/// <summary>
/// Mends a division by hash where domains are so small that it leaves some of them, or a class in them, without a side. As few samples as
/// possible change sides, those first whose hash is closest to the other side; what is tied together stays so.
/// </summary>
public static class DomainSplit
{
    /// <summary>
    /// Gives training and test samples to what has two groups of tied samples or more: each class in a domain, each class, each domain. What
    /// is taken from training for a test leaves some of its class in the domain (where there is more), of its class, and of its domain. A
    /// class without any test gets its share of groups, so that it is tested in more than one domain where it has enough.
    /// </summary>
    /// <param name="items">All items.</param>
    /// <param name="ties">Which of them stay together.</param>
    /// <param name="splits">The split of every item; changed.</param>
    /// <param name="options">The shares; without a share of test nothing is moved there.</param>
    public static void Mend(IReadOnlyList<LabelledItem> items, Ties ties, Split[] splits, DivisionOptions options)
    {
        Block[] blocks =
        [
            .. Enumerable.Range(0, items.Count).GroupBy(ties.First, StringComparer.Ordinal)
                .Where(block => block.All(item => items[item].Given is null))
                .Select(block => new Block(StableSplit.Place(block.Key, options.SplitSeed), [.. block]) { Split = splits[block.First()] })
                .OrderBy(block => block.Place),
        ];
        Part[] parts =
        [
            .. Parts(blocks, item => new(items[item].Domain, items[item].Label)),
            .. Parts(blocks, item => new(null, items[item].Label)),
            .. Parts(blocks, item => new(items[item].Domain, null)),
        ];
        foreach (var part in parts.Where(part => part.Blocks.Count > 1 && part.Blocks.All(block => block.Split != Split.Train)))
            part.Blocks[^1].Split = Split.Train;
        if (options.TestShare() > 0) AddTests(parts, options.TestShare());
        foreach (var block in blocks)
            foreach (var item in block.Items) splits[item] = block.Split;
    }

    private static void AddTests(Part[] parts, double share)
    {
        var holders = parts.SelectMany(part => part.Blocks.Select(block => (block, part))).ToLookup(pair => pair.block, pair => pair.part);
        bool spare(Block block) => block.Split != Split.Test && (block.Split != Split.Train || holders[block].All(part => part.CanSpare));
        foreach (var part in parts.Where(part => part.Blocks.Count > 1 && part.Blocks.All(block => block.Split != Split.Test)))
        {
            var wanted = part.IsClass ? Math.Max(1, (int)Math.Round(share * part.Blocks.Count)) : 1;
            for (; wanted > 0 && part.Blocks.FirstOrDefault(spare) is { } block; wanted--) block.Split = Split.Test;
        }
    }

    private static IEnumerable<Part> Parts(Block[] blocks, Func<int, Key> key) =>
        blocks.SelectMany(block => block.Items.Select(key).Distinct().Select(own => (own, block)))
            .GroupBy(pair => pair.own, pair => pair.block)
            .OrderBy(part => part.Key.Domain, StringComparer.Ordinal).ThenBy(part => part.Key.Label)
            .Select(part => new Part(part.Key, [.. part]));

    // A class in a domain, or one of both in all of the other.
    private readonly record struct Key(string? Domain, int? Label);

    // Samples that stay together, and where their hash lies: the lower, the nearer to the side of testing.
    private sealed class Block(double place, int[] items)
    {
        public double Place => place;

        public int[] Items => items;

        public Split Split { get; set; }
    }

    // What should have both sides; its blocks in the order of their places.
    private sealed class Part(Key key, IReadOnlyList<Block> blocks)
    {
        public IReadOnlyList<Block> Blocks => blocks;

        public bool IsClass => key.Domain is null;

        // Whether training keeps a block of it when it gives one up. The only one of a class in a domain may go: others have the class.
        public bool CanSpare => (blocks.Count == 1 && key is { Domain: not null, Label: not null })
            || blocks.Count(block => block.Split == Split.Train) > 1;
    }
}
