using DataSets.Tests.Soundfont;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetClassification.Digits;

namespace DataSets.Tests.Classification;

public sealed class DomainTests : IDisposable
{
    private readonly RunStandIn _run = new();

    [Theory]
    [InlineData(30)]
    [InlineData(-75.5)]
    public void A_turn_gives_the_picture_that_Pillow_gives(double angle)
    {
        var set = DigitSource.Of("mnist", References.Installed).ReadEmbedded();
        var values = set.Values(Array.FindIndex([.. set.Pictures], picture => picture is { Digit: 4, Number: 7 }));
        new PictureDomain(new DomainOptions { Rotate = angle }, 28).Apply(values)
            .ShouldBe(References.Get("turned")[$"{angle}"]!.Array<float>(), 2e-5);
    }

    [Fact]
    public void Quarter_turns_are_exact_and_four_of_them_give_the_picture_back()
    {
        float[] corner = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        var quarter = new PictureDomain(new DomainOptions { Rotate = 90 }, 3);
        quarter.Apply(corner).ShouldBe([3, 6, 9, 2, 5, 8, 1, 4, 7], 1e-5);
        Enumerable.Range(0, 4).Aggregate(corner, (picture, _) => quarter.Apply(picture)).ShouldBe(corner, 1e-4);
        new PictureDomain(new DomainOptions { Rotate = 360 }, 3).Apply(corner).ShouldBeSameAs(corner);
    }

    [Fact]
    public void A_permutation_moves_every_pixel_once_and_depends_on_its_number_alone()
    {
        var values = Enumerable.Range(0, 784).Select(i => (float)i).ToArray();
        var once = new PictureDomain(new DomainOptions { Permute = 1 }, 28);
        var moved = once.Apply(values);
        moved.Order().ShouldBe(values);
        moved.ShouldBe(once.Order!.Select(from => (float)from));
        new PictureDomain(new DomainOptions { Permute = 1 }, 28).Apply(values).ShouldBe(moved);
        var other = new PictureDomain(new DomainOptions { Permute = 2 }, 28).Apply(values);
        // Two random orders agree in one place on average (Poisson).
        moved.Zip(other).Count(pair => pair.First == pair.Second).ShouldBeLessThan(9);
        moved.Where((value, i) => value == i).Count().ShouldBeLessThan(9);
    }

    [Fact]
    public void A_turn_comes_before_the_permutation()
    {
        var values = Enumerable.Range(0, 64).Select(i => (float)(i % 7)).ToArray();
        var (turn, order) = (new DomainOptions { Rotate = 20 }, new DomainOptions { Permute = 3 });
        var both = new PictureDomain(new DomainOptions { Rotate = 20, Permute = 3 }, 8).Apply(values);
        both.ShouldBe(new PictureDomain(order, 8).Apply(new PictureDomain(turn, 8).Apply(values)));
    }

    [Fact]
    public void Every_domain_has_every_picture_in_the_same_split_and_ids_carry_the_domain()
    {
        var plain = Digits([]);
        var several = Digits([new(), new() { Rotate = 45 }, new() { Permute = 2 }, new() { Rotate = -10, Name = "tilted" }]);
        string[] names = ["original", "rotated-45", "permuted-2", "tilted"];
        foreach (var split in Enum.GetValues<Split>())
        {
            var ids = plain.Samples(split).SelectMany(sample => names.Select(name => $"{sample.Id}@{name}"));
            several.Samples(split).Select(sample => sample.Id).ShouldBe(ids, ignoreOrder: true);
        }

        several.Info.Name.ShouldEndWith("in each of 4 domains: original, rotated-45, permuted-2, tilted");
        var info = plain.Samples(Split.Test)[5];
        var values = plain.Values(info, SampleKeys.Image);
        var byId = several.Samples(Split.Test).ToDictionary(sample => sample.Id);
        several.Values(byId[$"{info.Id}@original"], SampleKeys.Image).ShouldBe(values);
        several.Values(byId[$"{info.Id}@permuted-2"], SampleKeys.Image)
            .ShouldBe(new PictureDomain(new DomainOptions { Permute = 2 }, 28).Apply(values));
        several.Values(byId[$"{info.Id}@rotated-45"], SampleKeys.Image).ShouldNotBe(values);
    }

    [Fact]
    public void Domains_with_equal_names_or_names_that_no_id_can_hold_are_findings()
    {
        new DigitsOptions { Domains = [new() { Rotate = 5 }, new() { Name = "rotated-5" }, new() { Name = "a b" }, new() { Name = "c@d" }] }
            .Check().Select(finding => finding.Where).ShouldBe(["domains[1]", "domains[2].name", "domains[3].name"]);
        new DigitsOptions { Domains = [new(), new() { Permute = 1 }, new() { Permute = 2 }] }.Check().ShouldBeEmpty();
    }

    public void Dispose() => _run.Dispose();

    private DigitsDataset Digits(IReadOnlyList<DomainOptions> domains) =>
        new DigitsDataset(new DigitsOptions { Source = "embedded", Domains = domains }, _run, _run).Prepared();
}
