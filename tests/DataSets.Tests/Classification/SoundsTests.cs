using DataSets.Tests.Soundfont;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Media.Sounds;
using PluginHost.Plugins.DatasetClassification.Sounds;

namespace DataSets.Tests.Classification;

public sealed class SoundsTests : IDisposable
{
    private readonly RunStandIn _run = new();

    private string Set => Path.Combine(_run.Directory, "set");

    [Fact]
    public void Sounds_become_log_mel_pictures_of_one_size_whatever_their_rate_and_length()
    {
        for (var i = 0; i < 12; i++)
        {
            Tone($"low/{i}.wav", 8000, 0.2 + (0.1 * i), 300 + i);
            Tone($"high/{i}.wav", 22050, 1.5, 3000 + i);
        }

        using var sounds = Sounds(new() { Seconds = 0.5, Mels = 24 });
        sounds.Info.Classes.ShouldBe(["high", "low"]);
        sounds.Info.Name.ShouldBe("sounds of set, 24 samples of 24 x 51 in 2 classes");
        foreach (var info in sounds.All())
        {
            using var sample = sounds.Load(info);
            var picture = sample[SampleKeys.Image];
            picture.shape.ShouldBe([1L, 24, 51]);
            picture.mean().item<float>().ShouldBe(0, 1e-4);
            picture.std(unbiased: false).item<float>().ShouldBe(1, 1e-4);
            // The band of the tone is the loudest: 300 Hz is in the lower third of the mels, 3000 Hz in the upper half.
            var band = picture.mean([2]).argmax().item<long>();
            (info.Label == 0 ? band > 12 : band < 8).ShouldBeTrue($"{info.Id}: band {band}");
        }
    }

    [Fact]
    public void The_sound_itself_is_there_on_request_from_its_onset_at_full_scale()
    {
        for (var i = 0; i < 10; i++) Tone($"a/{i}.wav", 16000, 0.5, 500 + i, silence: 0.25, level: 0.1);
        using var sounds = Sounds(new() { Seconds = 0.25, Audio = true });
        sounds.Info.AudioRate.ShouldBe(16000);
        var audio = sounds.Values(sounds.All()[0], SampleKeys.Audio);
        audio.Length.ShouldBe(4000);
        audio.Max(Math.Abs).ShouldBe(1, 1e-3);
        audio.Take(40).Max(Math.Abs).ShouldBeGreaterThan(0.05f);
    }

    [Fact]
    public void Sounds_of_one_group_stay_in_one_split_unless_content_alone_counts()
    {
        for (var group = 0; group < 30; group++)
            for (var layer = 0; layer < 4; layer++) Tone($"a/stroke{group}~{layer}.wav", 8000, 0.3, 200 + (10 * group) + layer);
        using (var grouped = Sounds(new() { Seconds = 0.2, Rate = 8000 }))
        {
            grouped.All().GroupBy(sample => sample.Id.Split('~')[0]).ShouldAllBe(group => group.Select(sample => sample.Split).Distinct().Count() == 1);
            grouped.Samples(Split.Test).Count.ShouldBeGreaterThan(0);
        }

        using var apart = Sounds(new() { Seconds = 0.2, Rate = 8000, Together = "content" });
        apart.All().GroupBy(sample => sample.Id.Split('~')[0]).ShouldContain(group => group.Select(sample => sample.Split).Distinct().Count() > 1);
    }

    [Fact]
    public void Domains_are_the_first_level_and_a_copy_stays_with_its_original_across_classes()
    {
        for (var i = 0; i < 40; i++)
        {
            foreach (var domain in (string[])["codec", "robot"])
            {
                Tone($"{domain}/real/{domain}{i}~real.wav", 8000, 0.3, 300 + i + (domain == "robot" ? 1000 : 0));
                Tone($"{domain}/fake/{domain}{i}~fake.wav", 8000, 0.3, 600 + i + (domain == "robot" ? 1000 : 0));
            }
        }

        using var sounds = Sounds(new() { Seconds = 0.2, Rate = 8000, HasDomains = true, Domains = ["robot", "codec"] });
        sounds.Info.Domains.ShouldBe(["robot", "codec"]);
        sounds.Info.Classes.ShouldBe(["fake", "real"]);
        foreach (var pair in sounds.All().GroupBy(sample => Path.GetFileName(sample.Id).Split('~')[0]))
        {
            pair.Count().ShouldBe(2);
            pair.Select(sample => sample.Split).Distinct().Count().ShouldBe(1);
            pair.Select(sample => sample.Domain).Distinct().ShouldHaveSingleItem().ShouldBe(pair.Key.TrimEnd("0123456789".ToCharArray()));
        }

        var unknown = References.Finding(() => Sounds(new() { HasDomains = true, Domains = ["radio"] }));
        (unknown.Code, unknown.Where).ShouldBe(("CD0030", "domains"));
    }

    [Fact]
    public void Silent_and_foreign_files_are_one_finding_each_with_their_path()
    {
        for (var i = 0; i < 10; i++) Tone($"a/{i}.wav", 8000, 0.3, 500 + i);
        Tone("a/silent.wav", 8000, 0.3, 500, level: 0);
        File.WriteAllText(Path.Combine(Set, "a", "text.wav"), "no sound");
        var findings = Should.Throw<JobException>(() => Sounds(new())).Findings;
        findings.Count.ShouldBe(2);
        findings[0].What.ShouldBe($"'{Path.Combine(Set, "a", "silent.wav")}' is silent");
        findings[1].What.ShouldContain(Path.Combine(Set, "a", "text.wav"));
    }

    [Fact]
    public void Front_ends_that_cannot_work_are_found_before_anything_is_read()
    {
        new SoundsOptions().Check().ShouldBeEmpty();
        Where(new() { Mels = 200, WindowMs = 5 }).ShouldBe("mels");
        Where(new() { Highest = 9000 }).ShouldBe("highest");
        Where(new() { Lowest = 5000, Highest = 4000 }).ShouldBe("lowest");
        Where(new() { Seconds = 0.05, WindowMs = 200 }).ShouldBe("seconds");
        Where(new() { Domains = ["x"] }).ShouldBe("domains");
        Where(new() { Classes = ["x", "x"] }).ShouldBe("classes[1]");
    }

    [Fact]
    public void A_set_that_is_not_installed_names_the_command()
    {
        var missing = new SoundsDataset(new() { Folder = "nowhere" }, _run, _run).Check().ShouldHaveSingleItem();
        (missing.Code, missing.Where).ShouldBe(("DS0010", "folder"));
    }

    public void Dispose() => _run.Dispose();

    private static string? Where(SoundsOptions options) => options.Check().ShouldHaveSingleItem().Where;

    private SoundsDataset Sounds(SoundsOptions options)
    {
        (options.Folder, options.CacheDirectory, options.Validation, options.Test) = ("set", "cache", 0, 0.5);
        return new SoundsDataset(options, _run, _run).Prepared();
    }

    private void Tone(string name, int rate, double seconds, double hertz, double silence = 0, double level = 0.5)
    {
        var path = Path.Combine(Set, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var before = (int)(silence * rate);
        SoundFile.Write(path, new Sound(rate,
            [.. Enumerable.Range(0, before + (int)(seconds * rate)).Select(i => i < before ? 0f : (float)(level * Math.Sin(2 * Math.PI * hertz * i / rate)))]));
    }
}
