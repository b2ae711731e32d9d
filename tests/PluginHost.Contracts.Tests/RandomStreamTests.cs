using PluginHost.Contracts;
using Shouldly;
using Xunit;

namespace PluginHost.Contracts.Tests;

public sealed class RandomStreamTests
{
    [Fact]
    public void Equal_name_and_keys_give_equal_streams()
    {
        var first = new RandomSource(1234).Stream("crop", 1, 2, 3);
        var second = new RandomSource(1234).Stream("crop", 1, 2, 3);
        for (var i = 0; i < 100; i++) first.NextUInt64().ShouldBe(second.NextUInt64());
    }

    [Theory]
    [InlineData(1235, "crop", 1, 2)]
    [InlineData(1234, "volume", 1, 2)]
    [InlineData(1234, "crop", 2, 1)]
    [InlineData(1234, "crop", 1, 3)]
    public void Another_seed_name_or_key_gives_another_stream(long seed, string name, long key1, long key2) =>
        new RandomSource(seed).Stream(name, key1, key2).NextUInt64()
            .ShouldNotBe(new RandomSource(1234).Stream("crop", 1, 2).NextUInt64());

    [Fact]
    public void Keys_do_not_run_together_with_the_name() =>
        new RandomSource(1).Stream("a", 'b').NextUInt64().ShouldNotBe(new RandomSource(1).Stream("ab").NextUInt64());

    [Fact]
    public void Integers_are_uniform_by_chi_square()
    {
        // 10 cells, 100,000 draws: chi-square with 9 degrees of freedom exceeds 27.88 with probability 0.001.
        var random = new RandomSource(7).Stream("test");
        var counts = new int[10];
        for (var i = 0; i < 100_000; i++) counts[random.Next(10)]++;
        counts.Sum(count => (count - 10_000.0) * (count - 10_000.0) / 10_000.0).ShouldBeLessThan(27.88);
    }

    [Fact]
    public void Gaussian_draws_have_mean_0_variance_1_and_kurtosis_3()
    {
        var random = new RandomSource(8).Stream("test");
        var draws = Enumerable.Range(0, 200_000).Select(_ => random.NextGaussian()).ToArray();
        draws.Average().ShouldBe(0, 0.01);
        draws.Average(x => x * x).ShouldBe(1, 0.02);
        draws.Average(x => x * x * x * x).ShouldBe(3, 0.1);
    }

    [Fact]
    public void Choose_draws_without_replacement_and_every_item_equally_often()
    {
        var counts = new int[8];
        for (var round = 0; round < 16_000; round++)
        {
            var chosen = new RandomSource(9).Stream("test", round).Choose(8, 3);
            chosen.Distinct().Count().ShouldBe(3);
            foreach (var index in chosen) counts[index]++;
        }

        // Each item is drawn 6,000 times on average; 7 degrees of freedom, 24.32 is exceeded with probability 0.001.
        counts.Sum(count => (count - 6000.0) * (count - 6000.0) / 6000.0).ShouldBeLessThan(24.32);
    }

    [Fact]
    public void Choose_is_capped_by_what_is_there() => new RandomStream(1).Choose(3, 10).Order().ShouldBe([0, 1, 2]);

    [Fact]
    public void Shuffle_keeps_every_item()
    {
        var items = Enumerable.Range(0, 50).ToArray();
        new RandomStream(3).Shuffle<int>(items);
        items.ShouldNotBe(Enumerable.Range(0, 50));
        items.Order().ShouldBe(Enumerable.Range(0, 50));
    }

    [Fact]
    public void Drawing_from_nothing_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new RandomStream(1).Next(0));

    [Fact]
    public void Derived_seeds_are_exact_as_json_numbers()
    {
        for (var i = 0; i < 1000; i++) new RandomSource(i).SeedFor("init", i).ShouldBeInRange(0, (1L << 53) - 1);
    }
}
