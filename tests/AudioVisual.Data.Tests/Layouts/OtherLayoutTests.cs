using PluginHost.Plugins.DatasetAudioVisual.Layouts;

namespace AudioVisual.Data.Tests.Layouts;

/// <summary>VGGSound, AudioSet, MUSIC-AVQA and AVSBench, filled in their published layouts.</summary>
public sealed class OtherLayoutTests(Videos videos) : IClassFixture<Videos>, IDisposable
{
    private readonly RunStandIn _run = new();

    [Fact]
    public void VggSound_names_a_file_by_id_and_start_and_its_labels_may_hold_commas()
    {
        Files.Text(Here("vggsound.csv"), string.Concat(Enumerable.Range(0, 40).Select(i => $"id{i},{30 + i},\"dog, barking\",train\n"))
            + "-a_b,5,playing harp,train\nid90,7,\"dog, barking\",test\nid91,12,playing harp,test\n");
        for (var i = 0; i < 40; i++) Files.Text(Here($"video/part/id{i}_{30 + i:000000}.mp4"), "");
        foreach (var id in (string[])["-a_b_000005", "id90_000007", "id91_000012"]) Videos.Put(videos.Whole, Here($"video/part/{id}.mp4"));
        var set = new VggSoundDataset(new() { Folder = Here(""), Rate = 8000, Size = 16, Seconds = 4, FrameRate = 2, Validation = 0.3 }, _run, _run).Prepared();

        set.Info.Classes.ShouldBe(["dog, barking", "playing harp"]);
        set.Samples(Split.Test).Select(sample => sample.Id).ShouldBe(["id90_000007", "id91_000012"]);
        // A share of the training clips, by a hash of their names.
        set.Samples(Split.Validation).Count.ShouldBeInRange(5, 20);
        (set.Samples(Split.Train).Count + set.Samples(Split.Validation).Count).ShouldBe(41);
        using var sample = set.Load(set.ById("-a_b_000005"));
        (sample.Info.Label, sample[SampleKeys.Audio].shape[0]).ShouldBe((1, 32000));
        sample[SampleKeys.Frames].shape.ShouldBe([8L, 3, 16, 16]);

        Files.Text(Here("vggsound.csv"), "id0,soon,dog,train\n");
        Files.Finding(() => new VggSoundDataset(new() { Folder = Here("") }, _run, _run).Prepared()).Code.ShouldBe("DS0041");
    }

    [Fact]
    public void AudioSet_has_several_classes_a_segment_and_finds_files_by_several_names()
    {
        Files.Text(Here("class_labels_indices.csv"), "index,mid,display_name\n0,/m/09x0r,\"Speech\"\n1,/m/05zppz,\"Male speech, man speaking\"\n2,/m/0bt9lr,\"Dog\"\n");
        const string Head = "# Segments csv created Sun Mar  5 10:54:31 2017\n# num_ytids=2\n# YTID, start_seconds, end_seconds, positive_labels\n";
        Files.Text(Here("balanced_train_segments.csv"), $"{Head}-aaaaaaaaaa, 30.000, 40.000, \"/m/05zppz,/m/09x0r\"\nbbbbbbbbbbb, 0.000, 10.000, \"/m/0bt9lr\"\n");
        Files.Text(Here("unbalanced_train_segments.csv"), $"{Head}ddddddddddd, 1.000, 11.000, \"/m/0bt9lr\"\n");
        Files.Text(Here("eval_segments.csv"), $"{Head}ccccccccccc, 12.000, 22.000, \"/m/0bt9lr,/m/09x0r\"\n");
        foreach (var name in (string[])["-aaaaaaaaaa_30_40", "Ybbbbbbbbbbb", "ccccccccccc_12000_22000", "ddddddddddd_000001"])
            Videos.Put(videos.Whole, Here($"videos/{name}.mp4"));
        var set = AudioSet();

        set.Info.Classes.ShouldBe(["Speech", "Male speech, man speaking", "Dog"]);
        set.All().Select(sample => (sample.Id, sample.Split, string.Join(' ', sample.Labels))).ShouldBe([
            ("-aaaaaaaaaa_30", Split.Train, "0 1"), ("bbbbbbbbbbb_0", Split.Train, "2"), ("ccccccccccc_12", Split.Test, "0 2")]);
        set.Load(set.ById("bbbbbbbbbbb_0")).Dispose();
        AudioSet(options => options.Training = "both").All().Length.ShouldBe(4);
        // A class that is not asked for is no label; a clip without a label is none.
        AudioSet(options => options.Classes = ["Speech"]).All().Select(sample => sample.Labels.Count).ShouldBe([1, 1]);
        _run.Messages(FindingSeverity.Warning).ShouldBeEmpty();
    }

