using PluginHost.DataSets.Splitting;
using PluginHost.Plugins.DatasetAudioVisual.Pairs;
using static TorchSharp.torch;

namespace AudioVisual.Data.Tests.Pairs;

public sealed class PairsTests : IDisposable
{
    private readonly RunStandIn _run = new();

    private string Set => Path.Combine(_run.Directory, "set");

    private string Cache => Path.Combine(_run.Directory, "cache");

    [Fact]
    public void A_pair_is_a_sound_of_the_wanted_rate_and_length_and_its_picture_as_one_frame()
    {
        Fill(12, "fr");
        using var pairs = Pairs(new() { Seconds = 0.25, Rate = 16000, Size = 4 });

        pairs.Info.Classes.ShouldBe(["animals", "tools"]);
        (pairs.Info.AudioRate, pairs.Info.FrameRate).ShouldBe((16000, 4));
        pairs.All().Length.ShouldBe(24);
        for (var i = 0; i < 12; i++)
        {
            var sound = pairs.Floats($"fr/animals/a{i}", SampleKeys.Audio);
            sound.Length.ShouldBe(4000);
            sound.Max(Math.Abs).ShouldBe(1, 0.02);
            Files.Hertz(sound, 16000).ShouldBe(400 + (20 * i), 8);
            using var sample = pairs.Load(pairs.ById($"fr/animals/a{i}"));
            sample[SampleKeys.Frames].dtype.ShouldBe(ScalarType.Byte);
            sample[SampleKeys.Frames].shape.ShouldBe([1L, 3, 4, 4]);
            // Plane by plane: red, green, blue.
            byte[] colours = [(byte)i, 100, 200];
            pairs.Bytes($"fr/animals/a{i}", SampleKeys.Frames).Chunk(16).Select(plane => plane.Distinct().Single()).ShouldBe(colours);
        }
    }

    [Fact]
    public void Languages_are_the_domains_and_each_names_the_same_pictures()
    {
        Fill(10, "fr", "ro", "el");
        using var pairs = Pairs(new() { Languages = ["ro", "fr"], Seconds = 0.1, Size = 4 });

        pairs.Info.Domains.ShouldBe(["ro", "fr"]);
        pairs.All().Length.ShouldBe(40);
        pairs.All().ShouldAllBe(sample => sample.Id.StartsWith(sample.Domain + "/", StringComparison.Ordinal));
        pairs.All().GroupBy(sample => sample.Id[3..]).ShouldAllBe(same => same.Count() == 2 && same.Select(sample => sample.Split).Distinct().Count() == 1);
        // One language alone has the same pairs under the same ids.
        using var one = Pairs(new() { Seconds = 0.1, Size = 4 });
        one.All().Select(sample => sample.Id).Order().ShouldBe(pairs.All().Where(sample => sample.Domain == "fr").Select(sample => sample.Id).Order());
        using var all = Pairs(new() { Languages = [], Seconds = 0.1, Size = 4 });
        all.Info.Domains.ShouldBe(["el", "fr", "ro"]);
    }

    [Fact]
    public void Pairs_that_share_a_sound_or_a_picture_are_a_group_and_lie_in_the_split_of_its_first()
    {
        Fill(60, "fr", "ro");
        // One recording for three pictures in French; the Romanian names of these share nothing but the pictures.
        for (var i = 0; i < 60; i += 3)
        {
            File.Copy(Path.Combine(Set, $"animals/a{i}_desc_fr.wav"), Path.Combine(Set, $"animals/a{i + 1}_desc_fr.wav"), overwrite: true);
            File.Copy(Path.Combine(Set, $"animals/a{i}_desc_fr.wav"), Path.Combine(Set, $"animals/a{i + 2}_desc_fr.wav"), overwrite: true);
        }

        var options = new PairsOptions { Languages = ["fr", "ro"], Seconds = 0.1, Size = 4, Test = 0.3, Validation = 0.2 };
        using var pairs = Pairs(options);
        var all = pairs.All();
        all.Where(sample => sample.Id[3..].StartsWith("tools", StringComparison.Ordinal)).GroupBy(sample => sample.Group).Count().ShouldBe(60);
        for (var i = 0; i < 60; i += 3)
        {
            var tied = all.Where(sample => ((string[])[$"animals/a{i}", $"animals/a{i + 1}", $"animals/a{i + 2}"]).Contains(sample.Id[3..])).ToArray();
            tied.Length.ShouldBe(6);
            tied.Select(sample => sample.Group).Distinct().ShouldHaveSingleItem().ShouldBe(tied.Select(sample => sample.Id).Order(StringComparer.Ordinal).First());
            tied.Select(sample => sample.Split).Distinct().Count().ShouldBe(1);
        }

        // In one language a pair that shares nothing stands alone, and its split is the hash of its id.
        using var alone = Pairs(new() { Classes = ["tools"], Seconds = 0.1, Size = 4, Test = 0.3, Validation = 0.2 });
        alone.All().ShouldAllBe(sample => sample.Group == "");
        foreach (var split in Enum.GetValues<Split>()) alone.Samples(split).Count.ShouldBeGreaterThan(0);
        alone.All().Count(sample => sample.Split == StableSplit.Of(sample.Id, options)).ShouldBeGreaterThan(55);
    }

