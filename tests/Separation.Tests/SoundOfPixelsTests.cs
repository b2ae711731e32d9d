using PluginHost.Plugins.SoundOfPixels;
using static PluginHost.Separation.Tests.SineFill;
using static PluginHost.Separation.Tests.SmallScene;

namespace PluginHost.Separation.Tests;

[Collection("libtorch's own generator")]
public sealed class SoundOfPixelsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    /// <summary>
    /// The full size with the weights and inputs of docs/separation.md, "Golden values", scales 1 + c/32 and a bias of 0.25, against
    /// numbers that PyTorch 1.13 gave in float64 for the formulas of that page, written down in functional calls (weights rounded to
    /// float32).
    /// </summary>
    [Fact]
    public void Sine_filled_weights_give_the_reference_numbers()
    {
        using var model = Model(new(), 256);
        Fill(model.Module, "sound.");
        Fill(model.Module, "object.");
        var state = model.Module.state_dict();
        using var grad = no_grad();
        state["synthesizer.scale"].copy_(1 + (arange(32, dtype: ScalarType.Float64) / 32));
        state["synthesizer.bias"].fill_(0.25);
        model.Module.eval();
        using var batch = Inputs();
        var output = model.Forward(batch, new() { Embeddings = true });

        var masks = output[SeparationKeys.Masks];
        Mean(masks).ShouldBe(5.919686958e-1, 1e-6);
        var logits = (masks.to_type(ScalarType.Float64) / (1 - masks.to_type(ScalarType.Float64))).log();
        Mean(logits).ShouldBe(3.722757583e-1, 1e-6);
        First(logits[0, 0, 0], 3).ShouldBe([3.872212123e-1, 4.276017961e-1, 4.477352424e-1], 2e-6);
        logits[0, 0, 128, 128].item<double>().ShouldBe(3.867210012e-1, 2e-6);
        logits[0, 0, 255, 255].item<double>().ShouldBe(3.365455279e-1, 2e-6);
        First(output[OutputKeys.AudioEmbedding][0], 4)
            .ShouldBe([-1.580874644e-2, -1.034260742e-2, -6.506032411e-3, 4.864523514e-4], 2e-7);
        Norm(output[OutputKeys.AudioEmbedding]).ShouldBe(1.159621122e-1, 2e-6);
        First(output[OutputKeys.ObjectEmbedding][0], 4)
            .ShouldBe([7.947349993e-1, 5.902644107e-2, -6.910899085e-1, -8.383823314e-1], 2e-6);
        Norm(output[OutputKeys.ObjectEmbedding]).ShouldBe(3.616795761, 2e-5);
    }

    [Fact]
    public void The_full_network_is_iquerys_u_net_with_a_bias_more_and_few_weights_beside_it()
    {
        using var model = Model(new(), 256);
        Count(model, "sound").ShouldBe(30_274_178 + 32);
        Count(model, "object").ShouldBe((512 * 32) + 32);
        Count(model, "synthesizer").ShouldBe(32 + 1);
        var state = model.Module.state_dict();
        state["sound.upconv1.bias"].shape.ShouldBe([32]);
        state.Count.ShouldBe(74 + 1 + 2 + 2);
    }

    [Fact]
    public void Certain_rows_get_what_they_get_among_all()
    {
        using var model = Model(SmallOptions);
        using var batch = SmallScene.Batch();
        model.Module.eval();
        var request = new ForwardRequest { Embeddings = true };
        var all = model.Forward(batch, request);
        model.EmbeddingKeys.ShouldAllBe(key => all[key].shape.SequenceEqual(new long[] { 6, 8 }));
        var some = model.Forward(batch, request with { Rows = [2, 3, 3, 5], Classes = [0, 0, 9, 0] });
        foreach (var key in all.Tensors.Keys) Distance(some[key], all.Pick(key, [2, 3, 3, 5])).ShouldBeLessThan(1e-5f, key);
        batch[SeparationKeys.Object] = batch[SeparationKeys.Object].flip(0);
        Distance(model.Forward(batch, new())[SeparationKeys.Masks], all[SeparationKeys.Masks]).ShouldBeGreaterThan(1e-4f);
    }

    [Fact]
    public void Growth_changes_the_number_of_classes_alone_and_a_clone_keeps_it()
    {
        using var model = Model(SmallOptions);
        using var batch = SmallScene.Batch();
        model.Module.eval();
        var before = model.Forward(batch, new())[SeparationKeys.Masks];
        var parameters = model.Module.parameters().ToArray();
        model.Grow(6, 1);
        model.Classes.ShouldBe(6);
        model.Module.parameters().ShouldBe(parameters);
        using var clone = model.Clone();
        (clone.Classes, clone.Module.training).ShouldBe((6, false));
        Distance(clone.Forward(batch, new())[SeparationKeys.Masks], before).ShouldBe(0);
        using (no_grad()) parameters[0].add_(1);
        Distance(clone.Forward(batch, new())[SeparationKeys.Masks], before).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => model.Grow(5, 1));
    }

    [Fact]
    public void Weights_begin_from_the_seed_and_narrowly_if_so_told()
    {
        using var model = Model(SmallOptions);
        using var same = Model(SmallOptions);
        var again = same.Module.state_dict();
        model.Module.state_dict().ShouldAllBe(entry => entry.Value.Equals(again[entry.Key]));
        again["sound.downconv4.weight"].abs().max().item<float>().ShouldBe((float)(1 / Math.Sqrt(32 * 16)), 0.002f);
        var options = SmallOptions;
        options.Initialisation = Initialisation.Original;
        using var original = Model(options);
        original.Module.state_dict()["sound.downconv4.weight"].std().item<float>().ShouldBe(0.001f, 5e-5f);
    }

    [Fact]
    public void Every_parameter_learns_and_maps_come_by_name()
    {
        using var model = Model(SmallOptions);
        using var batch = SmallScene.Batch();
        var output = model.Forward(batch, new() { Embeddings = true, FeatureMaps = model.FeatureMapNames });
        output["map.u2"].shape.ShouldBe([3, 8, 32, 32]);
        output[SeparationKeys.Masks].square().mean().backward();
        var grouped = model.ParameterGroups.SelectMany(group => group.Parameters).ToArray();
        grouped.Length.ShouldBe(model.Module.parameters().Count());
        grouped.ShouldAllBe(parameter => !ReferenceEquals(parameter.grad, null));
    }

    public void Dispose() => _scope.Dispose();

    private static SoundOfPixelsOptions SmallOptions => new() { Downs = 6, Channels = [8, 16, 32, 32, 32, 32], Features = 8 };

    private static SoundOfPixelsSeparator Model(SoundOfPixelsOptions options, int size = 64)
    {
        var model = new SoundOfPixelsSeparator(options);
        model.Build(Spec(4, size));
        return model;
    }

    private static long Count(SoundOfPixelsSeparator model, string group) =>
        model.ParameterGroups.Single(entry => entry.Name == group).Parameters.Sum(parameter => parameter.numel());
}
