namespace PluginHost.Networks.Tests;

public class StageTests
{
    private static readonly Tensor Pictures = TestData.Wave("input", 3, 3, 16, 16);

    public static TheoryData<string> Kinds => ["resnet", "vit"];

    [Theory, MemberData(nameof(Kinds))]
    public void The_shared_part_and_one_specialised_part_compute_what_the_whole_computes(string kind)
    {
        var net = Make(kind, 1);
        for (var cut = 1; cut < net.Stages.Count; cut++)
            net.Copy(cut).call(net.Copy(0, cut).call(Pictures)).ShouldBeSame(net.call(Pictures));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Training_a_specialised_part_changes_neither_the_original_nor_the_shared_part(string kind)
    {
        var net = Make(kind, 1);
        var before = net.call(Pictures);
        var part = net.Copy(2);
        using (no_grad())
        {
            foreach (var parameter in part.parameters()) parameter.add_(0.5);
        }

        net.call(Pictures).ShouldBeSame(before);
        part.call(net.Copy(0, 2).call(Pictures)).ShouldDifferFrom(before);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_backbone_outlives_the_dispose_scope_that_it_is_made_in(string kind)
    {
        Backbone net;
        using (NewDisposeScope()) net = Make(kind, 1);

        net.state_dict().Keys.ShouldBe(Make(kind, 1).state_dict().Keys, ignoreOrder: true);
        net.call(Pictures).ShouldBeSame(Make(kind, 1).call(Pictures));
    }

    [Fact]
    public void Feature_maps_come_by_the_stages_names_with_the_ResNets_sizes()
    {
        var maps = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var features = Make("resnet", 1).Run(Pictures, maps);

        maps.ToDictionary(pair => pair.Key, pair => string.Join('x', pair.Value.shape)).ShouldBe(new Dictionary<string, string>
        {
            ["stem"] = "3x16x16x16", ["stage1"] = "3x16x16x16", ["stage2"] = "3x32x8x8", ["stage3"] = "3x64x4x4", ["pool"] = "3x64",
        });
        maps["stage3"].mean([2, 3]).ShouldBeSame(features);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Equal_seeds_give_equal_weights_whatever_was_drawn_before_and_other_seeds_give_others(string kind)
    {
        var first = Make(kind, 5).call(Pictures);
        manual_seed(77);
        rand(1000);

        Make(kind, 5).call(Pictures).ShouldBeSame(first);
        Make(kind, 6).call(Pictures).ShouldDifferFrom(first);
    }

    [Fact]
    public void Making_a_network_does_not_disturb_the_global_generator()
    {
        manual_seed(3);
        var wanted = rand(4);
        manual_seed(3);
        var net = Make("resnet", 5);
        net.Copy();
        new LinearHead(4, 2, 1).Grow(1, 2);

        rand(4).ShouldBeSame(wanted);
    }

    [Fact]
    public void A_frozen_network_keeps_its_statistics_in_training_and_has_no_gradients_but_its_occupants()
    {
        var net = Make("resnet", 1);
        net.SiteAt("stage1.0.film1").Occupy(ScaleShift.Film(16));
        net.Freeze();
        net.train();
        var before = net.named_buffers().ToDictionary(pair => pair.name, pair => pair.buffer.clone(), StringComparer.Ordinal);

        net.call(Pictures * 9).sum().backward();

        foreach (var (name, buffer) in net.named_buffers()) buffer.ShouldBeSame(before[name]);
        net.named_parameters().Where(pair => pair.parameter.requires_grad).Select(pair => pair.name)
            .ShouldBe(["stage1.0.film1.occupant.scale", "stage1.0.film1.occupant.shift"]);
        net.Copy().named_parameters().Count(pair => pair.parameter.requires_grad).ShouldBe(2);

        net.Unfreeze();
        net.train();
        net.parameters().ShouldAllBe(parameter => parameter.requires_grad);
        net.call(Pictures * 9);
        net.named_buffers().Single(pair => pair.name == "stem.norm.running_mean").buffer.ShouldDifferFrom(before["stem.norm.running_mean"]);
    }

    [Fact]
    public void A_copy_takes_statistics_and_mode_along()
    {
        var net = Make("resnet", 1);
        net.train();
        net.call(Pictures);
        net.eval();

        var copy = net.Copy();

        copy.training.ShouldBeFalse();
        copy.call(Pictures).ShouldBeSame(net.call(Pictures));
    }

    [Fact]
    public void A_saved_state_restores_a_network_of_another_seed()
    {
        var (net, other) = (Make("vit", 1), Make("vit", 2));

        other.load_state_dict(net.state_dict());

        other.call(Pictures).ShouldBeSame(net.call(Pictures));
    }

    [Fact]
    public void An_input_of_the_wrong_shape_is_one_finding()
    {
        var finding = Should.Throw<JobException>(() => Make("resnet", 1).call(zeros(2, 1, 16, 16))).Findings.ShouldHaveSingleItem();

        finding.What.ShouldBe("The input is (2, 1, 16, 16).");
        finding.Fix.ShouldBe("Give (N, 3, H, W).");
        Should.Throw<JobException>(() => Make("vit", 1).call(zeros(2, 3, 8, 8))).Message.ShouldContain("Give (N, 3, 16, 16).");
        Should.Throw<JobException>(() => Perceptrons.Create(6, [2], 1).call(zeros(2, 5))).Message.ShouldContain("Give (N, 6).");
    }

    [Fact]
    public void Impossible_sizes_are_findings()
    {
        Should.Throw<JobException>(() => ResNets.Small(18, 3, 0)).Message.ShouldContain("6n + 2");
        Should.Throw<JobException>(() => VisionTransformers.Create(new(10, 4, 12, 1, 3), 0)).Message.ShouldContain("patches of 4");
        Should.Throw<JobException>(() => VisionTransformers.Create(new(8, 4, 12, 1, 5), 0)).Message.ShouldContain("5 heads");
        Should.Throw<JobException>(() => Make("resnet", 0).Copy(2, 9)).Message.ShouldContain("stem, stage1");
        Should.Throw<JobException>(() => ConvNets.Create([1, 28, 8], [2, 2, 2, 2], 0)).Message.ShouldContain("at most 3 blocks");
        Should.Throw<JobException>(() => Perceptrons.Create(6, [], 1)).Message.ShouldContain("number of layers");
    }

    private static Backbone Make(string kind, long seed)
    {
        var net = kind == "vit" ? VisionTransformers.Create(new(16, 4, 12, 2, 3), seed) : ResNets.Small(8, 3, seed);
        net.eval();
        return net;
    }
}