    [Fact]
    public void Avqa_fills_the_gaps_of_its_questions_and_keeps_those_of_one_video_together()
    {
        static string Question(string video, int id, string text, string values, string answer) =>
            $$"""{"video_id": "{{video}}", "question_id": {{id}}, "type": "[\"Audio\", \"Counting\"]", "question_content": "{{text}}", "templ_values": "{{values}}", "question_deleted": 0, "anser": "{{answer}}"}""";
        Files.Text(Here("json/avqa-train.json"), $"[{Question("00000093", 3, "Is the <Object> in the video always playing?", "[\\\"violin\\\"]", "no")},"
            + $"{Question("00000093", 4, "How many sounds are there? ", "[]", "two")}]");
        Files.Text(Here("json/avqa-val.json"), $"[{Question("00000095", 5, "Is it?", "[]", "two")}]");
        Files.Text(Here("json/avqa-test.json"), $"[{Question("00000094", 6, "Is the <FL> of the <Object> <RL>?", "['left', 'flute', 'loud']", "no")},"
            + $"{Question("00000094", 7, "What?", "[]", "eleven")}]");
        foreach (var id in (string[])["00000093", "00000094", "00000095"]) Videos.Put(videos.Whole, Here($"videos/{id}.mp4"));
        var set = new MusicAvqaDataset(new() { Folder = Here(""), Rate = 8000, Size = 16, Seconds = 10, FrameRate = 0.2 }, _run, _run).Prepared();

        set.Info.Classes.ShouldBe(["no", "two"]);
        set.Samples(Split.Train).Select(sample => (sample.Id, sample.Label, sample.Group)).ShouldBe([
            ("00000093/3", 0, "00000093"), ("00000093/4", 1, "00000093")]);
        using var sample = set.Load(set.ById("00000094/6"));
        sample.Texts[AudioVisualKeys.Question].ShouldBe("Is the left of the flute loud?");
        sample.Texts[AudioVisualKeys.Answer].ShouldBe("no");
        using (var train = set.Load(set.ById("00000093/3"))) train.Texts[AudioVisualKeys.Question].ShouldBe("Is the violin in the video always playing?");
        sample[SampleKeys.Frames].shape.ShouldBe([2L, 3, 16, 16]);
        _run.Messages(FindingSeverity.Warning).ShouldBe([
            "MUSIC-AVQA: answers that do not occur in training were left out: 1, such as 'eleven' of question 7 of '00000094'."]);

