using PluginHost.Plugins.DatasetAudioVisual.Layouts;

namespace AudioVisual.Data.Tests.Layouts;

/// <summary>AVE and LLP, filled in their published layouts.</summary>
public sealed class EventLayoutTests(Videos videos) : IClassFixture<Videos>, IDisposable
{
    private const string Header = "filename\tonset\toffset\tevent_labels\n";

    private readonly RunStandIn _run = new();

    [Fact]
    public void Ave_has_the_seconds_of_its_event_the_sound_and_a_frame_a_second()
    {
        FillAve();
        var ave = Ave();

        ave.Info.Classes.ShouldBe(["Church bell", "Fixed-wing aircraft, airplane"]);
        ave.All().Select(sample => (sample.Id, sample.Split, sample.Label)).ShouldBe([
            ("bell1", Split.Train, 0), ("-plane1", Split.Train, 1), ("bell2", Split.Validation, 0), ("bell3", Split.Test, 0), ("plane2", Split.Test, 1)]);
        using var sample = ave.Load(ave.ById("-plane1"));
        var events = ave.Floats("-plane1", AudioVisualKeys.Events).Chunk(2).ToArray();
        events.Select(segment => segment[1]).ShouldBe([0f, 0, 1, 1, 1, 0, 0, 0, 0, 0]);
        events.ShouldAllBe(segment => segment[0] == 0);
        sample.Tensors.Keys.Order().ShouldBe(((string[])[SampleKeys.Audio, SampleKeys.Frames, AudioVisualKeys.Events]).Order());
        var sound = ave.Floats("-plane1", SampleKeys.Audio);
        sound.Length.ShouldBe(80000);
        Files.Hertz(sound[8000..32000], 8000).ShouldBe(500, 5);
        Files.Hertz(sound[48000..72000], 8000).ShouldBe(800, 5);
        sample[SampleKeys.Frames].shape.ShouldBe([10L, 3, 16, 16]);
        var frames = ave.Bytes("-plane1", SampleKeys.Frames).Chunk(3 * 256).ToArray();
        // Red, then blue: the planes lie one after the other.
        foreach (var frame in frames[..4]) (frame[128] > 200, frame[512 + 128] < 60).ShouldBe((true, true));
        foreach (var frame in frames[6..]) (frame[128] < 60, frame[512 + 128] > 200).ShouldBe((true, true));
    }

    [Fact]
    public void Ave_clips_that_are_not_there_are_left_out_and_counted_or_refused()
    {
        FillAve();
        File.Delete(Here("AVE/bell2.mp4"));
        Ave().All().Length.ShouldBe(4);
        _run.Messages(FindingSeverity.Warning).ShouldBe([
            "AVE: 1 of 5 clips could not be found and will be left out, such as 'bell2'."]);
        var refused = Files.Finding(() => Ave(options => options.Incomplete = "refuse"));
        (refused.Code, refused.Where).ShouldBe(("AVD0011", "incomplete"));
        refused.What.ShouldContain("'bell2'");
    }

    [Fact]
    public void Labels_beyond_the_clip_are_a_finding_that_names_the_clip_whether_the_list_or_the_file_says_so()
    {
        FillAve();
        Files.Text(Here("valSet.txt"), "Church bell&bell2&good&4&12\n");
        var listed = Files.Finding(() => Ave());
        (listed.Code, listed.What).ShouldBe(("AVD0023", "AVE labels seconds beyond the 10 of a clip: 'bell2' (4 to 12, line 1)"));

        Files.Text(Here("valSet.txt"), "Church bell&bell2&good&4&8\n");
        Videos.Put(videos.Short, Here("AVE/bell2.mp4"));
        var ave = Ave();
        var decoded = Files.Finding(() => ave.Load(ave.ById("bell2")).Dispose());
        decoded.Code.ShouldBe("AVD0023");
        decoded.What.ShouldStartWith("'Church bell' of the clip 'bell2' lasts to second 8, and");

        Files.Text(Here("valSet.txt"), "Church bell&bell2&good&8&4\n");
        Files.Finding(() => Ave()).Code.ShouldBe("DS0041");
    }

    [Fact]
    public void A_clip_that_is_shorter_than_its_window_is_padded_and_told_or_refused()
    {
        FillAve();
        Videos.Put(videos.Short, Here("AVE/bell1.mp4"));
        var ave = Ave();
        var sound = ave.Floats("bell1", SampleKeys.Audio);
        sound.Length.ShouldBe(80000);
        sound[..48000].Max(Math.Abs).ShouldBeGreaterThan(0.05f);
        sound[52000..].ShouldAllBe(value => value == 0);
        var frames = ave.Bytes("bell1", SampleKeys.Frames).Chunk(3 * 256).ToArray();
        frames[9].ShouldBe(frames[7]);
        ave.Load(ave.ById("bell1")).Dispose();
        _run.Messages(FindingSeverity.Warning).ShouldHaveSingleItem().ShouldStartWith("AVE: the clip 'bell1' has 6.");
        var refusing = Ave(options => options.Shorter = "refuse");
        Files.Finding(() => refusing.Load(refusing.ById("bell1")).Dispose()).Code.ShouldBe("AVD0012");
    }

    [Fact]
    public void A_video_without_sound_or_picture_or_that_is_none_is_a_finding_with_its_name()
    {
        FillAve();
        Videos.Put(videos.Mute, Here("AVE/bell1.mp4"));
        Videos.Put(videos.Blind, Here("AVE/bell2.mp4"));
        Files.Text(Here("AVE/bell3.mp4"), "no video");
        var ave = Ave();
        var mute = Files.Finding(() => ave.Load(ave.ById("bell1")).Dispose());
        (mute.Code, mute.What).ShouldBe(("AVD0021", $"'{Here("AVE/bell1.mp4")}' has no sound"));
        var blind = Files.Finding(() => ave.Load(ave.ById("bell2")).Dispose());
        (blind.Code, blind.What).ShouldBe(("AVD0021", $"'{Here("AVE/bell2.mp4")}' has no picture"));
        var none = Files.Finding(() => ave.Load(ave.ById("bell3")).Dispose());
        none.Code.ShouldBe("AVD0022");
        none.What.ShouldContain(Here("AVE/bell3.mp4"));
    }

