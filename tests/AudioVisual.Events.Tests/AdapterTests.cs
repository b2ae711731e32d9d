using PluginHost.Plugins.AvMoe;
using PluginHost.Plugins.Events;

namespace PluginHost.AudioVisual.Events.Tests;

/// <summary>What AVMoE's adapters, routers and frozen encoders promise.</summary>
public sealed class AdapterTests
{
    [Fact]
    public void Token_compression_is_that_of_numpy()
    {
        using var scope = NewDisposeScope();
        var reference = new Reference("compression");
        var packed = TokenCompression.Compress(reference["tokens"], reference["source"]);
        Reference.Numbers(packed).ShouldBe(reference.Expected("packed"), 1e-5);
        Reference.Numbers(TokenCompression.Fuse(reference["x"], packed, tensor(new[] { 0.7f }))).ShouldBe(reference.Expected("fused"), 1e-5);
    }

    [Theory]
    [InlineData(OwnContext.None)]
    [InlineData(OwnContext.Attention)]
    [InlineData(OwnContext.Compression)]
    [InlineData(OwnContext.Self)]
    public void At_the_start_the_model_computes_bit_for_bit_what_the_frozen_encoders_compute_alone(OwnContext context)
    {
        using var scope = NewDisposeScope();
        using var scene = new Scene();
        var options = EventJob.Network();
        options.Context = context;
        using var adapted = scene.Build(options);
        options = EventJob.Network();
        options.Adapters = false;
        using var plain = scene.Build(options);
        adapted.Module.train();
        var (own, alone) = (scene.Forward(adapted), scene.Forward(plain));
        foreach (var key in (string[])[OutputKeys.Logits, OutputKeys.Features, EventKeys.Relevance, EventKeys.SegmentScores])
            own[key].equal(alone[key]).all().ToBoolean().ShouldBeTrue(key);
        // An open gate is seen.
        using (no_grad())
        {
            foreach (var (name, parameter) in adapted.Module.named_parameters())
                if (name.EndsWith("bottleneck.gate", StringComparison.Ordinal)) parameter.fill_(0.5);
        }

        scene.Forward(adapted)[OutputKeys.Logits].equal(alone[OutputKeys.Logits]).all().ToBoolean().ShouldBeFalse();
    }

    [Fact]
    public void Router_weights_of_each_place_sum_to_one_and_an_even_router_has_no_balance_loss()
    {
        using var scope = NewDisposeScope();
        using var scene = new Scene();
        var options = EventJob.Network();
        (options.CrossModal, options.Unimodal, options.Balance) = (2, 1, 0.01);
        using var model = scene.Build(options);
        var output = scene.Forward(model);
        foreach (var (cross, own) in ((string, string)[])[(EventKeys.AudioRouterCross, EventKeys.AudioRouterOwn), (EventKeys.VisualRouterCross, EventKeys.VisualRouterOwn)])
        {
            // Two stages with a pair of blocks each, and two places at each.
            output[cross].shape.ShouldBe([scene.Batch.Size, 4, 2]);
            output[own].shape.ShouldBe([scene.Batch.Size, 4, 1]);
            (output[cross].sum(2) + output[own].sum(2) - 1).abs().max().ToDouble().ShouldBe(0, 1e-6);
        }

        // KL(uniform || m) = -log 3 - the mean of log m, over places.
        var term = ((IModelLoss)model).LossTerms(output, scene.Batch).ShouldHaveSingleItem();
        double[] means = [.. ((string, string)[])[(EventKeys.AudioRouterCross, EventKeys.AudioRouterOwn), (EventKeys.VisualRouterCross, EventKeys.VisualRouterOwn)] is var pairs
            ? pairs.SelectMany(pair => Reference.Numbers(cat([output[pair.Item1], output[pair.Item2]], 2).mean([0]))) : []];
        term.Weight.ShouldBe(0.01);
        term.Value.ToDouble().ShouldBe(-Math.Log(3) - means.Average(Math.Log), 1e-5);
        using (no_grad())
        {
            foreach (var (name, parameter) in model.Module.named_parameters())
                if (name.Contains(".router.4.", StringComparison.Ordinal)) parameter.zero_();
        }

        ((IModelLoss)model).LossTerms(scene.Forward(model), scene.Batch)[0].Value.ToDouble().ShouldBe(0, 1e-6);
    }

    [Fact]
    public async Task Training_changes_no_bit_of_frozen_parameters_and_statistics_and_changes_every_adapter()
    {
        using var run = new ToyRun();
        using var scene = new Scene();
        using var job = await new EventJob(run) { Steps = 3 }.Run();
        using var scope = NewDisposeScope();
        // Built as the engine builds it.
        using var fresh = new AvMoeClassifier(EventJob.Network());
        fresh.Build(scene.Spec(2, new RandomSource(run.Seed)));
        var (trained, start) = (job.Model.Module.state_dict(), fresh.Module.state_dict());
        string[] frozen = [.. start.Keys.Where(name => name.StartsWith("encoder.vision.", StringComparison.Ordinal) || name.StartsWith("encoder.sound.", StringComparison.Ordinal))];
        frozen.ShouldContain("encoder.sound.bn0.running_mean");
        foreach (var name in frozen) trained[name].equal(start[name]).all().ToBoolean().ShouldBeTrue(name);
        foreach (var (name, value) in start.Where(pair => pair.Key.EndsWith("bottleneck.gate", StringComparison.Ordinal)))
            trained[name].equal(value).all().ToBoolean().ShouldBeFalse(name);
    }

    [Fact]
    public void The_number_of_parameters_of_a_place_is_that_of_its_formula()
    {
        using var scene = new Scene();
        var options = EventJob.Network();
        (options.CrossModal, options.Unimodal, options.Tokens) = (2, 1, 4);
        using var model = scene.Build(options);
        // Pictures of 16 by patches of 4: 16 tokens of 16 channels, then 4 of 32; sound alike.
        long Place(long tokens, long width)
        {
            var narrow = width / 8;
            var align = (tokens * tokens) + tokens + (width * width) + width;
            var router = (2 * width * 128) + 128 + (128 * 32) + 32 + (32 * 3) + 3;
            var bottleneck = (2 * width * narrow / 2) + (2 * narrow) + (2 * width) + (4 * width) + 1;
            return align + router + (3 * bottleneck) + (2 * ((4 * width) + 1));
        }

        model.ParameterGroups.Single(group => group.Name == "adapters").Parameters.Sum(parameter => parameter.numel())
            .ShouldBe(4 * (Place(16, 16) + Place(4, 32)));
        model.ParameterGroups.Select(group => group.Name).ShouldBe(["adapters", "head"]);
        options.Frozen = false;
        using var whole = scene.Build(options);
        whole.ParameterGroups.Select(group => group.Name).ShouldBe(["encoders", "adapters", "head"]);
    }

    [Fact]
    public void With_a_stage_step_of_two_every_second_stage_has_no_adapters()
    {
        using var scope = NewDisposeScope();
        using var scene = new Scene();
        var options = EventJob.Network();
        options.StageStep = 2;
        using var model = scene.Build(options);
        scene.Forward(model)[EventKeys.VisualRouterOwn].shape.ShouldBe([scene.Batch.Size, 2, 1]);
    }
}
