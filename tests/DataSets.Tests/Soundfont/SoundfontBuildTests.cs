using System.Security.Cryptography;
using PluginHost.Contracts;
using PluginHost.Contracts.Learning;
using PluginHost.Plugins.DatasetSoundfont;

namespace DataSets.Tests.Soundfont;

/// <summary>Real renderings; skipped where fluidsynth, ffmpeg or the soundfonts are not installed.</summary>
public sealed class SoundfontBuildTests : IDisposable
{
    private readonly RunStandIn _run = new();

    public void Dispose() => _run.Dispose();

    [SkippableFact]
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

    [SkippableFact]
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

    [SkippableFact]
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
        SkipWithoutTools(options);
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

    [SkippableFact]
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

    private static SoundfontOptions Small() => new()
    {
        Classes = ["flute", "erhu"], TrainClips = 3, ValidationClips = 1, TestClips = 1, Seconds = 2, FrameSize = 32, Banks = ["TimGM6mb"],
    };

    private static Dictionary<string, string> Contents(string folder) => Directory
        .GetFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))), StringComparer.Ordinal);

    private async Task<SoundfontDataset> Prepared(SoundfontOptions options)
    {
        SkipWithoutTools(options);
        var set = new SoundfontDataset(options, _run, _run);
        await set.PrepareAsync(CancellationToken.None);
        return set;
    }

    private void SkipWithoutTools(SoundfontOptions options)
    {
        var findings = new SoundfontDataset(options, _run, _run).Check().ToList();
        Skip.If(findings.Count > 0, string.Join("; ", findings));
    }
}
