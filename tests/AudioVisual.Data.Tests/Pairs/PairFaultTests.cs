using PluginHost.Plugins.DatasetAudioVisual.Pairs;

namespace AudioVisual.Data.Tests.Pairs;

/// <summary>What is told of a folder whose pairs are not all as they should be: the sample, what is wrong, and the way out.</summary>
public sealed class PairFaultTests : IDisposable
{
    private readonly RunStandIn _run = new();

    public PairFaultTests()
    {
        for (var i = 0; i < 12; i++)
        {
            Files.Tone(Here($"animals/a{i}.wav"), 500 + (20 * i), seconds: 0.5);
            Files.Plain(Here($"animals/a{i}.png"), (byte)i, 0, 0);
        }
    }

    [Fact]
    public void A_pair_with_one_side_missing_is_left_out_and_named_or_refused()
    {
        Files.Plain(Here("animals/mute.png"), 99, 0, 0);
        Files.Tone(Here("animals/blind.wav"), 900);

        using (var pairs = Pairs()) pairs.All().Length.ShouldBe(12);
        _run.Messages(FindingSeverity.Warning).ShouldBe([
            "pairs of set: 1 picture has no sound and was left out, such as animals/mute.png.",
            "pairs of set: 1 sound has no picture and was left out, such as animals/blind.wav."]);
        var refused = Files.Finding(() => Pairs(options => options.Incomplete = "refuse"));
        (refused.Code, refused.Where, refused.What).ShouldBe(("AVD0011", "incomplete", "1 picture has no sound: animals/mute.png"));
        File.Delete(Here("animals/mute.png"));
        Files.Finding(() => Pairs(options => options.Incomplete = "refuse")).What.ShouldBe("1 sound has no picture: animals/blind.wav");
    }

    [Fact]
    public void Of_several_sounds_of_one_picture_the_first_kind_is_taken_and_the_others_are_named()
    {
        Files.Tone(Here("animals/a3.ogg"), 2000, seconds: 0.5);
        Files.Tone(Here("animals/a3.mp3"), 3000, seconds: 0.5);
        using var pairs = Pairs();

        Files.Hertz(pairs.Floats("animals/a3", SampleKeys.Audio), 16000).ShouldBe(2000, 20);
        _run.Messages(FindingSeverity.Warning).ShouldBe([
            "pairs of set: 1 pair has several sounds: animals/a3.ogg is taken, animals/a3.wav and animals/a3.mp3 not."]);
    }

    [Fact]
    public void A_sound_shorter_than_the_window_is_padded_or_left_out_or_refused_by_name()
    {
        Files.Tone(Here("animals/a7.wav"), 640, seconds: 0.2);

        using (var padded = Pairs(options => options.Seconds = 0.4))
        {
            var sound = padded.Floats("animals/a7", SampleKeys.Audio);
            sound.Length.ShouldBe(6400);
            sound[..3000].Max(Math.Abs).ShouldBeGreaterThan(0.9f);
            sound[3300..].ShouldAllBe(value => value == 0);
        }

        _run.Messages(FindingSeverity.Note).ShouldContain("pairs of set: 1 of 12 sounds is shorter than 0.4 s and is followed by silence.");
        using (var left = Pairs(options => (options.Seconds, options.Shorter) = (0.4, "leave-out")))
        {
            left.All().Length.ShouldBe(11);
            left.All().ShouldNotContain(sample => sample.Id == "animals/a7");
            // What is left still lies with its own sound.
            Files.Hertz(left.Floats("animals/a9", SampleKeys.Audio), 16000).ShouldBe(680, 10);
        }

        _run.Messages(FindingSeverity.Warning).ShouldHaveSingleItem().ShouldContain($"'{Here("animals/a7.wav")}' with 0.2 s; it was left out");
        var refused = Files.Finding(() => Pairs(options => (options.Seconds, options.Shorter) = (0.4, "refuse")));
        (refused.Code, refused.Where).ShouldBe(("AVD0012", "seconds"));
        refused.What.ShouldBe($"1 of 12 sounds is shorter than 0.4 s, such as '{Here("animals/a7.wav")}' with 0.2 s");
    }

    [Fact]
    public void A_silent_sound_and_a_damaged_picture_are_findings_that_name_the_file_and_nothing_is_kept()
    {
        Files.Tone(Here("animals/a2.wav"), 500, level: 0);
        File.WriteAllText(Here("animals/a5.png"), "no picture");

        var findings = Should.Throw<JobException>(() => Pairs()).Findings;
        findings.Select(finding => finding.Code).ShouldBe(["DS0021", "MEDIA02"]);
        findings[0].What.ShouldContain(Here("animals/a2.wav"));
        findings[1].What.ShouldContain(Here("animals/a5.png"));
        Directory.Exists(Path.Combine(_run.Directory, "cache")).ShouldBeFalse();
    }

    [Fact]
    public void Classes_and_languages_that_are_not_there_are_findings_with_those_that_are()
    {
        var unknown = Files.Finding(() => Pairs(options => options.Classes = ["plants"]));
        (unknown.Code, unknown.Where, unknown.Fix).ShouldBe(("AVD0010", "classes", "There are: animals."));

        Files.Tone(Here("animals/a1_desc_ro.wav"), 500);
        var language = Files.Finding(() => Pairs(options => (options.Sounds, options.Languages) = ("spoken", ["fr"])));
        (language.Code, language.Where, language.Fix).ShouldBe(("AVD0010", "languages", "There are: ro."));
        new PairsOptions { Set = "gcompris" }.Check().ShouldHaveSingleItem().Code.ShouldBe("AVD0001");
        new PairsOptions { Languages = ["fr", "fr"] }.Check().ShouldHaveSingleItem().Code.ShouldBe("DS0004");
    }

    [Fact]
    public void A_set_that_is_not_installed_names_the_command()
    {
        var missing = new PairsDataset(new PairsOptions { Set = "gcompris", Sounds = "natural" }, new Elsewhere(_run), _run).Check().ShouldHaveSingleItem();
        missing.Code.ShouldBe("DS0010");
        missing.Fix.ShouldNotBeNull().ShouldEndWith($"install.sh' --folder '{Path.Combine(_run.Directory, "audio-visual")}' gcompris");
        File.Exists(missing.Fix.Split('\'')[1]).ShouldBeTrue();
    }

    public void Dispose() => _run.Dispose();

    private string Here(string name) => Path.Combine(_run.Directory, "set", name);

    private PairsDataset Pairs(Action<PairsOptions>? change = null)
    {
        var options = new PairsOptions
        {
            Folder = Path.Combine(_run.Directory, "set"), CacheDirectory = Path.Combine(_run.Directory, "cache"), Sounds = "natural", Seconds = 0.1, Size = 4,
            Validation = 0,
        };
        change?.Invoke(options);
        return new PairsDataset(options, _run, _run).Prepared();
    }

    // A run whose user has nothing installed.
    private sealed class Elsewhere(RunStandIn run) : IRunContext
    {
        public string Name => run.Name;

        public string Directory => run.Directory;

        public string JobDirectory => run.JobDirectory;

        public string Device => run.Device;

        public int Threads => run.Threads;

        public long Seed => run.Seed;

        public bool Resume => run.Resume;

        public bool ShowProgress => run.ShowProgress;

        public string ResolvePath(string path) => Path.Combine(run.Directory, Path.GetFileName(path));
    }
}
