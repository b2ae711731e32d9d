using PluginHost.Learning;
using PluginHost.Media.Tests.Scores;
using PluginHost.Plugins.DatasetSoundfont;
using PluginHost.Plugins.DatasetSoundfont.Banks;
using PluginHost.Plugins.DatasetSoundfont.Building;

namespace DataSets.Tests.Soundfont;

public sealed class BankTests
{
    [Fact]
    public void A_bank_knows_its_presets_and_a_cut_one_is_a_finding()
    {
        using var run = new RunStandIn();
        var file = Write(run, "a.sf2", (0, 40), (8, 24), (128, 0));
        BankCatalog.OpenFile("a", file, "banks", "", null).Bank!.Presets.ShouldBe([(0, 40), (8, 24), (128, 0)], ignoreOrder: true);
        foreach (var length in new[] { 0, 11, 20, 40, 100 })
        {
            File.WriteAllBytes(run.ResolvePath("cut.sf2"), File.ReadAllBytes(file)[..length]);
            var (_, finding) = BankCatalog.OpenFile("cut", run.ResolvePath("cut.sf2"), "banks", "", null);
            (finding!.Code, finding.Where).ShouldBe(("SF0011", "banks"), $"{length} bytes");
            finding.What.ShouldContain("cut.sf2");
        }
    }

    [Fact]
    public void Missing_files_and_presets_are_findings_with_the_way_out()
    {
        using var run = new RunStandIn();
        Write(run, "few.sf2", (0, 40));
        var own = new Dictionary<string, string>(StringComparer.Ordinal) { ["few"] = "few.sf2", ["gone"] = "gone.sf2" };
        var gone = new BuildPlan(new SoundfontOptions { Banks = ["gone"], BankFiles = own }, run.ResolvePath).Findings.Single();
        (gone.Code, gone.Where).ShouldBe(("SF0010", "bankFiles.gone"));
        var options = new SoundfontOptions { Banks = ["few"], BankFiles = own, Classes = ["violin", "cello"] };
        var few = new BuildPlan(options, run.ResolvePath).Findings.Single();
        few.Code.ShouldBe("SF0013");
        few.What.ShouldContain("cello");
        var packaged = BankCatalog.OpenFile("FluidR3", run.ResolvePath("FluidR3_GM.sf2"), "banks", "MIT", "fluid-soundfont-gm").Finding!;
        packaged.Fix!.ShouldContain("apt-get install fluid-soundfont-gm");
        Tool.Missing("no-such-program")!.Fix!.ShouldContain("no-such-program");
    }

    [Fact]
    public void Splits_by_melody_share_banks_and_splits_by_bank_do_not()
    {
        using var run = new RunStandIn();
        Write(run, "a.sf2", (0, 65), (0, 110));
        Write(run, "b.sf2", (0, 65), (0, 110));
        var options = new SoundfontOptions
        {
            Classes = ["saxophone", "erhu"],
            Banks = ["a", "b"],
            BankFiles = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "a.sf2", ["b"] = "b.sf2" },
            TestBanks = ["b"],
        };
        var melody = new BuildPlan(options, run.ResolvePath).Clips("saxophone");
        foreach (var split in Enum.GetValues<Split>())
            melody.Where(clip => clip.Split == split).Select(clip => clip.Bank.Name).Distinct().Count().ShouldBe(2);
        melody.Select(clip => clip.Id).Distinct().Count().ShouldBe(30);

        options.Split = "bank";
        var bank = new BuildPlan(options, run.ResolvePath).Clips("saxophone");
        bank.ShouldAllBe(clip => (clip.Bank.Name == "b") == (clip.Split == Split.Test));
        bank.ShouldAllBe(clip => !clip.Proxy);
        new BuildPlan(options, run.ResolvePath).Clips("erhu").ShouldAllBe(clip => clip.Proxy);
    }

    [Fact]
    public void An_own_preset_replaces_a_stand_in()
    {
        using var run = new RunStandIn();
        Write(run, "a.sf2", (0, 110));
        Write(run, "erhu.sf2", (3, 5));
        var options = new SoundfontOptions
        {
            Classes = ["erhu"],
            Banks = ["a"],
            BankFiles = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "a.sf2" },
            Presets = new Dictionary<string, PresetChoice>(StringComparer.Ordinal)
            {
                ["erhu"] = new() { File = "erhu.sf2", Bank = 3, Program = 5 },
            },
        };
        var clips = new BuildPlan(options, run.ResolvePath).Clips("erhu");
        clips.ShouldAllBe(clip => !clip.Proxy && clip.Preset.Bank == 3 && clip.Preset.Program == 5);
        clips.ShouldAllBe(clip => clip.Bank.File.EndsWith("erhu.sf2", StringComparison.Ordinal));
    }

    private static string Write(RunStandIn run, string name, params (int Bank, int Program)[] presets)
    {
        File.WriteAllBytes(run.ResolvePath(name), SoundFontBytes.Of(presets));
        return run.ResolvePath(name);
    }
}
