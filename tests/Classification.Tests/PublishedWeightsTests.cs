using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Classifiers;
using PluginHost.Networks;
using PluginHost.Plugins.Classifiers;

namespace PluginHost.Classification.Tests;

/// <summary>Files and expected features are written by Data/published.py with torch 1.13, under the names that torchvision and timm use.</summary>
public sealed class PublishedWeightsTests
{
    private static readonly JsonNode s_expected = JsonNode.Parse(File.ReadAllText(Here("published.json")))!;

    [Theory]
    [InlineData("resnet18-torchvision.pth")]
    [InlineData("resnet18-timm.safetensors")]
    public void A_ResNet_18_begins_with_the_weights_of_torchvision_and_timm(string file)
    {
        using var model = new ResNetClassifier(new() { Depth = 18, Width = 2, Stem = ResNetStem.Large, Start = new() { Path = Here(file) } });
        Features(model).ShouldBe(Expected("resnet"), 1e-4);
    }

    [Theory]
    [InlineData("vit-torchvision.pth")]
    [InlineData("vit-timm.safetensors")]
    public void A_vision_transformer_begins_with_the_weights_of_torchvision_and_timm(string file)
    {
        using var model = new VisionTransformerClassifier(
            new() { Patch = 8, Width = 8, Depth = 2, Heads = 2, Start = new() { Path = Here(file) } });
        Features(model).ShouldBe(Expected("vit"), 1e-4);
    }

    [Fact]
    public void A_tiny_transformer_computes_what_torchs_encoder_layers_compute()
    {
        using var model = new TinyTransformerClassifier(new() { Start = new() { Path = Here("tiny.safetensors") } });
        using var scope = NewDisposeScope();
        Features(model, linspace(-2, 2, 2 * 32 * 20).reshape(2, 1, 32, 20).cos()).ShouldBe(Expected("tiny"), 1e-4);
    }

    [Fact]
    public void Every_published_name_has_one_of_ours_and_no_other_is_invented()
    {
        using var resnet = ResNets.ResNet18(3, 0, ResNetStem.Large, 2);
        using var vit = VisionTransformers.Create(new(16, 8, 8, 2, 2), 0);
        PublishedNames.Of(resnet.state_dict().Keys).ShouldHaveSingleItem().Names.Values.Order(StringComparer.Ordinal).ShouldBe(Names("resnet names"));
        var namings = PublishedNames.Of(vit.state_dict().Keys);
        namings.Count.ShouldBe(3);
        namings[0].Names.Values.Order(StringComparer.Ordinal).ShouldBe(Names("timm names"));
        namings[1].Names.Values.Order(StringComparer.Ordinal).ShouldBe(Names("vit names"));
        using var padded = ResNets.Small(8, 3, 0);
        PublishedNames.Of(padded.state_dict().Keys).ShouldHaveSingleItem();
        using var perceptron = Perceptrons.Create(4, [4], 0);
        PublishedNames.Of(perceptron.state_dict().Keys).ShouldBeEmpty();
    }

    [Fact]
    public void Weights_of_another_width_are_one_finding_with_the_names_that_differ()
    {
        using var model = new ResNetClassifier(
            new() { Depth = 18, Width = 4, Stem = ResNetStem.Large, Start = new() { Path = Here("resnet18-timm.safetensors") } });
        var finding = Should.Throw<JobException>(() => Build(model)).Findings.ShouldHaveSingleItem();
        finding.Code.ShouldBe("CL0104");
        finding.What.ShouldContain("stem.conv.weight has shape [2, 3, 7, 7], not [4, 3, 7, 7]");
    }

    [Fact]
    public void A_tiny_transformer_has_the_4976_parameters_of_its_formula_and_17_a_class()
    {
        using var model = new TinyTransformerClassifier(new());
        model.Build(new() { Classes = 10, Seed = 1, Inputs = Shapes(1, 32, 98) });
        model.Module.parameters().Sum(parameter => parameter.numel()).ShouldBe(4976 + (17 * 10));
        var fault = Should.Throw<JobException>(() =>
            new TinyTransformerClassifier(new()).Build(new() { Classes = 2, Seed = 1, Inputs = Shapes(3, 32, 32) }));
        fault.Findings.ShouldHaveSingleItem().Code.ShouldBe("CL0103");
    }

    private static string Here(string file) => Path.Combine(AppContext.BaseDirectory, "Data", file);

    private static float[] Expected(string key) => s_expected[key]!.AsArray().Deserialize<float[]>()!;

    private static string[] Names(string key) => s_expected[key]!.AsArray().Deserialize<string[]>()!;

    private static Dictionary<string, long[]> Shapes(params long[] shape) => new(StringComparer.Ordinal) { [BatchKeys.Input] = shape };

    private static void Build(IModel model) => model.Build(new() { Classes = 5, Seed = 1, Inputs = Shapes(3, 16, 16) });

    private static float[] Features(IModel model)
    {
        using var scope = NewDisposeScope();
        return Features(model, linspace(-1, 1, 2 * 3 * 16 * 16).reshape(2, 3, 16, 16).sin());
    }

    private static float[] Features(IModel model, Tensor inputs)
    {
        model.Build(new() { Classes = 5, Seed = 1, Inputs = Shapes(inputs.shape[1..]) });
        model.Module.eval();
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var batch = new Batch(
            [.. Enumerable.Range(0, 2).Select(i => new Draw
            {
                Training = false, Sources = [new() { Sample = new() { Id = $"{i}", Label = 0, Split = Split.Test } }],
            })],
            new Dictionary<string, Tensor>(StringComparer.Ordinal)
            {
                [BatchKeys.Input] = inputs,
                [BatchKeys.Labels] = zeros(2, dtype: ScalarType.Int64),
            });
        return model.Forward(batch, new() { Features = true })[OutputKeys.Features].contiguous().data<float>().ToArray();
    }
}
