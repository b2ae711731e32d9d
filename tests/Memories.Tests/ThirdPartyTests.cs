using System.Reflection;

namespace PluginHost.Memories.Tests;

public sealed class ThirdPartyTests
{
    [Theory]
    [InlineData("LongestMemory.cs")]
    [InlineData("EveryNthMemory.cs")]
    public void A_rule_of_ones_own_takes_at_most_25_lines(string file)
    {
        var root = typeof(ThirdPartyTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        File.ReadAllLines(Path.Combine(root, "tests", "Memories.Tests", file)).Length.ShouldBeLessThanOrEqualTo(25);
    }

    [Fact]
    public void A_ranked_rule_shares_the_budget_out_and_goes_on_after_a_resume()
    {
        using var shelf = new Shelf { Length = sample => 10 + ((sample.Index * 7) % 5) };
        using var memory = new LongestMemory(new() { Total = 4 });
        memory.Update(shelf, Shelf.Of((0, 5)));
        memory.Exemplars.Select(exemplar => exemplar.Sample.Index).ShouldBe([2, 4, 1, 3]);
        using var restored = new LongestMemory(new() { Total = 4 });
        restored.LoadState(StateFile.RoundTrip(memory), shelf);
        restored.Update(shelf, Shelf.Of((1, 5)));
        restored.Exemplars.Select(exemplar => exemplar.Sample.Id).ShouldBe(["0-2", "0-4", "1-2", "1-4"]);
        restored.Bytes.ShouldBe(4 * (14 + 13 + 14 + 13));
    }

    [Fact]
    public void A_class_that_comes_again_keeps_an_equal_part_of_each_time_it_came()
    {
        using var shelf = new Shelf { Length = sample => 40 - sample.Index };
        var memory = new LongestMemory(new() { Total = 6 });
        for (var domain = 0; domain < 3; domain++)
        {
            var samples = Shelf.Of((0, 9)).Select(sample => sample with { Id = $"{domain}-{sample.Index}", Domain = $"d{domain}" });
            memory.Update(shelf, [.. samples]);
            var restored = new LongestMemory(new() { Total = 6 });
            restored.LoadState(StateFile.RoundTrip(memory), shelf);
            memory = restored;
        }

        memory.Exemplars.Select(exemplar => exemplar.Sample.Id).ShouldBe(["2-0", "1-0", "0-0", "2-1", "1-1", "0-1"]);
        memory.Exemplars[4].Sample.Domain.ShouldBe("d1");
        // The same samples again are held once.
        memory.Update(shelf, [.. Shelf.Of((0, 2)).Select(sample => sample with { Id = $"1-{sample.Index}" })]);
        memory.Exemplars.Select(exemplar => exemplar.Sample.Id).ShouldBe(["1-0", "2-0", "0-0", "2-1", "1-1", "0-1"]);
    }

    [Fact]
    public void An_online_rule_says_only_which_place_a_sample_takes()
    {
        using var shelf = new Shelf { Boundaries = false };
        using var memory = new EveryNthMemory(new() { Total = 3, Nth = 2 });
        foreach (var sample in Shelf.Of((0, 11))) memory.Add(shelf, sample, Tensors.None);
        // Stored are the 2nd, 4th, 6th, 8th and 10th; the last two take the places of the first two.
        memory.Exemplars.Select(exemplar => exemplar.Sample.Index).ShouldBe([7, 9, 5]);
    }
}
