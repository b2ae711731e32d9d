using PluginHost.Plugins.CoSeparation;
using static PluginHost.Separation.Tests.SineFill;

namespace PluginHost.Separation.Tests;

/// <summary>
/// The full-size networks with the weights and inputs of docs/separation.md, "Golden values", against numbers that PyTorch 1.13 gave in
/// float64 for the formulas of that page, written down in functional calls (weights rounded to float32).
/// </summary>
[Collection("libtorch's own generator")]
public sealed class CoSeparationPortTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void The_full_networks_have_the_published_parameters_and_names()
    {
        using var model = Model(new());
        Count(model, "sound").ShouldBe(46_022_785);
        Count(model, "classifier").ShouldBe(11_180_500);
        Count(model, "object").ShouldBe((512 * 512) + 512);
        var state = model.Module.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.shape, StringComparer.Ordinal);
        var expected = new Dictionary<string, long[]>(StringComparer.Ordinal);
        long[] down = [1, 64, 128, 256, 512, 512, 512, 512];
        (long In, long Out)[] up = [(1024, 512), (1024, 512), (1024, 512), (1024, 256), (512, 128), (256, 64), (128, 1)];
        for (var layer = 1; layer <= 7; layer++)
        {
            Layer($"sound.audionet_convlayer{layer}", [down[layer], down[layer - 1], 4, 4], down[layer], normed: true);
            Layer($"sound.audionet_upconvlayer{layer}", [up[layer - 1].In, up[layer - 1].Out, 4, 4], up[layer - 1].Out, normed: layer < 7);
        }

        state.Keys.Where(name => name.StartsWith("sound.", StringComparison.Ordinal)).ShouldBe(expected.Keys, ignoreOrder: true);
        foreach (var (name, shape) in expected) state[name].ShouldBe(shape, name);
        state["classifier.feature_extraction.0.weight"].ShouldBe([64, 1, 7, 7]);
        state["classifier.feature_extraction.1.running_var"].ShouldBe([64]);
        state["classifier.feature_extraction.5.0.downsample.0.weight"].ShouldBe([128, 64, 1, 1]);
        state["classifier.feature_extraction.7.1.bn2.num_batches_tracked"].ShouldBeEmpty();
        state["classifier.fc.weight"].ShouldBe([20, 512]);
        // ResNet-18 without its linear map has 60 parameters and 60 buffers, and no convolution twice.
        state.Keys.Count(name => name.StartsWith("classifier.", StringComparison.Ordinal)).ShouldBe(122);

        void Layer(string name, long[] weight, long outputs, bool normed)
        {
            expected[$"{name}.0.weight"] = weight;
            expected[$"{name}.0.bias"] = [outputs];
            if (!normed) return;
            foreach (var part in new[] { "weight", "bias", "running_mean", "running_var" }) expected[$"{name}.1.{part}"] = [outputs];
            expected[$"{name}.1.num_batches_tracked"] = [];
        }
    }

    [Fact]
    public void The_variant_of_five_levels_has_the_published_parameters()
    {
        using var model = Model(new() { Downs = 5, ClassifierBlocks = 1 });
        // Its object vector is 512 numbers too.
        Count(model, "sound").ShouldBe(20_850_817);
    }

    [Fact]
    public void Sine_filled_weights_give_the_reference_numbers()
    {
        using var model = Model(new());
        foreach (var part in new[] { "sound.", "object.", "classifier." }) Fill(model.Module, part);
        model.Module.eval();
        using var grad = no_grad();
        using var batch = Inputs();
        var output = model.Forward(batch, new() { Embeddings = true, FeatureMaps = ["map.u4"] });

        var map = output["map.u4"];
        Mean(map).ShouldBe(2.942433719e-3, 1e-6);
        Mean(map.abs()).ShouldBe(9.463500241e-2, 1e-6);
        First(map[0, 0, 0], 3).ShouldBe([-3.409021598e-2, -7.206318469e-2, -2.466371242e-1], 5e-6);

        var masks = output[SeparationKeys.Masks];
        Mean(masks).ShouldBe(5.049286918e-1, 1e-6);
        var logits = (masks.to_type(ScalarType.Float64) / (1 - masks.to_type(ScalarType.Float64))).log();
        logits[0, 0, 0, 0].item<double>().ShouldBe(2.691398222, 2e-5);
        logits[0, 0, 128, 128].item<double>().ShouldBe(-2.894609017, 2e-5);
        logits[0, 0, 255, 255].item<double>().ShouldBe(-1.812565135, 2e-5);

        First(output[OutputKeys.AudioEmbedding][0], 4).ShouldBe([4.592398718e-2, 6.087509816e-2, 7.910147642e-2, 6.973059210e-2], 5e-5);
        Norm(output[OutputKeys.AudioEmbedding]).ShouldBe(4.461993900, 5e-4);
        First(output[OutputKeys.ObjectEmbedding][0], 4)
            .ShouldBe([7.947349993e-1, 5.902644107e-2, -6.910899085e-1, -8.383823314e-1], 2e-6);
        Norm(output[OutputKeys.ObjectEmbedding]).ShouldBe(1.465245811e1, 2e-5);
        model.LossTerms(output, batch)[0].Value.ToDouble().ShouldBe(3.284436359, 1e-4);
    }

    public void Dispose() => _scope.Dispose();

    private static CoSeparationSeparator Model(CoSeparationOptions options)
    {
        var model = new CoSeparationSeparator(options);
        model.Build(SmallScene.Spec(20, 256));
        return model;
    }

    private static long Count(CoSeparationSeparator model, string group) =>
        model.ParameterGroups.Single(entry => entry.Name == group).Parameters.Sum(parameter => parameter.numel());
}