    [Fact]
    public void Training_has_as_many_renditions_of_every_pair_as_asked_for_each_another_and_none_of_the_tests()
    {
        Fill(6, "fr");
        using var plain = Pairs(new() { Languages = ["fr"], Seconds = 0.5, Size = 16, TestOn = "renditions", Validation = 0.2 });
        using var pairs = Pairs(new() { Languages = ["fr"], Seconds = 0.5, Size = 16, TestOn = "renditions", Validation = 0.2, Renditions = 3 });
        var (taught, train) = (plain.Samples(Split.Train), pairs.Samples(Split.Train));

        train.Count.ShouldBe(4 * taught.Count);
        train.Select(sample => sample.Id).ShouldBeUnique();
        pairs.Samples(Split.Validation).ShouldBe(plain.Samples(Split.Validation));
        pairs.Samples(Split.Test).ShouldBe(plain.Samples(Split.Test));
        foreach (var (pair, own) in taught.Zip(train.Chunk(4)))
        {
            own.ShouldAllBe(sample => sample.Group == own[0].Group && sample.Label == pair.Label && sample.Split == Split.Train);
            own[0].Group.ShouldBe(pair.Group.Length > 0 ? pair.Group : pair.Id);
            own.Select(sample => sample.Id).ShouldBe([pair.Id, $"{pair.Id}#1", $"{pair.Id}#2", $"{pair.Id}#3"]);
            Sound(pairs, own[0]).ShouldBe(Sound(plain, pair));
            var test = pairs.Samples(Split.Test).Single(sample => sample.Id == $"{pair.Id}#rendition");
            Sound(pairs, test).ShouldBe(Sound(plain, test));
            own.Append(test).Select(sample => Sound(pairs, sample).Sum(Math.Abs)).ShouldBeUnique();
            Sound(pairs, own[3]).ShouldBe(Sound(pairs, own[3]));
        }

        static float[] Sound(PairsDataset set, SampleInfo sample)
        {
            using var loaded = set.Load(sample);
            return loaded[SampleKeys.Audio].data<float>().ToArray();
        }
    }

    [Fact]
    public void A_test_on_renditions_has_every_training_pair_once_more_heard_and_seen_a_little_differently()
    {
        Fill(10, "fr", "ro");
        var options = new PairsOptions { Languages = ["fr", "ro"], Seconds = 0.5, Size = 16, TestOn = "renditions", Validation = 0.2, Test = 0.5 };
        using var pairs = Pairs(options);
        var (train, test) = (pairs.Samples(Split.Train), pairs.Samples(Split.Test));

        train.Count.ShouldBe(40 - pairs.Samples(Split.Validation).Count);
        test.Select(sample => sample with { Id = sample.Id[..^"#rendition".Length], Split = Split.Train }).ShouldBe(train);
        var levels = new List<double>();
        foreach (var (taught, asked) in train.Zip(test))
        {
            using var first = pairs.Load(taught);
            using var second = pairs.Load(asked);
            using var again = pairs.Load(asked);
            var (sound, heard) = (first[SampleKeys.Audio].data<float>().ToArray(), second[SampleKeys.Audio].data<float>().ToArray());
            again[SampleKeys.Audio].data<float>().ToArray().ShouldBe(heard);
            again[SampleKeys.Frames].equal(second[SampleKeys.Frames]).all().item<bool>().ShouldBeTrue();
            heard.Length.ShouldBe(sound.Length);
            var (was, @is) = (Loudest(sound), Loudest(heard));
            @is.ShouldBeInRange((was * 0.95) - 4, (was * 1.05) + 4);
            // At most a tenth of a second of noise 20 dB below, then the tone, up to 6 dB quieter: a peak of 0.5 with noise on it.
            heard.Max(Math.Abs).ShouldBeInRange(0.45f, 1);
            heard.ShouldNotBe(sound);
            var (picture, seen) = (first[SampleKeys.Frames], second[SampleKeys.Frames]);
            seen.shape.ShouldBe(picture.shape);
            // Green is 100 everywhere but where the background came in at a side: scaled by 0.85 to 1.15, noise of 8 levels.
            var (level, noise) = Green(seen);
            level.ShouldBeInRange(82, 118);
            noise.ShouldBeInRange(6, 10);
            levels.Add(level);
        }

        // Not all alike: they are drawn pair by pair.
        levels.Max().ShouldBeGreaterThan(levels.Min() + 10);
        _run.Messages(FindingSeverity.Note).ShouldContain(
            $"pairs of set: the test has renditions of the {train.Count} training pairs, not other pairs.");

        // In hertz: bins are two apart.
        static double Loudest(float[] samples) => fft.rfft(tensor(samples)).abs().argmax().item<long>() * 16000.0 / samples.Length;

        static (double Mean, double Deviation) Green(Tensor picture)
        {
            var green = picture[0, 1, 2..14, 2..14].to(ScalarType.Float64);
            return (green.mean().item<double>(), green.std().item<double>());
        }
    }

