using System.Text;
using PluginHost.Media.Scores;

namespace PluginHost.Media.Tests.Scores;

public sealed class SoundFontTests
{
    private const string TimGm = "/usr/share/sounds/sf2/TimGM6mb.sf2";

    [Fact]
    public void Presets_are_those_that_fluidsynth_lists_and_the_sound_data_is_not_read()
    {
        using var folder = new Folder();
        File.WriteAllText(folder["list"], "inst 1\nquit\n");
        var listed = Encoding.Latin1.GetString(Program.Run(
                "fluidsynth", ["-a", "file", "-o", "audio.file.name=/dev/null", "-n", "-q", "-f", folder["list"], TimGm]))
            .Split('\n').Where(line => line.Length > 8 && line[3] == '-' && char.IsDigit(line[0]))
            .Select(line => (int.Parse(line[..3]), int.Parse(line[4..7]), line[8..].TrimEnd())).ToHashSet();
        listed.Count.ShouldBe(136);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var font = SoundFontFile.Read(TimGm);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(new FileInfo(TimGm).Length);
        font.Presets.Select(preset => (preset.Bank, preset.Program, preset.Name)).ShouldBe(listed, ignoreOrder: true);
        // Counted by another reader of SoundFonts; loops lie within their samples.
        font.Samples.Count.ShouldBe(520);
        font.Samples.ShouldAllBe(sample => sample.Start < sample.End && sample.LoopStart <= sample.LoopEnd && sample.Rate >= 400);
    }

    [Fact]
    public void Lists_are_read_from_a_file_written_by_hand()
    {
        using var folder = new Folder();
        var font = SoundFontFile.Read(folder.Write("a.sf2", SoundFontBytes.Of((0, 40), (8, 24), (128, 0))));
        font.Name.ShouldBe("hand");
        font.Presets.Select(preset => (preset.Bank, preset.Program)).ShouldBe([(0, 40), (8, 24), (128, 0)]);
        font.Samples.ShouldBeEmpty();
    }

    [Fact]
    public void Cuts_lies_and_random_changes_end_in_lists_or_in_one_finding() => HostileFiles.WithoutHanging(() =>
    {
        using var folder = new Folder();
        var good = SoundFontBytes.Of((0, 40), (8, 24), (128, 0));
        void Read(byte[] bytes, string _)
        {
            File.WriteAllBytes(folder["bad.file"], bytes);
            SoundFontFile.Read(folder["bad.file"]);
        }

        for (var cut = 0; cut < good.Length; cut++) HostileFiles.Reads(good[..cut], Read, $"cut at {cut}").ShouldBeFalse($"cut at {cut}");
        var read = 0;
        for (var seed = 0; seed < 1000; seed++)
        {
            HostileFiles.Current = $"seed {seed}";
            if (HostileFiles.Reads(HostileFiles.Mutate(good, seed), Read, $"seed {seed}")) read++;
        }

        read.ShouldBeInRange(1, 999);
    });
}
