using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Networks;

namespace PluginHost.AudioVisual.Events.Tests;

/// <summary>Swin transformers against torchvision 0.14.1 (Data/swin.py), with weights from closed formulas.</summary>
public sealed class SwinTests
{
    private static readonly JsonNode s_expected = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "swin.json")))!;

    [Theory]
    [InlineData(SwinVersion.One, "v1")]
    [InlineData(SwinVersion.Two, "v2")]
    public void Both_versions_compute_what_torchvision_computes_under_the_authors_names(SwinVersion version, string key)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var swin = new SwinTransformer(new(32, 4, 8, [2, 2], [2, 4], 4, Version: version), seed: 1);
        var named = swin.named_parameters().OrderBy(pair => pair.name, StringComparer.Ordinal).ToArray();
        named.Select(pair => pair.name).ShouldBe(s_expected[key]!["names"]!.AsArray().Deserialize<string[]>()!);
        swin.state_dict().Count.ShouldBe(named.Length, "what is computed from the shape is in no file");
        for (var k = 0; k < named.Length; k++)
        {
            var (name, parameter) = named[k];
            var wave = ((arange(parameter.numel(), dtype: ScalarType.Float64) * 0.37) + k).sin().reshape(parameter.shape);
            parameter.copy_(name.Contains("norm", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal) ? 1 + (0.1 * wave) : 0.4 * wave);
        }

        var picture = (arange(3 * 32 * 32, dtype: ScalarType.Float64) * 0.05).cos().reshape(1, 3, 32, 32).to(ScalarType.Float32);
        Reference.Numbers(swin.call(picture).flatten()).ShouldBe(s_expected[key]!["tokens"]!.AsArray().Deserialize<double[]>()!, 2e-4);
    }

    // torchvision documents 28,288,354 and 28,351,570 with its class layers of 769,000; its version 2 keeps a bias of the keys that is always
    // zero, 4,416 numbers, which the authors' files lack.
    [Theory]
    [InlineData(SwinVersion.One, 224, 7, 28_288_354 - 769_000)]
    [InlineData(SwinVersion.Two, 256, 8, 28_351_570 - 769_000 - 4_416)]
    public void The_tiny_published_networks_have_their_published_numbers_of_parameters(SwinVersion version, int size, int window, long expected)
    {
        using var swin = new SwinTransformer(new(size, 4, 96, [2, 2, 6, 2], [3, 6, 12, 24], window, Version: version), seed: 1);
        swin.parameters().Sum(parameter => parameter.numel()).ShouldBe(expected);
    }

    [Fact]
    public void Sizes_that_do_not_divide_are_refused_with_one_finding()
    {
        Refused(new(30, 4, 8, [2, 2], [2, 2], 4)).ShouldContain("30 pixels do not divide by 8");
        Refused(new(48, 4, 8, [2, 2], [2, 2], 5)).ShouldContain("windows of 5");
        Refused(new(32, 4, 8, [2, 2], [3, 2], 4)).ShouldContain("8 channels do not divide among 3 heads");
        using var swin = new SwinTransformer(new(32, 4, 8, [1], [2], 4), seed: 1);
        Should.Throw<JobException>(() => swin.Embed(zeros(1, 3, 16, 16))).Findings.ShouldHaveSingleItem().What.ShouldContain("(1, 3, 16, 16)");

        static string Refused(SwinOptions options) =>
            Should.Throw<JobException>(() => new SwinTransformer(options, 1)).Findings.ShouldHaveSingleItem().What;
    }
}
