namespace PluginHost.Features.Tests;

/// <summary>Files that do not fit: what is said. And files that fit, whatever they are wrapped in.</summary>
public sealed class WeightTests(WeightFolder folder) : IClassFixture<WeightFolder>
{
    private static readonly NetworkSizes s_sizes = new() { ImageSize = 32, Patch = 8, Width = 24, Depth = 2, Heads = 3, Output = 10 };
    private static readonly Dictionary<string, long[]> s_tensors = References.Case("clip").Tensors;

    [Theory]
    [InlineData("")]
    [InlineData("module.visual.")]
    [InlineData("model.visual.")]
    [InlineData("clip_model.visual.")]
    public void Prefixes_are_recognised(string prefix)
    {
        var file = folder.Write(s_tensors, renamed: name => prefix + name["visual.".Length..]);
        Findings(file).ShouldBeEmpty();
    }

    [Fact]
    public void Text_encoders_class_layers_and_counters_beside_the_network_are_left()
    {
        Findings(folder.Write(s_tensors, values =>
        {
            values["logit_scale"] = tensor(4.6f);
            values["transformer.resblocks.7.ln_1.weight"] = ones(3);
        })).ShouldBeEmpty();
        Findings(folder.Write(References.Case("clip, Hugging Face, stretched").Tensors, values =>
        {
            values["text_model.final_layer_norm.weight"] = ones(3);
            values["vision_model.embeddings.position_ids"] = arange(17).unsqueeze(0);
        })).ShouldBeEmpty();
    }

    [Fact]
    public void Missing_unexpected_and_misshapen_tensors_are_named_in_a_finding_each()
    {
        var file = folder.Write(s_tensors, values =>
        {
            values.Remove("visual.proj");
            values.Remove("visual.transformer.resblocks.1.ln_2.bias");
            values["visual.transformer.resblocks.2.ln_1.weight"] = ones(24);
            values["visual.conv1.weight"] = ones(24, 3, 4, 4);
            values["visual.class_embedding"] = ones(24, int64);
        });
        var findings = Findings(file);

        findings.Select(finding => finding.Code).ShouldBe(["FN0106", "FN0107", "FN0108", "FN0109"]);
        findings.ShouldAllBe(finding => finding.Where == "objects.weights" && finding.What.Contains(file));
        findings[0].What.ShouldContain("lacks 2 tensors of clip-vit-b32: ");
        findings[0].What.ShouldContain("transformer.resblocks.1.ln_2.bias");
        findings[1].What.ShouldContain("has 1 tensor that clip-vit-b32 lacks: transformer.resblocks.2.ln_1.weight.");
        findings[2].What.ShouldContain("conv1.weight [24, 3, 4, 4] instead of [24, 3, 8, 8]");
        findings[3].What.ShouldContain("class_embedding Int64 instead of Float32");
    }

    [Fact]
    public void Long_lists_of_names_are_cut()
    {
        var file = folder.Write(s_tensors.Where(entry => !entry.Key.Contains("resblocks.1", StringComparison.Ordinal)).ToDictionary());
        Findings(file).ShouldHaveSingleItem().What.ShouldEndWith(" and 4 more.");
    }

    [Fact]
    public void A_file_of_another_network_is_one_finding_that_names_what_it_has()
    {
        var finding = Findings(folder.Write(References.Case("videomae, max").Tensors)).ShouldHaveSingleItem();
        finding.Code.ShouldBe("FN0105");
        finding.What.ShouldContain("has none of the tensors of clip-vit-b32; it has ");
        finding.What.ShouldContain("videomae.encoder.layer.0");

        // Both have a tensor of that name.
        var shared = Findings(folder.Write(References.Case("resnet18").Tensors));
        shared.Select(found => found.Code).ShouldBe(["FN0106", "FN0108"]);
        shared[1].What.ShouldContain("conv1.weight [64, 3, 7, 7] instead of [24, 3, 8, 8]");
    }

