using PluginHost.Plugins.DatasetSoundfont;

namespace DataSets.Tests.Soundfont;

public sealed class SoundfontOptionsTests
{
    [Fact]
    public void Every_broken_rule_is_reported_at_once_with_its_place()
    {
        var options = new SoundfontOptions
        {
            Classes = ["violin", "violn", "violin"],
            Banks = ["FluidR3", "Fluid", "FluidR3"],
            Split = "bank",
            TestBanks = ["TimGM6mb"],
            Presets = new Dictionary<string, PresetChoice>(StringComparer.Ordinal) { ["erhu"] = new() { File = "erhu.sf2" } },
        };
        options.Check().Select(finding => finding.Where)
            .ShouldBe(["classes[1]", "classes[2]", "presets.erhu", "banks[1]", "banks[2]", "testBanks[0]"]);
    }

    [Fact]
    public void A_split_by_bank_needs_a_bank_on_either_side()
    {
        new SoundfontOptions { Split = "bank", TestBanks = ["FluidR3", "GeneralUser"] }.Check().Single().What.ShouldContain("train");
        new SoundfontOptions { Split = "bank", TestBanks = [] }.Check().Single().What.ShouldContain("test");
        new SoundfontOptions { Split = "bank" }.Check().ShouldBeEmpty();
        new SoundfontOptions().Check().ShouldBeEmpty();
    }
}
