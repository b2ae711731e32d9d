using System.Text;
using DataSets.Tests.Soundfont;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Media.Pictures;
using PluginHost.DataSets.Pictures;
using PluginHost.Plugins.DatasetClassification.Pictures;

namespace DataSets.Tests.Classification;

public sealed class PicturesTests : IDisposable
{
    private readonly RunStandIn _run = new();

    private string Set => Path.Combine(_run.Directory, "set");

    private string Cache => Path.Combine(_run.Directory, "cache");

    public static TheoryData<string> Fitted => [.. References.Get("fitted").AsObject().Select(pair => pair.Key)];

    [Theory]
    [MemberData(nameof(Fitted))]
    public void Fitted_pictures_are_those_of_Pillow_within_its_rounding(string name)
    {
        var parts = name.Split(' ');
        var options = new PicturesOptions { Size = 16, Colour = parts[1] == "RGB", Fit = parts[2] };
        var planes = PictureFitting.Fit(PictureFile.Read(References.Here($"Pictures/{parts[0]}"), 255), options);
        var expected = Convert.FromBase64String((string)References.Get("fitted")[name]!);
        planes.Length.ShouldBe(expected.Length);
        // Pillow rounds to 8 bits after laying on white, after grey, and after either direction.
        planes.Zip(expected).Max(pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThanOrEqualTo(2);
        planes.Zip(expected).Average(pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThan(0.4);
    }

    [Fact]
    public void A_picture_of_the_wanted_size_stays_as_it_is()
    {
        var pixels = Enumerable.Range(0, 64).Select(i => (byte)(i * 4)).ToArray();
        foreach (var fit in (string[])["crop", "pad", "stretch"])
            PictureFitting.Fit(new Picture(8, 8, 1, pixels), new PicturesOptions { Size = 8, Fit = fit, Colour = false }).ShouldBe(pixels);
    }

    [Fact]
    public void Classes_are_the_folders_and_samples_the_pictures_at_any_depth()
    {
        Fill("cat", 12);
        Fill("dog/small", 9);
        Fill("dog/large", 8);
        File.WriteAllText(Path.Combine(Set, "dog", "about.txt"), "dogs");
        File.WriteAllText(Path.Combine(Set, "dog", "x.svg"), "<svg/>");
        using var pictures = Pictures(new PicturesOptions { Size = 8 });
        pictures.Info.Classes.ShouldBe(["cat", "dog"]);
        pictures.Info.Name.ShouldBe("pictures of set, 29 samples of 8 x 8 in 2 classes");
        pictures.All().Count(sample => sample.Label == 1).ShouldBe(17);
        pictures.All().ShouldContain(sample => sample.Id == "dog/large/3.png");
        _run.Messages(FindingSeverity.Warning).ShouldContain("pictures of set: 1 .svg files were left out: PNG and JPEG are read.");
        using var sample = pictures.Load(pictures.Samples(Split.Train)[0]);
        sample[SampleKeys.Image].shape.ShouldBe([3L, 8, 8]);
        var expected = PictureFile.Read(Path.Combine(Set, sample.Info.Id)).Pixels[0] / 255f;
        sample[SampleKeys.Image].data<float>().ShouldAllBe(value => value == expected);
    }

    [Fact]
    public void Named_classes_are_used_in_the_order_named_and_small_ones_can_be_left_out()
    {
        Fill("a", 30);
        Fill("b", 3);
        Fill("c", 30);
        using (var named = Pictures(new PicturesOptions { Classes = ["c", "a"] })) named.Info.Classes.ShouldBe(["c", "a"]);
        using var large = Pictures(new PicturesOptions { LeastPictures = 10 });
        large.Info.Classes.ShouldBe(["a", "c"]);
        _run.Messages(FindingSeverity.Warning).ShouldContain("pictures of set: b was left out: 3 pictures, and leastPictures is 10.");
    }

    [Fact]
    public void Scaled_pictures_are_kept_and_made_again_when_the_kept_ones_are_damaged_or_the_set_changes()
    {
        Fill("a", 20);
        Fill("b", 20);
        float[] first;
        using (var pictures = Pictures(new PicturesOptions())) first = pictures.Values(pictures.All()[3], SampleKeys.Image);
        var pack = Directory.GetFiles(Cache).Single();
        var written = File.GetLastWriteTimeUtc(pack);
        using (var again = Pictures(new PicturesOptions())) again.Values(again.All()[3], SampleKeys.Image).ShouldBe(first);
        File.GetLastWriteTimeUtc(pack).ShouldBe(written);
        var bytes = File.ReadAllBytes(pack);
        bytes[^5] ^= 1;
        File.WriteAllBytes(pack, bytes);
        using (var mended = Pictures(new PicturesOptions())) mended.Values(mended.All()[3], SampleKeys.Image).ShouldBe(first);
        bytes[^5] ^= 1;
        File.ReadAllBytes(pack).ShouldBe(bytes);
        File.WriteAllBytes(pack, bytes[..100]);
        using (var mended = Pictures(new PicturesOptions())) mended.Values(mended.All()[3], SampleKeys.Image).ShouldBe(first);
        PictureFile.Write(Path.Combine(Set, "a", "0.png"), new Picture(4, 4, 1, new byte[16]));
        using (Pictures(new PicturesOptions())) Directory.GetFiles(Cache).Length.ShouldBe(2);
    }

    [Fact]
    public void Copies_stay_in_one_split_even_across_classes()
    {
        Fill("a", 40);
        Directory.CreateDirectory(Path.Combine(Set, "b"));
        for (var i = 0; i < 40; i++) File.Copy(Path.Combine(Set, "a", $"{i}.png"), Path.Combine(Set, "b", $"other-{i}.png"));
        using var pictures = Pictures(new PicturesOptions());
        var splits = pictures.All().ToDictionary(sample => sample.Id, sample => sample.Split);
        for (var i = 0; i < 40; i++) splits[$"b/other-{i}.png"].ShouldBe(splits[$"a/{i}.png"]);
        _run.Messages(FindingSeverity.Note).Single().ShouldEndWith(
            "; 40 are byte-identical copies, kept in the split of the first; 40 of the copied contents have more than one class.");
    }

    [Fact]
    public void A_file_that_is_no_picture_is_one_finding_each()
    {
        Fill("a", 20);
        File.WriteAllText(Path.Combine(Set, "a", "text.png"), "this is no picture");
        References.Finding(() => Pictures(new PicturesOptions())).What.ShouldContain(Path.Combine(Set, "a", "text.png"));
        var whole = File.ReadAllBytes(References.Here("Pictures/grey.png"));
        File.WriteAllBytes(Path.Combine(Set, "a", "cut.png"), whole[..(whole.Length / 2)]);
        File.WriteAllBytes(Path.Combine(Set, "a", "empty.png"), []);
        var findings = Should.Throw<JobException>(() => Pictures(new PicturesOptions())).Findings;
        findings.Select(finding => Path.GetFileName(finding.What.Split('\'')[1])).ShouldBe(["cut.png", "empty.png", "text.png"]);
        findings.ShouldAllBe(finding => finding.Fix!.Length > 0);
        Directory.Exists(Cache).ShouldBeFalse();
    }

    [Fact]
    public void Many_bad_files_are_counted_after_the_first_twenty()
    {
        Directory.CreateDirectory(Path.Combine(Set, "a"));
        for (var i = 0; i < 33; i++) File.WriteAllText(Path.Combine(Set, "a", $"{i}.png"), "no picture");
        var findings = Should.Throw<JobException>(() => Pictures(new PicturesOptions())).Findings;
        findings.Count.ShouldBe(21);
        findings[^1].What.ShouldBe("13 further files cannot be used");
    }

    [Fact]
    public void A_class_without_pictures_or_with_one_is_one_finding()
    {
        Fill("a", 20);
        Directory.CreateDirectory(Path.Combine(Set, "empty"));
        References.Finding(() => Pictures(new PicturesOptions())).What.ShouldBe($"'{Path.Combine(Set, "empty")}' has no picture");
        Fill("empty", 1);
        var finding = References.Finding(() => Pictures(new PicturesOptions()));
        finding.What.ShouldBe("class 'empty' has one sample");
        (finding.Where, finding.Expected).ShouldBe(("folder", "at least two samples a class"));
    }

    [Fact]
    public void A_folder_that_is_missing_or_has_no_classes_is_one_finding()
    {
        using var absent = new PicturesDataset(new PicturesOptions { Folder = "set" }, _run, _run);
        absent.Check().Single().What.ShouldBe($"the folder '{Set}' is not there");
        References.Finding(() => absent.Prepared()).Where.ShouldBe("folder");
        Directory.CreateDirectory(Set);
        References.Finding(() => Pictures(new PicturesOptions())).What.ShouldBe($"'{Set}' has no sub-folder");
        Fill("a", 20);
        var unknown = References.Finding(() => Pictures(new PicturesOptions { Classes = ["a", "z"] }));
        (unknown.Where, unknown.Fix).ShouldBe(("classes", "There are: a."));
        new PicturesOptions { Classes = ["a", "b", "a"] }.Check().Single().Where.ShouldBe("classes[2]");
    }

    [Fact]
    public void Without_a_folder_the_stamps_are_wanted_and_the_finding_says_how_to_get_them()
    {
        using var stamps = new PicturesDataset(new PicturesOptions(), _run, _run);
        var finding = stamps.Check().Single();
        finding.What.ShouldStartWith("the set of Tux Paint stamps is not installed");
        finding.Fix!.ShouldEndWith("stamps");
    }

    public void Dispose() => _run.Dispose();

    private PicturesDataset Pictures(PicturesOptions options)
    {
        (options.Folder, options.CacheDirectory) = ("set", "cache");
        return new PicturesDataset(options, _run, _run).Prepared();
    }

    // Pictures of one level each that no two share.
    private void Fill(string folder, int count)
    {
        var path = Path.Combine(Set, folder);
        Directory.CreateDirectory(path);
        var start = Encoding.UTF8.GetBytes(folder).Sum(letter => letter) * 5;
        for (var i = 0; i < count; i++)
        {
            var level = (start + i) % 256;
            PictureFile.Write(Path.Combine(path, $"{i}.png"), new Picture(10 + (level / 16), 12, 1,
                [.. Enumerable.Repeat((byte)level, (10 + (level / 16)) * 12)]));
        }
    }
}
