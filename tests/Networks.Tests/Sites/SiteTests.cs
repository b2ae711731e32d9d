using TorchSharp.Modules;

namespace PluginHost.Networks.Tests;

public class SiteTests
{
    private static readonly Tensor Pictures = TestData.Wave("input", 3, 3, 16, 16);

    [Fact]
    public void A_ResNet_has_a_FiLM_site_after_each_batch_norm()
    {
        foreach (var net in new[] { ResNets.Small(8, 3, 1), ResNets.ResNet18(3, 1, width: 4) })
        {
            var norms = net.named_modules().Where(pair => pair.module is BatchNorm2d)
                .Select(pair => (Path: pair.name.Replace("norm", "film", StringComparison.Ordinal),
                    Width: (int)((BatchNorm2d)pair.module).weight!.size(0)));

            net.Sites.Select(site => (site.Path, site.Width)).ShouldBe(norms, ignoreOrder: true);
            net.Sites.ShouldAllBe(site => site.Kind == SiteKind.ScaleShift);
        }
    }

    [Fact]
    public void A_transformers_block_has_places_for_prompts_prefixes_adapters_and_a_scale_and_shift_after_each_operation() =>
        Vit().Sites.Where(site => site.Path.StartsWith("block1.", StringComparison.Ordinal))
            .Select(site => $"{site.Path[7..]} {site.Width}")
            .ShouldBe(["prompt 12", "film_norm1 12", "film_qkv 36", "prefix 12", "film_proj 12", "film_norm2 12", "film_fc1 48",
                "film_fc2 12", "adapter 12"],
                ignoreOrder: true);

    [Fact]
    public void A_new_adapter_and_a_new_FiLM_change_nothing_until_they_are_trained()
    {
        foreach (var net in new[] { Vit(), Resnet() })
        {
            var before = net.call(Pictures);
            var sites = net.Sites.Where(site => site.Kind is SiteKind.Adapter or SiteKind.ScaleShift).ToArray();
            foreach (var site in sites)
                site.Occupy(site.Kind == SiteKind.Adapter ? new Adapter(site.Width, 1, rank: 5) : ScaleShift.Film(site.Width));

            net.call(Pictures).ShouldBeNear(before, 1e-7);

            foreach (var site in sites)
            {
                using var quiet = no_grad();
                var last = site.Occupant!.parameters().Last();
                // Not the same for all channels: the next layer norm would take it out again.
                var step = TestData.Wave("step", last.shape);
                last.add_(step);
                net.call(Pictures).ShouldDifferFrom(before);
                last.sub_(step);
            }
        }
    }

    [Fact]
    public void Vacating_every_site_restores_the_output_and_the_parameters()
    {
        foreach (var net in new[] { Vit(), Resnet() })
        {
            var (before, names) = (net.call(Pictures), net.named_parameters().Select(pair => pair.name).ToArray());
            foreach (var site in net.Sites) site.Occupy(Random(site));
            net.call(Pictures).ShouldDifferFrom(before);
            net.named_parameters().Count().ShouldBeGreaterThan(names.Length);

            foreach (var site in net.Sites) site.Vacate().ShouldNotBeNull();

            net.call(Pictures).ShouldBeSame(before);
            net.named_parameters().Select(pair => pair.name).ShouldBe(names);
            net.Sites.ShouldAllBe(site => site.Occupant == null);
        }
    }

    [Fact]
    public void A_copy_has_occupants_of_its_own()
    {
        var net = Vit();
        foreach (var site in net.Sites) site.Occupy(Random(site));
        var before = net.call(Pictures);

        var copy = net.Copy();
        copy.call(Pictures).ShouldBeSame(before);
        using (no_grad())
        {
            foreach (var parameter in copy.Sites.SelectMany(site => site.Occupant!.parameters())) parameter.add_(1);
        }

        net.call(Pictures).ShouldBeSame(before);
        copy.call(Pictures).ShouldDifferFrom(before);
    }