    [Fact]
    public void Chosen_classes_are_counted_in_their_order_with_their_events()
    {
        FillAve();
        var ave = Ave(options => options.Classes = ["Fixed-wing aircraft, airplane"]);
        ave.All().Select(sample => sample.Id).ShouldBe(["-plane1", "plane2"]);
        ave.Floats("-plane1", AudioVisualKeys.Events).Sum().ShouldBe(3);
        var unknown = Files.Finding(() => Ave(options => options.Classes = ["Cow"]));
        (unknown.Code, unknown.Where).ShouldBe(("AVD0010", "classes"));
    }

    [Fact]
    public void Llp_has_weak_labels_to_train_and_tells_heard_from_seen_to_test()
    {
        FillLlp();
        var llp = Llp();
        llp.Info.Classes.Count.ShouldBe(25);
        var train = llp.ById("trainaaaaaa_20_30");
        train.Labels.Select(label => llp.Info.Classes[label]).ShouldBe(["Speech", "Dog"]);
        using (var weak = llp.Load(train)) weak.Tensors.Keys.ShouldNotContain(key => key.StartsWith("events", StringComparison.Ordinal));

        var (dog, speech) = (llp.Info.Classes.ToList().IndexOf("Dog"), 0);
        float[] Of(string key, int label) => [.. llp.Floats("testbbbbbbb_0_10", key).Chunk(25).Select(segment => segment[label])];
        Of(AudioVisualKeys.AudioEvents, speech).ShouldBe([1f, 1, 0, 0, 0, 0, 0, 0, 1, 1]);
        Of(AudioVisualKeys.AudioEvents, dog).ShouldBe([0f, 0, 1, 1, 1, 1, 0, 0, 0, 0]);
        Of(AudioVisualKeys.VisualEvents, dog).ShouldBe([0f, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
        Of(AudioVisualKeys.VisualEvents, speech).Sum().ShouldBe(0);
        // Both is where either is.
        Of(AudioVisualKeys.Events, dog).ShouldBe([0f, 0, 0, 0, 1, 1, 0, 0, 0, 0]);
        llp.Floats("testbbbbbbb_0_10", AudioVisualKeys.Events).Sum().ShouldBe(2);

        Files.Text(Here("AVVP_eval_visual.csv"), $"{Header}testbbbbbbb_0_10\t4\t11\tDog\n");
        var beyond = Files.Finding(() => Llp());
        (beyond.Code, beyond.What).ShouldBe(("AVD0023",
            "AVVP_eval_visual.csv labels seconds beyond the 10 of a clip: 'testbbbbbbb_0_10' (4 to 11, line 2)"));
        Files.Text(Here("AVVP_eval_visual.csv"), $"{Header}testbbbbbbb_0_10\t4\t9\tCow\n");
        Files.Finding(() => Llp()).Code.ShouldBe("DS0041");
    }

    public void Dispose() => _run.Dispose();

    private string Here(string name) => Path.Combine(_run.Directory, "set", name);

    private void FillAve()
    {
        Files.Text(Here("trainSet.txt"), "Church bell&bell1&good&0&6\nFixed-wing aircraft, airplane&-plane1&good&2&5\n");
        Files.Text(Here("valSet.txt"), "Church bell&bell2&good&0&10\n");
        Files.Text(Here("testSet.txt"), "Church bell&bell3&good&0&10\nFixed-wing aircraft, airplane&plane2&good&9&10\n");
        foreach (var id in (string[])["bell1", "bell2", "bell3", "-plane1", "plane2"]) Videos.Put(videos.Whole, Here($"AVE/{id}.mp4"));
    }

    private void FillLlp()
    {
        Files.Text(Here("AVVP_train.csv"), "filename\tevent_labels\ntrainaaaaaa_20_30\tDog,Speech\n");
        Files.Text(Here("AVVP_val_pd.csv"), "filename\tevent_labels\nvalidaaaaaa_30_40\tDog\n");
        Files.Text(Here("AVVP_test_pd.csv"), "filename\tevent_labels\ntestbbbbbbb_0_10\tSpeech,Dog\n");
        Files.Text(Here("AVVP_eval_audio.csv"),
            $"{Header}testbbbbbbb_0_10\t0\t2\tSpeech\ntestbbbbbbb_0_10\t8\t10\tSpeech\ntestbbbbbbb_0_10\t2\t6\tDog\ntestbbbbbbb_0_10\t9\t9\tCat\n");
        Files.Text(Here("AVVP_eval_visual.csv"), $"{Header}testbbbbbbb_0_10\t4\t10\tDog\n");
        foreach (var id in (string[])["trainaaaaaa", "validaaaaaa", "testbbbbbbb"]) Videos.Put(videos.Whole, Here($"video/{id}.mp4"));
    }

    private AveDataset Ave(Action<AveOptions>? change = null)
    {
        var options = new AveOptions { Folder = Here(""), Rate = 8000, Size = 16 };
        change?.Invoke(options);
        options.Check().ShouldBeEmpty();
        return new AveDataset(options, _run, _run).Prepared();
    }

    private LlpDataset Llp() => new LlpDataset(new LlpOptions { Folder = Here(""), Rate = 8000, Size = 16 }, _run, _run).Prepared();
}
