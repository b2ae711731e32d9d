using PluginHost.Plugins.IQuery;
using static PluginHost.Separation.Tests.SineFill;

namespace PluginHost.Separation.Tests;

/// <summary>
/// The port check of docs/separation.md, "Golden values": the full-size network with sine-filled weights against the authors' modules.
/// </summary>
[Collection("libtorch's own generator")]
public sealed class IQueryPortTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly IQuerySeparator _model = new(new());

    public IQueryPortTests() => _model.Build(new()
    {
        Classes = 5,
        Seed = 0,
        Inputs = new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            [BatchKeys.Input] = [1, 256, 256],
            [SeparationKeys.Object] = [512],
            [SeparationKeys.Motion] = [768, 8],
        },
    });

    [Fact]
    public void The_full_network_has_the_published_parameters_and_state()
    {
        Parameters("sound.").Sum(entry => entry.parameter.numel()).ShouldBe(30_274_178);
        Parameters("maskformer.").Sum(entry => entry.parameter.numel()).ShouldBe(6_528_032);
        _model.Module.parameters().Where(parameter => !parameter.requires_grad).Sum(parameter => parameter.numel()).ShouldBe(1_318_400);
        _model.Module.parameters().Count(parameter => !parameter.requires_grad).ShouldBe(30);
        var state = _model.Module.state_dict();
        state.Keys.Count(name => name.StartsWith("sound.", StringComparison.Ordinal)).ShouldBe(74);
        state.Keys.Count(name => name.StartsWith("maskformer.", StringComparison.Ordinal)).ShouldBe(121);
        state.Count.ShouldBe(74 + 121);
        state["sound.upconv6.weight"].shape.ShouldBe([512, 1024, 3, 3]);
        state["sound.downnorm6.num_batches_tracked"].shape.ShouldBeEmpty();
        state["sound.upnorm2.running_var"].shape.ShouldBe([64]);
        state["maskformer.transformer.decoder.layers.3.cross_attn_motion.in_proj_weight"].shape.ShouldBe([768, 256]);
        state["maskformer.transformer.decoder.norm.weight"].shape.ShouldBe([256]);
        state["maskformer.mask_embed.layers.2.weight"].shape.ShouldBe([32, 256]);
        state["maskformer.down.weight"].shape.ShouldBe([256, 768, 1]);
        state["maskformer.objproj.weight"].shape.ShouldBe([256, 512, 1]);
        _model.Grow(20, 1);
        Parameters("maskformer.").Sum(entry => entry.parameter.numel()).ShouldBe(6_531_872);
    }

    [Fact]
    public void Sine_filled_weights_give_the_originals_numbers()
    {
        Fill(_model.Module, "sound.");
        Fill(_model.Module, "maskformer.");
        _model.Module.eval();
        using var grad = no_grad();
        using var batch = Inputs();
        batch[BatchKeys.Input].mean().item<float>().ShouldBe(0.386829f, 1e-6f);
        var output = _model.Forward(batch, new() { Embeddings = true, FeatureMaps = ["map.u4"] });

        var latent = output["map.u4"];
        Mean(latent).ShouldBe(2.313278e-4, 2e-7);
        Mean(latent.abs()).ShouldBe(3.251395e-2, 2e-7);
        First(latent[0, 0, 0], 3).ShouldBe([5.187879e-2, 5.331556e-2, 5.380179e-2], 5e-7);
        latent[0, 255, 31, 31].item<float>().ShouldBe(4.081307e-2f, 5e-7f);

        var masks = output[SeparationKeys.Masks];
        Mean(masks).ShouldBe(0.5000772, 2e-7);
        var logits = (masks.to_type(ScalarType.Float64) / (1 - masks.to_type(ScalarType.Float64))).log();
        Mean(logits).ShouldBe(3.087120e-4, 3e-7);
        Mean(logits.abs()).ShouldBe(3.108557e-3, 3e-7);
        First(logits[0, 0, 0], 3).ShouldBe([6.056537e-3, 9.151893e-3, 9.886070e-3], 1e-6);
        logits[0, 0, 128, 128].item<double>().ShouldBe(-2.082526e-3, 1e-6);
        logits[0, 0, 255, 255].item<double>().ShouldBe(-3.221016e-3, 1e-6);

        Check(output[OutputKeys.AudioEmbedding], [1.4692995, 0.7920261, 1.2958493, 1.1272100], 15.860303);
        Check(output[OutputKeys.MotionEmbedding], [0.0489248, 0.2035288, 0.0265945, -0.2109850], 2.2791348);
        Check(output[OutputKeys.ObjectEmbedding], [-0.2192113, 0.5922197, 0.8909726, 0.4408185], 10.3601568);
    }

    public void Dispose()
    {
        _model.Dispose();
        _scope.Dispose();
    }

    private (string name, TorchSharp.Modules.Parameter parameter)[] Parameters(string prefix) =>
        [.. _model.Module.named_parameters().Where(entry => entry.name.StartsWith(prefix, StringComparison.Ordinal))];

    private static void Check(Tensor embedding, double[] first, double norm)
    {
        First(embedding[0], first.Length).ShouldBe(first, 2e-6);
        embedding.square().sum().sqrt().item<float>().ShouldBe((float)norm, 2e-5f);
    }
}