    [Fact]
    public void A_file_that_is_not_there_or_no_file_of_weights_is_one_finding()
    {
        var finding = Findings("nowhere.pth").ShouldHaveSingleItem();
        finding.Code.ShouldBe("FN0104");
        finding.What.ShouldContain($"There is no file '{folder.ResolvePath("nowhere.pth")}'");

        foreach (var (name, bytes, word) in new (string, byte[], string)[]
        {
            ("picture.safetensors", [0x89, .. "PNG\r\n\u001a\n0000IHDR0000000000000"u8], "PNG"),
            ("text.pth", [.. "{ \"weights\": 1 }"u8], "JSON"),
            ("empty.pth", [], ""),
        })
        {
            File.WriteAllBytes(folder.ResolvePath(name), bytes);
            finding = Findings(name).ShouldHaveSingleItem();
            finding.Code.ShouldBe("FN0104");
            finding.What.ShouldContain("cannot be read");
            finding.What.ShouldContain(word);
        }
    }

    [Fact]
    public void Numbers_that_are_not_finite_and_another_hash_are_one_finding()
    {
        Findings(folder.Write(s_tensors, values => values["visual.proj"] = full(24, 10, float.NaN)))
            .ShouldHaveSingleItem().What.ShouldContain("proj");
        var finding = Findings(folder.Write(s_tensors), sha256: new string('0', 64)).ShouldHaveSingleItem();
        finding.What.ShouldContain("has the SHA-256 ");
        finding.Expected.ShouldBe(new string('0', 64));
    }

    [Fact]
    public void Both_networks_faults_are_found_at_once_and_a_sample_says_them_too()
    {
        using var extractor = folder.Extractor(
            new() { Network = ObjectNetwork.ClipVitB32, Weights = "a.pth" }, new() { Network = MotionNetwork.VideoMaeBase, Weights = "b.pth" });
        extractor.Check().Select(finding => finding.Where).ShouldBe(["objects.weights", "motion.weights"]);
        Should.Throw<JobException>(() => extractor.Extract(References.Frames(1, 3, 8, 8), 8)).Findings.Select(finding => finding.Where)
            .ShouldBe(["features.options.objects.weights", "features.options.motion.weights"]);
    }

    [Fact]
    public void A_wrong_ONNX_file_is_one_finding_at_the_option()
    {
        using var extractor = folder.Extractor(new() { Network = ObjectNetwork.PretrainedResNet18, Weights = folder.Write(s_tensors) });
        var finding = extractor.Check().ShouldHaveSingleItem();
        finding.Where.ShouldBe("objects.weights");
        finding.What.ShouldContain("is no ONNX file");
    }

    [Fact]
    public void The_log_says_once_which_weights_are_used_or_that_none_are()
    {
        using var scope = NewDisposeScope();
        var file = folder.Write(s_tensors);
        using var extractor = folder.Extractor(
            new() { Network = ObjectNetwork.ClipVitB32, Weights = file, Sizes = s_sizes }, new() { Network = MotionNetwork.Pixels });
        extractor.Check().ShouldBeEmpty();
        folder.Events.ShouldBeEmpty();
        for (var i = 0; i < 2; i++) extractor.Extract(References.Frames(2, 3, 8, 8), 8);
        var path = folder.ResolvePath(file);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
        folder.Events.Cast<MessageReported>().Select(message => message.Text).ShouldBe(
        [
            $"Vectors 'objects' come from clip-vit-b32 with the weights of {path}, named as in OpenAI's files, SHA-256 {hash}.",
            "Vectors 'motion' come from pixels, fixed formulas that use no weights.",
        ]);
        folder.Events.Clear();
    }

    private Finding[] Findings(string file, string? sha256 = null)
    {
        using var extractor = folder.Extractor(new() { Network = ObjectNetwork.ClipVitB32, Weights = file, Sha256 = sha256, Sizes = s_sizes });
        return [.. extractor.Check()];
    }
}
