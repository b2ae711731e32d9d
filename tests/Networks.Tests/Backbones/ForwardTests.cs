namespace PluginHost.Networks.Tests;

/// <summary>Outputs of networks written in PyTorch, see Data/networks.py.</summary>
public class ForwardTests
{
    private static readonly ResNetOptions Projected = new([2, 2, 2, 2], [4, 8, 16, 32], ResNetStem.Small, ResNetShortcut.Projection,
        Channels: 1);

    private static readonly VisionTransformerOptions Vit = new(ImageSize: 8, Patch: 4, Width: 12, Depth: 2, Heads: 3);

    [Fact]
    public void A_ResNet_with_padded_shortcuts_computes_what_PyTorch_computes()
    {
        var net = Filled(ResNets.Small(8, 3, 0), ResNetName);
        net.eval();

        net.call(TestData.Wave("input", 2, 3, 12, 12)).ShouldBeNear(Wanted("small", 2, 64), 1e-5);
    }

    [Fact]
    public void A_ResNet_in_training_normalises_by_the_batch_as_PyTorch_does()
    {
        var net = Filled(ResNets.Small(8, 3, 0), ResNetName);
        net.train();

        net.call(TestData.Wave("input", 2, 3, 12, 12)).ShouldBeNear(Wanted("small, training", 2, 64), 1e-5);
    }

    [Fact]
    public void A_ResNet_with_projected_shortcuts_computes_what_PyTorch_computes()
    {
        var net = Filled(ResNets.Create(Projected, 0), ResNetName);
        net.eval();

        net.call(TestData.Wave("input", 2, 1, 16, 16)).ShouldBeNear(Wanted("projected", 2, 32), 1e-5);
    }

    [Theory]
    [InlineData(false, "conv")]
    [InlineData(true, "conv, training")]
    public void A_small_convolutional_network_computes_what_PyTorch_computes(bool training, string wanted)
    {
        var net = Filled(ConvNets.Create([3, 10, 13], [4, 6], 0), ConvName);
        net.train(training);

        net.call(TestData.Wave("input", 2, 3, 10, 13)).ShouldBeNear(Wanted(wanted, 2, 6 * 2 * 3), 1e-5);
    }

    [Fact]
    public void A_vision_transformer_gives_the_class_token_of_PyTorchs_encoder_layers()
    {
        var net = Filled(VisionTransformers.Create(Vit, 0), VitName);

        net.call(TestData.Wave("input", 2, 3, 8, 8)).ShouldBeNear(Wanted("vit", 2, 5, 12).select(1, 0), 1e-5);
    }

    [Fact]
    public void A_vision_transformer_with_mean_pooling_gives_the_mean_of_the_patches_tokens()
    {
        var net = Filled(VisionTransformers.Create(Vit with { Pooling = TokenPooling.Mean }, 0), VitName);

        net.call(TestData.Wave("input", 2, 3, 8, 8)).ShouldBeNear(Wanted("vit", 2, 5, 12).narrow(1, 1, 4).mean([1]), 1e-5);
    }

    [Fact]
    public void A_perceptron_is_linear_layers_with_ReLU()
    {
        var net = Perceptrons.Create(6, [5, 4], 3);
        var weights = net.parameters().ToArray();
        var x = TestData.Wave("input", 7, 2, 3);

        var hidden = (x.view(7, 6).matmul(weights[0].t()) + weights[1]).clamp_min(0);
        net.call(x).ShouldBeNear((hidden.matmul(weights[2].t()) + weights[3]).clamp_min(0), 1e-6);
    }

    private static Tensor Wanted(string name, params long[] shape) => tensor(TestData.Network(name), dtype: ScalarType.Float32).view(shape);

    private static Backbone Filled(Backbone net, Func<string, string> pythonName)
    {
        using var quiet = no_grad();
        foreach (var (name, parameter) in net.named_parameters()) parameter.copy_(TestData.Wave(pythonName(name), parameter.shape));
        foreach (var (name, buffer) in net.named_buffers().Where(pair => !pair.name.EndsWith("tracked", StringComparison.Ordinal)))
            buffer.copy_(TestData.Wave(pythonName(name), buffer.shape));
        return net;
    }

    private static string ResNetName(string name)
    {
        var parts = name.Split('.');
        var module = parts[^2].Replace("conv_", "", StringComparison.Ordinal)
            .Replace("norm_shortcut", "shortcutnorm", StringComparison.Ordinal);
        if (parts[0] == "stem") return (module == "conv" ? "stem." : "stemnorm.") + parts[^1];
        if (module.StartsWith("norm", StringComparison.Ordinal)) module = "conv" + module[4..] + "norm";
        return $"stages.{parts[0][^1] - '1'}.{parts[1]}.{module}.{parts[^1]}";
    }

    private static string ConvName(string name)
    {
        var (block, module, value) = (name[5] - '1', name.Split('.')[1], name.Split('.')[^1]);
        return module == "conv" ? $"convs.{block}.{value}" : $"conv{block}norm.{value}";
    }

    private static string VitName(string name)
    {
        if (name.StartsWith("embed.", StringComparison.Ordinal)) return name[6..];
        if (name.StartsWith("norm.norm.", StringComparison.Ordinal)) return "last" + name[5..];
        return "blocks." + name[5..].Replace("qkv.", "self_attn.in_proj_", StringComparison.Ordinal)
            .Replace("proj.", "self_attn.out_proj.", StringComparison.Ordinal)
            .Replace("fc", "linear", StringComparison.Ordinal);
    }
}
