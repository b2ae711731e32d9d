using System.Text;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetClassification.Letters;
using PluginHost.DataSets.Splitting;

namespace DataSets.Tests.Classification;

public sealed class StableSplitTests
{
    private static readonly LettersOptions _shares = new() { Validation = 0.1, Test = 0.2 };

    [Fact]
    public void A_place_is_the_hash_that_hashlib_gives()
    {
        foreach (var row in References.Get("places").AsArray())
        {
            StableSplit.Place((string)row![0]!, (long)row[1]!).ShouldBe((double)row[2]!, 1e-15);
        }
    }

    [Fact]
    public void A_sample_keeps_its_split_whatever_stands_around_it()
    {
        var items = Items(3000);
        var splits = items.Zip(StableSplit.Assign(items, _shares)).ToDictionary(pair => pair.First.Id, pair => pair.Second);
        var other = items.Where((_, index) => index % 3 != 1).Reverse().ToArray();
        StableSplit.Assign(other, _shares).ShouldBe(other.Select(item => splits[item.Id]));
    }

    [Fact]
    public void Shares_are_met_as_fair_draws_would_meet_them()
    {
        // Binomial with n = 20000: 4.5 standard deviations are 0.013 of a share of 0.2, 0.010 of 0.1.
        var splits = StableSplit.Assign(Items(20000), _shares);
        (splits.Count(split => split == Split.Test) / 20000.0).ShouldBe(0.2, 0.013);
        (splits.Count(split => split == Split.Validation) / 20000.0).ShouldBe(0.1, 0.010);
    }

    [Fact]
    public void Another_seed_draws_another_division()
    {
        var items = Items(2000);
        var other = StableSplit.Assign(items, new LettersOptions { Validation = 0.1, Test = 0.2, SplitSeed = 1 });
        // Two independent divisions agree for 0.7^2 + 0.1^2 + 0.2^2 = 0.54 of the samples.
        var agree = StableSplit.Assign(items, _shares).Zip(other).Count(pair => pair.First == pair.Second);
        (agree / 2000.0).ShouldBe(0.54, 0.05);
    }

    [Fact]
    public void Copies_share_the_split_of_the_id_that_comes_first()
    {
        var items = Items(400).Select((item, index) => item with { Content = (UInt128)(index % 100) }).ToArray();
        var splits = StableSplit.Assign(items, _shares);
        for (var content = 0; content < 100; content++)
        {
            var group = Enumerable.Range(0, 4).Select(k => (k * 100) + content).ToArray();
            var first = group.Select(index => items[index].Id).Order(StringComparer.Ordinal).First();
            group.ShouldAllBe(index => splits[index] == StableSplit.Of(first, _shares));
        }
    }

    [Fact]
    public void Samples_are_listed_by_class_then_domain_then_id_and_placed_back()
    {
        var items = Items(60).Reverse().ToArray();
        var lists = new SampleLists(items, ["a", "b"], ["x", "y"], _shares);
        var listed = lists.Of(Split.Train);
        listed.Select(sample => sample.Label).ShouldBeInOrder();
        foreach (var sample in listed)
        {
            var (domain, item) = lists.Place(sample);
            sample.Id.ShouldBe($"{items[item].Id}@{(domain == 0 ? "x" : "y")}");
        }

        listed.Where(sample => sample.Label == 0).Select(sample => sample.Id[^1]).ShouldBeInOrder();
        Enum.GetValues<Split>().Sum(split => lists.Of(split).Count).ShouldBe(120);
    }

    [Fact]
    public void A_class_that_cannot_be_trained_or_tested_is_one_finding_and_one_without_validation_a_warning()
    {
        var test = Enumerable.Range(0, 100).Select(i => $"s{i}").First(id => StableSplit.Of(id, _shares) == Split.Test);
        var train = Enumerable.Range(0, 100).Select(i => $"s{i}").Where(id => StableSplit.Of(id, _shares) == Split.Train).Take(3).ToArray();
        var lists = new SampleLists(
            [
                Item("lonely", 0), Item(train[0], 1), Item(train[1], 1), Item(test, 2), Item(train[2], 2),
            ],
            ["one", "untested", "fair", "none"], [], _shares);
        var findings = lists.Check("folder").ToArray();
        findings.Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => finding.What).ShouldBe(
        [
            "class 'one' has one sample", "class 'untested' has 2 samples, and none of them is for testing", "class 'none' has no sample",
        ]);
        findings.Where(finding => finding.Severity == FindingSeverity.Warning).Select(finding => finding.What).ShouldBe(
        [
            "class 'untested' has 2 samples, and none of them is for validation",
            "class 'fair' has 2 samples, and none of them is for validation",
        ]);
        new SampleLists([Item("p", 0), Item("q", 0)], ["all"], [], new LettersOptions { Test = 0, Validation = 0 })
            .Check("folder").ShouldBeEmpty();
    }

    [Fact]
    public void Shares_that_leave_nothing_to_train_on_are_a_finding()
    {
        new LettersOptions { Test = 0.6, Validation = 0.4 }.Check().Single().Where.ShouldBe("test");
        new LettersOptions().Check().ShouldBeEmpty();
    }

    private static LabelledItem[] Items(int count) => [.. Enumerable.Range(0, count).Select(i => Item($"sample-{i}", i % 2))];

    private static LabelledItem Item(string id, int label) => new(id, label, LabelledItem.Digest(Encoding.UTF8.GetBytes(id)));
}