    [Fact]
    public void Every_occupant_gets_a_gradient()
    {
        var net = Vit();
        foreach (var site in net.Sites) site.Occupy(Random(site));
        net.Freeze();

        (net.call(Pictures) * TestData.Wave("weights", 3, 12)).sum().backward();

        foreach (var (name, parameter) in net.Sites
            .SelectMany(site => site.Occupant!.named_parameters().Select(pair => (site.Path + pair.name, pair.parameter))))
            parameter.grad!.abs().sum().ToDouble().ShouldBeGreaterThan(0, name);
    }

    [Fact]
    public void SSF_begins_near_the_identity_with_a_deviation_of_two_hundredths()
    {
        var ssf = ScaleShift.Ssf(20_000, 4);
        var (scale, shift) = (ssf.get_parameter("scale")!, ssf.get_parameter("shift")!);

        // Five standard errors of mean and deviation.
        scale.mean().ToDouble().ShouldBe(1, 0.02 * 5 / Math.Sqrt(20_000));
        shift.mean().ToDouble().ShouldBe(0, 0.02 * 5 / Math.Sqrt(20_000));
        scale.std().ToDouble().ShouldBe(0.02, 0.02 * 5 / Math.Sqrt(40_000));
        shift.std().ToDouble().ShouldBe(0.02, 0.02 * 5 / Math.Sqrt(40_000));
    }

    [Fact]
    public void A_scale_and_shift_after_a_linear_layer_equals_the_layer_with_scaled_weights()
    {
        var (plain, tuned) = (Perceptrons.Create(5, [4], 1), Perceptrons.Create(5, [4], 1));
        tuned.SiteAt("layer1.film").Occupy(ScaleShift.Ssf(4, 9));
        var ssf = tuned.SiteAt("layer1.film").Occupant!;
        using var quiet = no_grad();
        var (weight, bias) = (plain.get_parameter("layer1.linear.weight")!, plain.get_parameter("layer1.linear.bias")!);
        var (scale, shift) = (ssf.get_parameter("scale")!, ssf.get_parameter("shift")!);
        weight.copy_(weight * scale.unsqueeze(1));
        bias.copy_((bias * scale) + shift);

        var x = TestData.Wave("input", 6, 5);
        tuned.call(x).ShouldBeNear(plain.call(x), 1e-6);
    }

    [Fact]
    public void A_shallow_prompt_goes_through_all_layers_and_a_deep_one_is_replaced_at_each()
    {
        var (shallow, deep) = (Vit(), Vit());
        shallow.SiteAt("block0.prompt").Occupy(LearnedTokens.Prompt(12, 5, 1));
        deep.SiteAt("block0.prompt").Occupy(LearnedTokens.Prompt(12, 5, 1));
        deep.SiteAt("block1.prompt").Occupy(LearnedTokens.Prompt(12, 3, 2));
        var (first, second) = (Maps(shallow), Maps(deep));

        first["block0"].ShouldBeSame(second["block0"]);
        first["block0"].size(1).ShouldBe(1 + 5 + 16);
        first["block1"].size(1).ShouldBe(1 + 5 + 16);
        second["block1"].size(1).ShouldBe(1 + 3 + 16);
        first["norm"].ShouldDifferFrom(second["norm"]);
    }

    [Fact]
    public void Attention_over_a_prefix_is_attention_with_more_keys_and_values()
    {
        // One block whose MLP gives nothing and whose projection is the identity: its output minus its input is the attention itself.
        var net = VisionTransformers.Create(new(8, 4, 6, 1, 2), 3);
        using var quiet = no_grad();
        Parameter P(string name) => net.get_parameter("block0." + name)!;
        P("fc2.weight").zero_();
        P("proj.weight").copy_(eye(6));
        P("qkv.weight").normal_(0, 1);
        net.SiteAt("block0.prefix").Occupy(LearnedTokens.Prefix(6, 4, 1));
        var prefix = net.SiteAt("block0.prefix").Occupant!.get_parameter("tokens")!.normal_(0, 1);
        var maps = Maps(net, TestData.Wave("input", 1, 3, 8, 8));
        var x = maps["embed"][0].to(ScalarType.Float64);

        var normed = (x - x.mean([1], true)) / (x.var(1, false, true) + 1e-6).sqrt();
        var qkv = normed.matmul(P("qkv.weight").to(ScalarType.Float64).t());
        var (keys, values) = (cat([prefix.narrow(0, 0, 4), qkv.narrow(1, 6, 6)], 0),
            cat([prefix.narrow(0, 4, 4), qkv.narrow(1, 12, 6)], 0));
        var heads = Enumerable.Range(0, 2)
            .Select(head => (qkv.narrow(1, 3 * head, 3).matmul(keys.narrow(1, 3 * head, 3).t()) / Math.Sqrt(3))
            .softmax(1).matmul(values.narrow(1, 3 * head, 3)));

        (maps["block0"] - maps["embed"])[0].to(ScalarType.Float64).ShouldBeNear(cat([.. heads], 1), 1e-5);
    }

