using PluginHost.Plugins.DatasetAudioVisual.Layouts;

namespace AudioVisual.Data.Tests.Layouts;

/// <summary>What a lab has on disk: sounds and pictures in trees of their own, tables of samples, ContAV-Sep's split files.</summary>
public sealed class OwnLayoutTests(Videos videos) : IClassFixture<Videos>, IDisposable
{
    // As people and downloads name things.
    private static readonly string[] s_ids = ["-lead", "it's \"so\"", "ä ö ü", "100 %d {0}", "a.b.c", "W65r_CnPlKg"];
    private static readonly string[] s_classes = ["-flöte", "cello d'amore"];

    private readonly RunStandIn _run = new();

    [Theory]
    [InlineData("frames")]
    [InlineData("list")]
    [InlineData("table")]
    [InlineData("contav-sep")]
    public void Names_may_hold_anything_in_every_layout_which_is_told_by_what_is_there(string layout)
    {
        foreach (var label in s_classes)
            foreach (var id in s_ids) Both(label, id, layout == "contav-sep" ? "audio_11025" : "audio", layout == "list" ? ".mp4" : "");
        static string Csv(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        switch (layout)
        {
            case "list":
                foreach (var (table, ids) in ((string, string[])[])[("trainmusic21.csv", s_ids[..4]), ("testmusic21.csv", s_ids[4..])])
                {
                    Files.Text(Here(table), string.Concat(s_classes.SelectMany(label => ids.Select(id =>
                        $"{Csv($"/{label}/{id}.wav")},{Csv($"/{label}/{id}.mp4")},3\n"))));
                }

                Files.Text(Here("testsepmusic21.csv"), "a.wav, b.wav\n");
                break;
            case "table":
                Files.Text(Here("manifest.csv"), "\uFEFFid,class,split,audio,frames\r\n" + string.Concat(s_classes.SelectMany(label => s_ids.Select((id, i) =>
                    $"{Csv(id)},{Csv(label)},{(i < 4 ? "train" : "test")},{Csv($"audio/{label}/{id}.wav")},{Csv($"frames/{label}/{id}")}\r\n"))));
                break;
            case "contav-sep":
                Splits("train", s_ids[..4]);
                Splits("test", s_ids[4..]);
                break;
        }

        var set = Set(options => options.Validation = 0);

        set.Info.Classes.ShouldBe(s_classes);
        set.All().Select(sample => sample.Id).Order(StringComparer.Ordinal)
            .ShouldBe(s_classes.SelectMany(label => s_ids.Select(id => $"{label}/{id}")).Order(StringComparer.Ordinal));
        foreach (var info in set.All())
        {
            using var sample = set.Load(info);
            sample[SampleKeys.Audio].shape.ShouldBe([16000L]);
            Files.Hertz([.. sample[SampleKeys.Audio].data<float>()], 8000).ShouldBe(500, 5);
            set.Bytes(info.Id, SampleKeys.Frames).Chunk(3 * 256).Select(frame => (frame[0], frame[256])).ShouldBe([((byte)40, (byte)9), ((byte)80, (byte)9)]);
            if (layout != "frames") info.Split.ShouldBe(s_ids[..4].Contains(info.Id.Split('/')[1]) ? Split.Train : Split.Test);
        }

        set.Samples(Split.Test).Select(sample => sample.Label).Distinct().Order().ShouldBe([0, 1]);
        _run.Messages(FindingSeverity.Note)[0].ShouldBe($"folder: the layout is '{(layout == "table" ? "list" : layout)}'.");
        _run.Messages(FindingSeverity.Warning).ShouldBeEmpty();
    }

    [Fact]
    public void What_a_sample_lacks_is_told_for_each_and_the_rest_goes_on_or_is_refused()
    {
        foreach (var id in (string[])["1", "2", "3", "4"]) Both("a", id);
        Files.Tone(Here("audio/a/deaf blind.wav"), 500, 2);
        Directory.CreateDirectory(Here("frames/a/deaf blind"));
        Files.Plain(Here("frames/a/mute/000001.jpg"), 1, 2, 3);
        Files.Text(Here("audio/a/notes.txt"), "");

        Set().All().Select(sample => sample.Id).Order(StringComparer.Ordinal).ShouldBe(["a/1", "a/2", "a/3", "a/4"]);
        _run.Messages(FindingSeverity.Warning).ShouldBe([
            $"folder: 1 file is no sound and was left out, such as '{Path.Combine("audio", "a", "notes.txt")}'.",
            "folder: 'a/deaf blind' has no pictures: there is no picture in 'frames/a/deaf blind'; it is left out.",
            "folder: 'a/mute' has no sound: there is no 'audio/a/mute.wav'; it is left out.",
            "folder: 2 of 6 samples lack something and are left out."]);
        var refused = Should.Throw<JobException>(() => Set(options => options.Incomplete = "refuse")).Findings;
        refused.Select(finding => (finding.Code, finding.Where)).ShouldBe([("AVD0011", "incomplete"), ("AVD0011", "incomplete")]);
        refused[1].What.ShouldBe("folder: 'a/mute' has no sound: there is no 'audio/a/mute.wav'");

        // Without pictures a sound is enough.
        var heard = Set(options => options.Pictures = false);
        heard.All().Length.ShouldBe(5);
        using var sample = heard.Load(heard.ById("a/deaf blind"));
        sample.Tensors.Keys.ShouldBe([SampleKeys.Audio]);
    }

    [Fact]
    public void A_line_that_cannot_be_read_leaves_its_sample_out_and_no_other()
    {
        Both("a", "1");
        Both("a", "2");
        Videos.Put(videos.Whole, Here("clips/3.mp4"));
        Files.Text(Here("manifest.csv"), "id,class,split,video,audio,frames\n1,a,train,,audio/a/1.wav,frames/a/1\n2,a,test,,audio/a/2.wav,frames/a/2\n"
            + "3,a,train,clips/3.mp4,,\n4,a,train\n5,a,holdout,clips/3.mp4,,\n6,,train,clips/3.mp4,,\n7,a,train,,,\n8,a,train,,audio/a/8.wav,frames/a/1\n");

        var set = Set();

        set.All().Select(sample => sample.Id).ShouldBe(["a/1", "a/3", "a/2"]);
        using (var video = set.Load(set.ById("a/3"))) video[SampleKeys.Frames].shape.ShouldBe([2L, 3, 16, 16]);
        _run.Messages(FindingSeverity.Warning).ShouldBe([
            "folder: line 5 of 'manifest.csv' has 3 fields, and the first line has 6; it is left out.",
            "folder: 'a/5' has the split 'holdout' (line 6 of 'manifest.csv'), not train, val or test; it is left out.",
            "folder: line 7 of 'manifest.csv' has no class; it is left out.",
            "folder: 'a/7' has neither video nor audio (line 8 of 'manifest.csv'); it is left out.",
            "folder: 'a/8' has no sound: there is no 'audio/a/8.wav' (line 9 of 'manifest.csv'); it is left out.",
            "folder: 5 of 8 samples lack something and are left out."]);

        Files.Text(Here("manifest.csv"), "id;class;split\n1;a;train\n");
        var semicolons = Files.Finding(() => Set());
        (semicolons.Code, semicolons.Expected).ShouldBe(("DS0041", "fields with commas between them, not semicolons"));
    }

    [Fact]
    public void Tables_of_Sound_of_Pixels_are_read_from_data_with_their_validation_as_test_and_sounds_as_mp3()
    {
        foreach (var id in (string[])["1", "2"])
        {
            Both("a", id, "data/audio", ".mp4", "data/frames");
            File.Delete(Here($"data/audio/a/{id}.wav"));
            videos.Sound(Here($"data/audio/a/{id}.mp3"));
        }

        Files.Text(Here("data/train.csv"), "./data/audio/a/1.mp3,./data/frames/a/1.mp4,5\n./data/audio/a/1.mp3,./data/frames/a/1.mp4,6\n");
        Files.Text(Here("data/val.csv"), "./data/audio/a/2.mp3,./data/frames/a/2.mp4,3\n");
        var set = Set();
        set.Samples(Split.Train).Single().Id.ShouldBe("a/1");
        set.Samples(Split.Test).Single().Id.ShouldBe("a/2");
        Files.Hertz(set.Floats("a/2", SampleKeys.Audio)[2000..14000], 8000).ShouldBe(500, 5);
        // Two pictures fewer than the table says are the ends of ffmpeg's -r; three are missing.
        _run.Messages(FindingSeverity.Warning).ShouldBe([
            "folder: 'a/1' has 3 of 6 pictures in './data/frames/a/1.mp4' (line 2 of 'train.csv'); it is left out."]);
    }

    [Fact]
    public void A_video_in_two_splits_is_a_finding_in_every_layout()
    {
        foreach (var id in (string[])["x", "1", "3", "v~1", "v~2"]) Both("a", id);
        foreach (var id in (string[])["x", "1", "4"]) Both("b", id);
        Numpy.Put(Here("train_category_vids_dict.npy"), Numpy.Dictionary(("a", ["x", "1", "v~1"]), ("b", ["4"])));
        Numpy.Put(Here("test_category_vids_dict.npy"), Numpy.Dictionary(("a", ["3", "v~2"]), ("b", ["x", "1"])));
        var findings = Should.Throw<JobException>(() => Set()).Findings;
        findings.Select(finding => finding.Code).ShouldBe(["AVD0014", "AVD0014"]);
        // Counts, such as 1, are those of a class: a/1 and b/1 are two videos.
        findings[0].What.ShouldBe("the video 'x' is in 2 splits: 'a/x' for training, 'b/x' for testing");
        findings[1].What.ShouldBe("the video 'v' is in 2 splits: 'a/v~1' for training, 'a/v~2' for testing");

        Files.Text(Here("manifest.csv"), "id,class,split,audio\n1,a,train,audio/a/1.wav\n1,a,test,audio/a/1.wav\n");
        Files.Finding(() => Set(options => (options.Layout, options.Pictures) = ("list", false))).What
            .ShouldBe("the video 'a/1' is in 2 splits: 'a/1' for training, 'a/1#2' for testing");

        // Drawn splits keep a video of two classes together.
        var drawn = Set(options => options.Layout = "frames");
        drawn.ById("a/x").Split.ShouldBe(drawn.ById("b/x").Split);
        drawn.ById("a/v~1").Split.ShouldBe(drawn.ById("a/v~2").Split);
    }

    [Fact]
    public void Split_files_give_validation_as_well_and_what_is_wrong_with_them_is_told()
    {
        foreach (var id in (string[])["1", "2", "3"]) Both("a", id, "audio_11025");
        Directory.CreateDirectory(Here("audio_npys_continual"));
        foreach (var (split, id) in ((string, string)[])[("train", "1"), ("val", "2"), ("test", "3")])
            Numpy.Put(Here($"data/{split}_category_vids_dict.npy"), Numpy.Dictionary(("a", [id, $"gone {id}"])));
        // Of the training list none goes to validation, which has a list of its own.
        var set = Set(options => options.Validation = 0.9);
        set.All().Select(sample => (sample.Id, sample.Split)).ShouldBe([("a/1", Split.Train), ("a/2", Split.Validation), ("a/3", Split.Test)]);
        _run.Messages(FindingSeverity.Warning)[0].ShouldBe("folder: 'a/gone 1' has neither sound nor pictures; it is left out.");

        var test = Here("data/test_category_vids_dict.npy");
        Numpy.Put(test, Numpy.Array([2]));
        Message().ShouldStartWith($"'{test}' cannot be used: {test} cannot be read as an object array of numpy (.npy): its elements are of type '<f4'");
        var evil = Numpy.Dictionary(("a", ["3"]));
        Numpy.Put(test, [.. evil[..^1], .. "cposix\nsystem\n."u8]);
        Message().ShouldContain("it refers to posix.system, which is refused");
        Numpy.Put(test, evil[..^9]);
        Message().ShouldContain("its pickle ends after");
        File.Delete(test);
        Message().ShouldBe($"'{test}' is not there");

        string Message()
        {
            var finding = Files.Finding(() => Set());
            finding.Code.ShouldBe("AVD0016");
            return finding.What;
        }
    }

    [Fact]
    public void A_class_with_one_video_is_a_finding_in_every_layout_and_an_empty_folder_names_the_layout()
    {
        foreach (var id in (string[])["1", "2"]) Both("a", id);
        Both("lonely", "3");
        Files.Text(Here("manifest.csv"), "id,class,split,audio\n1,a,train,audio/a/1.wav\n2,a,test,audio/a/2.wav\n3,lonely,train,audio/lonely/3.wav\n");
        Numpy.Put(Here("train_category_vids_dict.npy"), Numpy.Dictionary(("a", ["1"]), ("lonely", ["3"])));
        Numpy.Put(Here("test_category_vids_dict.npy"), Numpy.Dictionary(("a", ["2"])));
        foreach (var layout in (string[])["frames", "list", "contav-sep"])
        {
            var lonely = Files.Finding(() => Set(options => (options.Layout, options.Pictures, options.Validation) = (layout, layout != "list", 0)));
            lonely.Code.ShouldBe("AVD0013");
            lonely.What.ShouldMatch($"^the class 'lonely' has 1 video, and none of them is for {(layout == "frames" ? "(training|testing)" : "testing")}$");
            Directory.CreateDirectory(Path.Combine(_run.JobDirectory, "empty"));
            Files.Finding(() => Set(options => (options.Layout, options.Folder) = (layout, "empty"))).Code.ShouldBe("AVD0010");
        }
    }

    [Fact]
    public void Pictures_of_another_rate_are_taken_by_time()
    {
        foreach (var id in (string[])["1", "2"])
        {
            Files.Tone(Here($"audio/a/{id}.wav"), 500, 2);
            for (var number = 0; number < 16; number++) Files.Plain(Here($"frames/a/{id}/frame_{number:D3}.png"), (byte)(10 * number), 0, 0);
        }

        byte[] Reds(double rate) => [.. Set(options => (options.StoredFrameRate, options.FrameRate) = (8, rate))
            .Bytes("a/1", SampleKeys.Frames).Chunk(3 * 256).Select(frame => frame[0])];
        Reds(8).ShouldBe([.. Enumerable.Range(0, 16).Select(i => (byte)(10 * i))]);
        Reds(1).ShouldBe([(byte)0, 80]);
        Reds(16).Take(6).ShouldBe([(byte)0, 0, 10, 10, 20, 20]);
    }

    public void Dispose() => _run.Dispose();

    // Two seconds of 500 Hz and three pictures, red of 40, 80 and 120.
    private void Both(string label, string id, string audio = "audio", string ending = "", string frames = "frames")
    {
        Files.Tone(Here($"{audio}/{label}/{id}.wav"), 500, 2);
        for (var number = 1; number <= 3; number++) Files.Plain(Here($"{frames}/{label}/{id}{ending}/{number:D6}.jpg"), (byte)(40 * number), 9, 0);
    }

    private void Splits(string split, string[] ids, params string[] classes) => Numpy.Put(Here($"data/{split}_category_vids_dict.npy"),
        Numpy.Dictionary([.. (classes.Length > 0 ? classes : s_classes).Select(label => (label, ids))]));

    private FolderDataset Set(Action<FolderOptions>? change = null)
    {
        var options = new FolderOptions { Folder = Here(""), Rate = 8000, Size = 16, Seconds = 2 };
        change?.Invoke(options);
        return new FolderDataset(options, _run, _run).Prepared();
    }

    private string Here(string name) => Path.Combine(_run.JobDirectory, "own clips", name);
}
