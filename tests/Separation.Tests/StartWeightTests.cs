using PluginHost.Plugins.IQuery;
using PluginHost.Tensors;

namespace PluginHost.Separation.Tests;

/// <summary>
/// Files with weights as people have them. Those of the folder Checkpoints were written by Python's torch: one state dictionary of a U-Net, under
/// <c>state_dict</c>, under <c>model</c>, and as torch.compile names it.
/// </summary>
[Collection("libtorch's own generator")]
public sealed class StartWeightTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("start-weights-");

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("nested.pth", "state_dict.")]
    [InlineData("nested_model.pth", "model.")]
    [InlineData("compiled.pth", "_orig_mod.")]
    public void What_torch_wraps_weights_in_is_recognised(string name, string wrapping)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Checkpoints", name);
        var raw = PickledTensors.Read(path);
        using var model = Model(sound: path);
        var state = Part(model, "sound.");
        state.Count.ShouldBe(raw.Count(entry => entry.Key.StartsWith(wrapping, StringComparison.Ordinal)));
        foreach (var (key, tensor) in state) tensor.Equals(raw[wrapping + key]).ShouldBeTrue(key);
    }

    [Theory]
    [InlineData("module.module.")]
    [InlineData("_orig_mod.module.")]
    [InlineData("net.audio.")]
    [InlineData("sound.sound.")]
    public void Any_prefix_that_all_names_share_is_recognised(string prefix)
    {
        using var source = Model(seed: 1);
        var path = Write(Part(source, "sound.").Select(entry => KeyValuePair.Create(prefix + entry.Key, entry.Value)));
        using var model = Model(sound: path, seed: 2);
        ShouldBeEqual(Part(model, "sound."), Part(source, "sound."));
    }

    [Fact]
    public void The_file_that_a_run_writes_after_an_experience_serves_each_of_its_networks()
    {
        using var source = Model(seed: 1);
        var path = Write(source.Module.state_dict());
        using var model = Model(sound: path, maskformer: path, seed: 2);
        ShouldBeEqual(model.Module.state_dict(), source.Module.state_dict());
    }

    [Fact]
    public void Of_two_dictionaries_that_fit_equally_well_the_one_named_model_is_taken()
    {
        using var source = Model(seed: 1);
        using var other = Model(seed: 3);
        var path = Write(Part(other, "sound.").Select(entry => KeyValuePair.Create("ema." + entry.Key, entry.Value))
            .Concat(Part(source, "sound.").Select(entry => KeyValuePair.Create("model." + entry.Key, entry.Value))));
        using var model = Model(sound: path, seed: 2);
        ShouldBeEqual(Part(model, "sound."), Part(source, "sound."));
    }

    [Fact]
    public void What_a_wrapped_file_lacks_has_too_much_or_in_another_shape_is_listed_by_the_networks_names()
    {
        using var source = Model(seed: 1);
        var state = Part(source, "sound.");
        state.Remove("bn0.bias");
        state["stray"] = zeros(1);
        state["upconv1.weight"] = zeros(3, 4);
        var path = Write(state.Select(entry => KeyValuePair.Create("state_dict.module." + entry.Key, entry.Value)));
        var findings = Should.Throw<JobException>(() => Model(sound: path)).Findings;
        findings.Select(finding => finding.Code).ShouldBe(["IQ0202", "IQ0203", "IQ0204"]);
        findings[0].What.ShouldContain("lacks 1 tensor: bn0.bias.");
        findings[1].What.ShouldContain("1 tensor: stray.");
        findings[2].What.ShouldContain("upconv1.weight [3, 4] instead of");
    }

    [Fact]
    public void The_file_of_another_network_is_refused_with_its_names()
    {
        using var source = Model(seed: 1);
        var path = Write(Part(source, "maskformer."));
        var findings = Should.Throw<JobException>(() => Model(sound: path)).Findings;
        findings.Select(finding => finding.Code).ShouldBe(["IQ0202", "IQ0203"]);
        findings[0].What.ShouldContain("downconv1.weight");
        findings[1].What.ShouldContain("query_embed.weight");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_file_whose_weights_are_not_finite_is_named_with_the_tensors(float value)
    {
        using var source = Model(seed: 1);
        var state = Part(source, "sound.");
        state["upconv1.weight"] = state["upconv1.weight"].clone();
        state["upconv1.weight"][0, 0, 0, 0] = value;
        var path = Write(state);
        var finding = Should.Throw<JobException>(() => Model(sound: path)).Findings.ShouldHaveSingleItem();
        finding.Code.ShouldBe("IQ0207");
        finding.Where.ShouldBe("separator.options.checkpoints.sound");
        finding.What.ShouldContain(path);
        finding.What.ShouldContain("in 1 of");
        finding.What.ShouldContain("upconv1.weight");
    }

    private static void ShouldBeEqual(Dictionary<string, Tensor> actual, Dictionary<string, Tensor> expected)
    {
        foreach (var (key, tensor) in actual) tensor.Equals(expected[key]).ShouldBeTrue(key);
    }

    private static Dictionary<string, Tensor> Part(IQuerySeparator model, string prefix) => model.Module.state_dict()
        .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value, StringComparer.Ordinal);

    private string Write(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        var path = Path.Combine(_folder.FullName, "weights.safetensors");
        Safetensors.Write(path, tensors);
        return path;
    }

    private IQuerySeparator Model(string sound = "", string maskformer = "", long seed = 1)
    {
        var options = new IQueryOptions
        {
            Downs = 4,
            LatentStage = 3,
            Channels = [4, 4, 8, 8],
            MaskDim = 4,
            Hidden = 8,
            Heads = 2,
            FeedForward = 8,
            EncoderLayers = 1,
            DecoderLayers = 2,
            UnusedBlocks = false,
            Checkpoints = new() { Sound = sound, Maskformer = maskformer },
        };
        var model = new IQuerySeparator(options, new FolderRun(_folder.FullName));
        model.Build(new()
        {
            Classes = 2,
            Seed = seed,
            Inputs = new Dictionary<string, long[]>(StringComparer.Ordinal)
            {
                [BatchKeys.Input] = [1, 16, 16],
                [SeparationKeys.Object] = [512],
                [SeparationKeys.Motion] = [768, 8],
            },
        });
        return model;
    }
}
