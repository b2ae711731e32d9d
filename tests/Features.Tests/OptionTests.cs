namespace PluginHost.Features.Tests;

/// <summary>Rules of the options.</summary>
public sealed class OptionTests
{
    [Theory]
    [InlineData(ObjectNetwork.ClipVitB32, "clip-vit-b32")]
    [InlineData(ObjectNetwork.ResNet18, "resnet18")]
    public void A_network_without_weights_is_a_finding_that_names_the_alternatives(ObjectNetwork network, string name)
    {
        var finding = Check(new() { Network = network }).ShouldHaveSingleItem();
        finding.Code.ShouldBe("FN0101");
        finding.Where.ShouldBe("objects.weights");
        finding.What.ShouldContain($"'{name}' has no weights");
        finding.Fix!.ShouldContain("'pretrained-resnet18' or 'pixels'");
    }

    [Fact]
    public void VideoMAE_without_weights_is_a_finding_too()
    {
        var finding = Check(new() { Network = ObjectNetwork.Pixels }, new() { Network = MotionNetwork.VideoMaeBase }).ShouldHaveSingleItem();
        finding.Code.ShouldBe("FN0101");
        finding.Where.ShouldBe("motion.weights");
        finding.Fix!.ShouldContain("'pixels'");
    }

    [Fact]
    public void What_needs_no_weights_is_without_a_finding()
    {
        Check(new() { Network = ObjectNetwork.PretrainedResNet18 }, new() { Network = MotionNetwork.Pixels }).ShouldBeEmpty();
        Check(new() { Network = ObjectNetwork.Pixels }).ShouldBeEmpty();
    }

    [Fact]
    public void Options_that_a_network_has_no_use_for_are_named()
    {
        var findings = Check(
            new() { Network = ObjectNetwork.ResNet18, Weights = "a", Sizes = new() { Depth = 3, Width = 8, Heads = 2 } },
            new() { Network = MotionNetwork.Pixels, Weights = "b" });
        findings.Select(finding => $"{finding.Code} {finding.Where}").ShouldBe(
            ["FN0103 objects.sizes.depth", "FN0103 objects.sizes.heads", "FN0103 motion.weights"], ignoreOrder: true);
    }

    [Fact]
    public void Sizes_that_do_not_divide_are_named()
    {
        var findings = Check(
            new() { Network = ObjectNetwork.ClipVitB32, Weights = "a", Sizes = new() { Patch = 30, Heads = 7 } },
            new() { Network = MotionNetwork.VideoMaeBase, Weights = "b", Sizes = new() { Width = 15, Heads = 3 } });
        findings.Select(finding => $"{finding.Code} {finding.Where}").ShouldBe(
            ["FN0102 objects.sizes.imageSize", "FN0102 objects.sizes.width", "FN0102 motion.sizes.width"]);
    }

    private static Finding[] Check(ObjectsOptions objects, MotionOptions? motion = null) =>
        [.. new NetworksOptions { Objects = objects, Motion = motion }.Check()];
}
