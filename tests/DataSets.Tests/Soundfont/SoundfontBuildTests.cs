using System.Security.Cryptography;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetSoundfont;
using TorchSharp;

namespace DataSets.Tests.Soundfont;

/// <summary>Real renderings; tests/run.sh installs fluidsynth, ffmpeg and the soundfonts.</summary>
public sealed class SoundfontBuildTests : IDisposable
{
    private readonly RunStandIn _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_set_is_built_once_and_then_read_from_disk()
    {
        var set = await Prepared(Small());
        (set.Samples(Split.Train).Count, set.Samples(Split.Validation).Count, set.Samples(Split.Test).Count).ShouldBe((6, 2, 2));
        set.Info.Proxies.ShouldBe(["erhu"]);
        _run.Events.OfType<ProgressReported>().Max(progress => progress.Done).ShouldBe(10);
        var folder = Directory.GetDirectories(_run.ResolvePath(".cache/soundfont")).Single();
        File.ReadAllLines(Path.Combine(folder, "manifest.csv")).Length.ShouldBe(11);

        _run.Events.Clear();
        var again = await Prepared(Small());
        _run.Events.ShouldBeEmpty();
        foreach (var sample in set.Samples(Split.Train))
        {
            using var first = set.Load(sample);
            using var second = again.Load(sample);
            first[SampleKeys.Audio].shape.ShouldBe([22050L]);
            first[SampleKeys.Frames].shape.ShouldBe([16L, 3L, 32L, 32L]);
            first[SampleKeys.Audio].data<float>().ToArray().ShouldBe(second[SampleKeys.Audio].data<float>().ToArray());
            var level = first[SampleKeys.Audio].square().mean().sqrt().ToSingle();
            (20 * Math.Log10(level / 0.08)).ShouldBeInRange(-2.25, 2.25);
        }
    }

    [Fact]
    public async Task A_broken_build_goes_on_and_ends_the_same()
    {
        await Prepared(Small());
        var folder = Directory.GetDirectories(_run.ResolvePath(".cache/soundfont")).Single();
        var before = Contents(folder);
        File.Delete(Path.Combine(folder, "manifest.csv"));
        File.Delete(Path.Combine(folder, "parts", "erhu.csv"));
        var untouched = File.GetLastWriteTimeUtc(Path.Combine(folder, "clips", "flute", "flute-train-000.wav"));
        await Prepared(Small());
        File.GetLastWriteTimeUtc(Path.Combine(folder, "clips", "flute", "flute-train-000.wav")).ShouldBe(untouched);
        Contents(folder).ShouldBe(before);
    }

    [Fact]
    public async Task A_class_that_only_renders_silence_is_an_error_that_names_the_class()
    {
        var options = Small();
        // FluidR3's baritone saxophone has no samples for most of the flute's range.
        options.Presets = new Dictionary<string, PresetChoice>(StringComparer.Ordinal)
        {
            ["flute"] = new() { File = "/usr/share/sounds/sf2/FluidR3_GM.sf2", Program = 67 },
        };
        options.Classes = ["flute"];
        options.TrainClips = 15;
        NeedTools(options);
        var set = new SoundfontDataset(options, _run, _run);
        var refused = false;
        try
        {
            await set.PrepareAsync(CancellationToken.None);
        }
        catch (JobException error)
        {
            refused = true;
            error.Findings.ShouldAllBe(finding => finding.What.Contains("flute") && finding.What.Contains("silent"));
        }

        var warned = _run.Events.OfType<MessageReported>().Where(message => message.Severity == FindingSeverity.Warning).ToList();
        (refused || warned.Count > 0).ShouldBeTrue();
        warned.ShouldAllBe(message => message.Text.Contains("left out") && message.Text.Contains("flute"));
    }

    [Fact]
    public async Task A_clip_that_was_changed_on_disk_is_refused()
    {
        var set = await Prepared(Small());
        var sample = set.Samples(Split.Test)[0];
        var file = Directory.GetFiles(_run.ResolvePath(".cache"), sample.Id + ".wav", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(file);
        bytes[1000] ^= 1;
        File.WriteAllBytes(file, bytes);
        Should.Throw<JobException>(() => set.Load(sample)).Findings.Single().Fix!.ShouldContain("Delete the folder");
        File.Delete(file);
        Should.Throw<JobException>(() => set.Load(sample));
    }

    [Fact]
    public async Task A_strip_of_frames_that_was_changed_on_disk_is_refused()
    {
        var set = await Prepared(Small());
        var sample = set.Samples(Split.Test)[0];
        var file = Directory.GetFiles(_run.ResolvePath(".cache"), sample.Id + ".png", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(file);
        foreach (var bad in (byte[][])[bytes[..(bytes.Length / 2)], [.. "<html>"u8], []])
        {
            File.WriteAllBytes(file, bad);
            var finding = Should.Throw<JobException>(() => set.Load(sample)).Findings.ShouldHaveSingleItem();
            finding.Code.ShouldBe("SF0020");
            finding.What.ShouldContain(file);
            finding.Fix!.ShouldContain("Delete the folder");
        }
    }

    // Sets that were built by an earlier version stay in use: their frames were packed by another writer.
    [Fact]
    public async Task Frames_of_another_writer_are_read_as_the_same_clip()
    {
        var set = await Prepared(Small());
        var sample = set.Samples(Split.Test)[0];
        using var before = set.Load(sample);
        var file = Directory.GetFiles(_run.ResolvePath(".cache"), sample.Id + ".png", SearchOption.AllDirectories).Single();
        using (var ffmpeg = System.Diagnostics.Process.Start("ffmpeg", ["-nostdin", "-v", "error", "-y", "-i", file, "-pred", "paeth",
            file + ".new.png"]))
            await ffmpeg.WaitForExitAsync();
        File.ReadAllBytes(file + ".new.png").ShouldNotBe(File.ReadAllBytes(file));
        File.Move(file + ".new.png", file, overwrite: true);
        using var after = set.Load(sample);
        after[SampleKeys.Frames].data<byte>().ToArray().ShouldBe(before[SampleKeys.Frames].data<byte>().ToArray());
    }

    private static SoundfontOptions Small() => new()
    {
        Classes = ["flute", "erhu"], TrainClips = 3, ValidationClips = 1, TestClips = 1, Seconds = 2, FrameSize = 32, Banks = ["TimGM6mb"],
    };

    private static Dictionary<string, string> Contents(string folder) => Directory
        .GetFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))), StringComparer.Ordinal);

    private async Task<SoundfontDataset> Prepared(SoundfontOptions options)
    {
        NeedTools(options);
        var set = new SoundfontDataset(options, _run, _run);
        await set.PrepareAsync(CancellationToken.None);
        return set;
    }

    private void NeedTools(SoundfontOptions options) => new SoundfontDataset(options, _run, _run).Check().ShouldBeEmpty();
}