        Files.Text(Here("json/avqa-val.json"), "[{}]");
        Files.Finding(() => new MusicAvqaDataset(new() { Folder = Here("") }, _run, _run).Prepared()).Code.ShouldBe("DS0020");
    }

    [Fact]
    public void AvsBench_has_five_frames_and_masks_and_one_mask_of_a_training_clip_of_one_source()
    {
        Files.Text(Here("Single-source/s4_meta_data.csv"), "name,start,category,split\nd1,0,dog_barking,train\nd2,0,dog_barking,val\nc1,0,cat_meowing,test\nc2,0,cat_meowing,test\n");
        foreach (var (name, split, category) in ((string, string, string)[])
            [("d1", "train", "dog_barking"), ("d2", "val", "dog_barking"), ("c1", "test", "cat_meowing"), ("c2", "test", "cat_meowing")])
        {
            var place = $"{split}/{category}/{name}";
            Files.Tone(Here($"Single-source/s4_data/audio_wav/{place}.wav"), 500, seconds: 5);
            for (var number = 1; number <= 5; number++)
            {
                Files.Plain(Here($"Single-source/s4_data/visual_frames/{place}/{name}_{number}.png"), (byte)(40 * number), 0, 0, 16);
                if (split != "train" || number == 1) Mask(Here($"Single-source/s4_data/gt_masks/{place}/{name}_{number}.png"), 2 * number);
            }
        }

        File.Delete(Here("Single-source/s4_data/audio_wav/test/cat_meowing/c2.wav"));
        var set = Avs("s4");
        set.Info.Classes.ShouldBe(["cat_meowing", "dog_barking"]);
        set.All().Select(sample => (sample.Id, sample.Split)).ShouldBe([("d1", Split.Train), ("d2", Split.Validation), ("c1", Split.Test)]);
        _run.Messages(FindingSeverity.Warning).ShouldHaveSingleItem().ShouldContain("'c2'");
        using (var train = set.Load(set.ById("d1"))) train[AudioVisualKeys.Masks].shape.ShouldBe([1L, 1, 16, 16]);
        using var sample = set.Load(set.ById("c1"));
        sample[SampleKeys.Frames].shape.ShouldBe([5L, 3, 16, 16]);
        sample[SampleKeys.Audio].shape.ShouldBe([40000L]);
        sample[AudioVisualKeys.Masks].shape.ShouldBe([5L, 1, 16, 16]);
        set.Bytes("c1", SampleKeys.Frames).Chunk(3 * 256).Select(frame => frame[0]).ShouldBe([(byte)40, 80, 120, 160, 200]);
        // Columns of the mask, left of which is the source.
        set.Floats("c1", AudioVisualKeys.Masks).Chunk(256).Select(mask => mask.Sum()).ShouldBe([32f, 64, 96, 128, 160]);
        set.Floats("c1", AudioVisualKeys.Masks)[..16].ShouldBe([1f, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    }

    [Fact]
    public void AvsBench_of_several_sources_has_its_own_names()
    {
        Files.Text(Here("Multi-sources/ms3_meta_data.csv"), "video_id,split\nm1_0,train\nm2_0,test\n");
        foreach (var (name, split) in ((string, string)[])[("m1_0", "train"), ("m2_0", "test")])
        {
            Files.Tone(Here($"Multi-sources/ms3_data/audio_wav/{split}/{name}.wav"), 500, seconds: 5);
            for (var number = 1; number <= 5; number++)
            {
                Files.Plain(Here($"Multi-sources/ms3_data/visual_frames/{name}/{name}.mp4_{number}.png"), 9, 0, 0, 16);
                Mask(Here($"Multi-sources/ms3_data/gt_masks/{split}/{name}/{name}_{number}.png"), 4);
            }
        }

        var set = Avs("ms3");
        set.Info.Classes.ShouldBe(["source"]);
        using var train = set.Load(set.ById("m1_0"));
        train[AudioVisualKeys.Masks].shape.ShouldBe([5L, 1, 16, 16]);
        train[AudioVisualKeys.Masks].sum().item<float>().ShouldBe(5 * 64);
        new AvsBenchOptions { FrameRate = 2 }.Check().ShouldHaveSingleItem().Code.ShouldBe("AVD0003");
    }

    [Fact]
    public void A_folder_without_any_clip_says_where_to_name_them()
    {
        Files.Text(Here("vggsound.csv"), "id0,1,dog,train\nid1,1,dog,test\n");
        var none = Files.Finding(() => new VggSoundDataset(new() { Folder = Here("") }, _run, _run).Prepared());
        (none.Code, none.Where).ShouldBe(("AVD0011", "folder"));
        none.What.ShouldStartWith("VGGSound: 2 of 2 clips could not be found");
        Files.Finding(() => new VggSoundDataset(new() { Folder = Here("none") }, _run, _run).Prepared()).Code.ShouldBe("DS0010");
    }

    public void Dispose() => _run.Dispose();

    // The left columns of a square are the source, in a colour that is not white.
    private static void Mask(string file, int columns)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        PluginHost.Media.Pictures.PictureFile.Write(file, new(16, 16, 3, [.. Enumerable.Range(0, 256)
            .SelectMany(i => i % 16 < columns ? (byte[])[0, 128, 0] : [0, 0, 0])]));
    }

    private string Here(string name) => Path.Combine(_run.Directory, "set", name);

    private AudioSetDataset AudioSet(Action<AudioSetOptions>? change = null)
    {
        var options = new AudioSetOptions { Folder = Here(""), Validation = 0, Rate = 8000, Size = 16 };
        change?.Invoke(options);
        return new AudioSetDataset(options, _run, _run).Prepared();
    }

    private AvsBenchDataset Avs(string subset) =>
        new AvsBenchDataset(new() { Folder = Here(""), Subset = subset, Rate = 8000, Size = 16 }, _run, _run).Prepared();
}