    [Fact]
    public void Natural_sounds_have_the_name_of_the_picture_and_no_language()
    {
        Fill(10, "fr");
        for (var i = 0; i < 5; i++) Files.Tone(Path.Combine(Set, $"animals/a{i}.wav"), 900 + (50 * i));
        using var natural = Pairs(new() { Sounds = "natural", Seconds = 0.1, Size = 4, Test = 0.4, Validation = 0, SplitSeed = 1 });

        natural.Info.Classes.ShouldBe(["animals"]);
        natural.Info.Domains.ShouldBeEmpty();
        natural.All().Select(sample => sample.Id).Order().ShouldBe(Enumerable.Range(0, 5).Select(i => $"animals/a{i}"));
        Files.Hertz(natural.Floats("animals/a2", SampleKeys.Audio), 16000).ShouldBe(1000, 10);
        _run.Messages(FindingSeverity.Warning).ShouldContain("pairs of set: 15 pictures have no sound and were left out, such as animals/a5.png.");
    }

    [Fact]
    public void Deeper_folders_can_name_the_class()
    {
        for (var i = 0; i < 10; i++)
        {
            Pair($"animals/birds/b{i}", "fr", 500 + i, (byte)i);
            Pair($"animals/fish/old/f{i}", "fr", 700 + i, (byte)(100 + i));
        }

        using (var one = Pairs(new() { Seconds = 0.1, Size = 4 })) one.Info.Classes.ShouldBe(["animals"]);
        using var two = Pairs(new() { Depth = 2, Seconds = 0.1, Size = 4 });
        two.Info.Classes.ShouldBe(["animals/birds", "animals/fish"]);
        two.ById("fr/animals/fish/old/f3").Label.ShouldBe(1);
    }

    [Fact]
    public void Prepared_pairs_are_the_same_to_the_last_bit_and_prepared_anew_when_a_picture_changes()
    {
        Fill(10, "fr");
        float[] sound;
        using (var first = Pairs(new() { Seconds = 0.2, Size = 4 })) sound = first.Floats("fr/animals/a3", SampleKeys.Audio);
        Directory.GetFiles(Cache).ShouldHaveSingleItem();
        using (var second = Pairs(new() { Seconds = 0.2, Size = 4 })) second.Floats("fr/animals/a3", SampleKeys.Audio).ShouldBe(sound);
        Directory.GetFiles(Cache).ShouldHaveSingleItem();

        Files.Plain(Path.Combine(Set, "animals/a3.png"), 77, 78, 79);
        using var changed = Pairs(new() { Seconds = 0.2, Size = 4 });
        changed.Bytes("fr/animals/a3", SampleKeys.Frames)[0].ShouldBe((byte)77);
        changed.Floats("fr/animals/a3", SampleKeys.Audio).ShouldBe(sound);
    }

    public void Dispose() => _run.Dispose();

    private PairsDataset Pairs(PairsOptions options)
    {
        (options.Folder, options.CacheDirectory) = (Set, Cache);
        options.Check().ShouldBeEmpty();
        return new PairsDataset(options, _run, _run).Prepared();
    }

    private void Fill(int count, params string[] languages)
    {
        for (var i = 0; i < count; i++)
        {
            foreach (var (place, language) in languages.Index())
            {
                Pair($"animals/a{i}", language, 400 + (20 * i) + (3 * place), (byte)i);
                Pair($"tools/t{i}", language, 410 + (20 * i) + (3 * place), (byte)(128 + i));
            }
        }
    }

    private void Pair(string stem, string language, double hertz, byte red)
    {
        Files.Tone(Path.Combine(Set, $"{stem}_desc_{language}.wav"), hertz);
        if (!File.Exists(Path.Combine(Set, $"{stem}.png"))) Files.Plain(Path.Combine(Set, $"{stem}.png"), red, 100, 200);
    }
}
