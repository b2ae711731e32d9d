using PluginHost.Plugins.DatasetAudioVisual.Layouts;

namespace AudioVisual.Data.Tests.Layouts;

/// <summary>A folder of one's own videos, with names as people give them.</summary>
public sealed class FolderTests(Videos videos) : IClassFixture<Videos>, IDisposable
{
    private readonly RunStandIn _run = new();

    [Fact]
    public void Every_folder_is_a_class_that_is_trained_and_tested_whatever_its_files_are_called()
    {
        string[] names = ["-lead.mp4", "it's \"so\".MP4", "ä ö ü.mkv", "deep/er/one.mp4", "100 %d {0}.mp4", "e.mov"];
        foreach (var label in (string[])["-flöte", "cello d'amore"])
            foreach (var name in names) Put(videos.Whole, $"{label}/{name}", name + label);
        Files.Text(Here("cello d'amore/notes.txt"), "");
        Files.Text(Here(".hidden/x.mp4"), "");

        var set = Set();

        set.Info.Classes.ShouldBe(["-flöte", "cello d'amore"]);
        set.All().Length.ShouldBe(12);
        foreach (var split in (Split[])[Split.Train, Split.Test])
            set.Samples(split).Select(sample => sample.Label).Distinct().Order().ShouldBe([0, 1]);
        foreach (var info in set.All())
        {
            using var sample = set.Load(info);
            sample[SampleKeys.Audio].shape.ShouldBe([16000L]);
            sample[SampleKeys.Frames].shape.ShouldBe([2L, 3, 16, 16]);
            // Red for five seconds, and 500 Hz.
            sample[SampleKeys.Frames][0, 0, 8, 8].item<byte>().ShouldBeGreaterThan((byte)200);
        }

        _run.Messages(FindingSeverity.Warning).ShouldHaveSingleItem().ShouldBe(
            $"folder: 1 file is no video and was left out, such as '{Path.Combine("cello d'amore", "notes.txt")}'.");
    }

    [Fact]
    public void A_sample_keeps_its_split_when_others_come()
    {
        for (var i = 0; i < 40; i++) Put(videos.Whole, $"a/{i}.mp4", $"{i}");
        var before = Set().All().ToDictionary(sample => sample.Id, sample => sample.Split);
        for (var i = 40; i < 60; i++) Put(videos.Whole, $"a/{i}.mp4", $"{i}");
        var after = Set().All().ToDictionary(sample => sample.Id, sample => sample.Split);

        after.Count.ShouldBe(60);
        foreach (var (id, split) in before) after[id].ShouldBe(split);
        before.Values.Count(split => split == Split.Test).ShouldBeInRange(3, 14);
        Set(options => options.SplitSeed = 1).All().Count(sample => sample.Split != after[sample.Id]).ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Copies_and_pieces_of_one_video_stay_in_one_split()
    {
        for (var i = 0; i < 12; i++)
        {
            Put(videos.Whole, $"a/alone{i}.mp4", $"{i}");
            Put(videos.Whole, $"a/copy{i}.mp4", $"{i}");
            for (var piece = 0; piece < 3; piece++) Put(videos.Whole, $"a/video{i}~{piece}.mp4", $"video {i} piece {piece}");
        }

        var splits = Set().All().ToDictionary(sample => sample.Id, sample => sample.Split);

        splits.Values.Distinct().Count().ShouldBe(3);
        for (var i = 0; i < 12; i++)
        {
            splits[$"a/copy{i}.mp4"].ShouldBe(splits[$"a/alone{i}.mp4"]);
            for (var piece = 1; piece < 3; piece++) splits[$"a/video{i}~{piece}.mp4"].ShouldBe(splits[$"a/video{i}~0.mp4"]);
        }
    }

    [Theory]
    [InlineData("val")]
    [InlineData("validation")]
    public void Folders_of_splits_are_taken_as_they_are(string validation)
    {
        foreach (var split in (string[])["train", validation, "test"])
            foreach (var label in (string[])["b", "a"]) Put(videos.Whole, $"{split}/{label}/1.mp4", split + label);

        var set = Set(options => options.Validation = 0);

        set.Info.Classes.ShouldBe(["a", "b"]);
        set.Samples(Split.Train).Select(sample => sample.Id).ShouldBe(["train/a/1.mp4", "train/b/1.mp4"]);
        set.Samples(Split.Validation).Select(sample => sample.Id).ShouldBe([$"{validation}/a/1.mp4", $"{validation}/b/1.mp4"]);
        set.Samples(Split.Test).Select(sample => sample.Id).ShouldBe(["test/a/1.mp4", "test/b/1.mp4"]);
    }

    [Fact]
    public void Copies_and_pieces_of_a_video_in_two_folders_of_splits_are_findings()
    {
        foreach (var split in (string[])["train", "test"])
        {
            Put(videos.Whole, $"{split}/a/{split}.mp4", split);
            Put(videos.Whole, $"{split}/a/copy of {split}.mp4", "copy");
            Put(videos.Whole, $"{split}/a/piece~{split}.mp4", split + "piece");
        }

        var findings = Should.Throw<JobException>(() => Set()).Findings;
        findings.Select(finding => finding.Code).ShouldBe(["AVD0014", "AVD0014"]);
        findings[0].What.ShouldStartWith("the video 'a/piece' is in 2 splits: ");
        findings[1].What.ShouldStartWith("byte-identical videos are in 2 splits: ");
    }

    [Fact]
    public void A_class_called_train_beside_another_class_is_a_class()
    {
        for (var i = 0; i < 4; i++)
            foreach (var label in (string[])["train", "violin"]) Put(videos.Whole, $"{label}/{i}.mp4", $"{label}{i}");
        Set().Info.Classes.ShouldBe(["train", "violin"]);
    }

    [Fact]
    public void Classes_without_videos_for_both_sides_are_findings_and_so_is_a_folder_without_videos()
    {
        Files.Finding(() => Set()).Code.ShouldBe("DS0010");
        Directory.CreateDirectory(Here("a"));
        Files.Finding(() => Set()).Code.ShouldBe("AVD0010");
        Put(videos.Whole, "a/1.mp4", "1");
        Put(videos.Whole, "a/2.mp4", "2");
        Put(videos.Whole, "lonely/1.mp4", "3");
        Put(videos.Whole, "copies/1.mp4", "4");
        Put(videos.Whole, "copies/2.mp4", "4");

        var findings = Should.Throw<JobException>(() => Set()).Findings;

        findings.Select(finding => finding.Code).ShouldBe(["AVD0013", "AVD0013"]);
        findings[0].What.ShouldMatch("^the class 'copies' has 2 videos, and none of them is for (training|testing)$");
        findings[1].What.ShouldMatch("^the class 'lonely' has 1 video, and none of them is for (training|testing)$");
        Set(options => options.Classes = ["a"]).All().Length.ShouldBe(2);
    }

    [Fact]
    public void Broken_videos_are_findings_with_their_names_when_they_are_decoded()
    {
        var whole = File.ReadAllBytes(videos.Whole);
        for (var i = 0; i < 3; i++) Put(videos.Whole, $"a/{i}.mp4", $"{i}");
        Write("a/empty.mp4", []);
        Write("a/cut.mp4", whole[..(whole.Length / 2)]);
        Write("a/text.mp4", "not a video"u8.ToArray());
        Videos.Put(videos.Mute, Here("a/mute.mp4"));
        Videos.Put(videos.Blind, Here("a/blind.mp4"));
        Videos.Put(videos.Short, Here("a/short.mp4"));

        var set = Set(options => (options.Seconds, options.Shorter) = (8, "refuse"));

        foreach (var (name, code) in new[]
        {
            ("empty", "AVD0022"), ("cut", "AVD0022"), ("text", "AVD0022"), ("mute", "AVD0021"), ("blind", "AVD0021"), ("short", "AVD0012"),
        })
        {
            var finding = Should.Throw<JobException>(() => set.Load(set.ById($"a/{name}.mp4"))).Findings[0];
            (finding.Code, finding.What.Contains(name, StringComparison.Ordinal)).ShouldBe((code, true));
        }

        set.Load(set.ById("a/0.mp4")).Dispose();
    }

    public void Dispose() => _run.Dispose();

    private FolderDataset Set(Action<FolderOptions>? change = null)
    {
        var options = new FolderOptions { Folder = Here(""), Rate = 8000, Size = 16, Seconds = 2 };
        change?.Invoke(options);
        return new FolderDataset(options, _run, _run).Prepared();
    }

    private string Here(string name) => Path.Combine(_run.JobDirectory, "own clips", name);

    // Bytes behind the last box of a video change nothing that is decoded, and make the file another.
    private void Put(string video, string name, string more) => Write(name, [.. File.ReadAllBytes(video), .. more.Length == 0 ? [] : Free(more)]);

    private static byte[] Free(string text)
    {
        var content = System.Text.Encoding.UTF8.GetBytes(text);
        return [0, 0, 0, (byte)(8 + content.Length), .. "free"u8, .. content];
    }

    private void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Here(name))!);
        File.WriteAllBytes(Here(name), content);
    }
}