    [Fact]
    public void An_adapter_adds_its_bottleneck_to_the_MLP()
    {
        var net = Vit();
        var plain = Maps(net);
        var adapter = new Adapter(12, 1, rank: 3, scale: 0.5);
        using var quiet = no_grad();
        foreach (var parameter in adapter.parameters()) parameter.normal_(0, 1);
        net.SiteAt("block1.adapter").Occupy(adapter);
        var adapted = Maps(net);

        // The adapter sees what the MLP branch sees before its norm: the block's input after attention. It is had by silencing the MLP.
        net.SiteAt("block1.adapter").Vacate();
        foreach (var parameter in net.named_parameters().Where(pair => pair.name.StartsWith("block1.fc2", StringComparison.Ordinal)))
            parameter.parameter.zero_();
        var input = Maps(net)["block1"];
        var p = adapter.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter, StringComparer.Ordinal);
        var hidden = (input.matmul(p["down.weight"].t()) + p["down.bias"]).clamp_min(0);

        (adapted["block1"] - plain["block1"]).ShouldBeNear(0.5 * (hidden.matmul(p["up.weight"].t()) + p["up.bias"]), 1e-5);
    }

    [Fact]
    public void A_misplaced_occupant_is_one_finding()
    {
        var net = Vit();
        var site = net.SiteAt("block0.adapter");

        Should.Throw<JobException>(() => site.Occupy(ScaleShift.Film(12))).Message.ShouldContain("Give an adapter of 12 channels.");
        Should.Throw<JobException>(() => site.Occupy(new Adapter(6, 1))).Message.ShouldContain("The occupant is an adapter of 6 channels.");
        site.Occupy(new Adapter(12, 1));
        Should.Throw<JobException>(() => site.Occupy(new Adapter(12, 2))).Message.ShouldContain("is occupied");
        Should.Throw<JobException>(() => net.SiteAt("block0.adaptor")).Message.ShouldContain("Did you mean 'block0.adapter'?");
    }

    private static Backbone Vit() => VisionTransformers.Create(new(16, 4, 12, 2, 3), 1);

    private static Backbone Resnet()
    {
        var net = ResNets.Small(8, 3, 1);
        net.eval();
        return net;
    }

    private static Dictionary<string, Tensor> Maps(Backbone net, Tensor? input = null)
    {
        var maps = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        net.Run(input ?? Pictures, maps);
        return maps;
    }

    private static SiteOccupant Random(Site site)
    {
        SiteOccupant occupant = site.Kind switch
        {
            SiteKind.Adapter => new Adapter(site.Width, 1, rank: 5),
            SiteKind.Prompt => LearnedTokens.Prompt(site.Width, 2, 1),
            SiteKind.Prefix => LearnedTokens.Prefix(site.Width, 2, 1),
            _ => ScaleShift.Ssf(site.Width, 1),
        };
        using var quiet = no_grad();
        // Of its own: with one draw in thirty, no unit of an adapter is active, and its gradient is rightly zero.
        using var generator = new Generator(1);
        foreach (var parameter in occupant.parameters()) parameter.add_(0.3 * randn(parameter.shape, generator: generator));
        return occupant;
    }
}
