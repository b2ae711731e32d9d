namespace PluginHost.AudioVisual.Separation.Tests;

[Collection("libtorch's own generator")]
public sealed class OneAvmTests
{
    private static readonly string[] s_encoders = ["sound", "pictures"];

    public static TheoryData<string, string> Losses => new()
    {
        { "separation", "decoder" }, { "localisation", "alignment" }, { "mixed-pictures", "alignment" }, { "recognition", "classifier" },
    };

    [Theory]
    [InlineData("sound", "conv1.weight")]
    [InlineData("pictures", "conv1.weight")]
    public void One_and_the_same_encoder_stands_in_every_path(string encoder, string parameter)
    {
        using var scope = NewDisposeScope();
        using var model = Scenes.Model(With("all"));
        using var batch = new Scenes(1).Batch(3);
        var owned = model.ParameterGroups.Single(group => group.Name == encoder).Parameters;
        var named = model.Module.named_parameters().Where(each => each.name.StartsWith(encoder + ".", StringComparison.Ordinal)).ToArray();
        owned.Select(each => each.Handle).ShouldBe(named.Select(each => each.parameter.Handle), ignoreOrder: true);
        // No second one under another name: the heads hold a convolution of the decoder, the two maps and the classifier.
        model.Module.named_parameters().Count(each => each.parameter.shape.Length == 4 && each.parameter.shape[^1] == 7).ShouldBe(2);

        var first = named.Single(each => each.name == $"{encoder}.{parameter}").parameter;
        model.Module.eval();
        var output = model.Forward(batch, new());
        foreach (var key in new[]
            { SeparationKeys.Masks, LocalisationKeys.Maps, OutputKeys.Logits, OneAvmSeparator.Similarity, OneAvmSeparator.MixedSimilarity })
        {
            model.Module.zero_grad();
            output[key].square().sum().backward(retain_graph: true);
            first.grad.ShouldNotBeNull(key).abs().max().item<float>().ShouldBeGreaterThan(0, key);
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Each_loss_alone_teaches_both_encoders_and_its_own_head(string loss, string head)
    {
        using var scope = NewDisposeScope();
        using var model = Scenes.Model(With(loss));
        using var batch = new Scenes(1).Batch(4);
        var output = model.Forward(batch, new());
        var terms = model.LossTerms(output, batch);
        if (loss == "separation") terms.ShouldBeEmpty();
        else (terms.ShouldHaveSingleItem().Name, terms[0].Weight).ShouldBe((loss, 1));
        (Separation(output, batch) + terms.Aggregate(zeros(1), (sum, term) => sum + term.Value)).sum().backward();

        model.ParameterGroups.Where(Taught).Select(group => group.Name).ShouldBe([.. s_encoders, head], ignoreOrder: true);
    }

    [Fact]
    public void A_weight_of_separation_scales_its_gradient_and_leaves_the_masks_as_they_are()
    {
        using var scope = NewDisposeScope();
        var half = With("separation");
        half.SeparationWeight = 0.5;
        var (masks, gradient) = Masks(With("separation"));
        var (halfMasks, halfGradient) = Masks(half);
        halfMasks.Equals(masks).ShouldBeTrue();
        halfGradient.Equals(gradient * 0.5).ShouldBeTrue();

        (Tensor, Tensor) Masks(OneAvmOptions options)
        {
            using var model = Scenes.Model(options);
            using var batch = new Scenes(1).Batch(3);
            var output = model.Forward(batch, new());
            Separation(output, batch).backward();
            return (output[SeparationKeys.Masks].detach(), model.ParameterGroups[0].Parameters[0].grad!.clone());
        }
    }

    [Fact]
    public void The_loss_of_mixed_pictures_does_not_care_which_source_is_named_first()
    {
        using var scope = NewDisposeScope();
        var scenes = new Scenes(1);
        Scene[] first = [.. Enumerable.Range(0, 4).Select(_ => scenes.Next())];
        Scene[] second = [.. Enumerable.Range(0, 4).Select(_ => scenes.Next())];
        var loss = Loss([.. first, .. second], 0.3);
        Loss([.. second, .. first], 0.7).ShouldBe(loss, 1e-5 * loss);
        Math.Abs(Loss([.. second, .. first], 0.3) - loss).ShouldBeGreaterThan(1e-3 * loss);

        static double Loss(Scene[] scenes, double mixing)
        {
            var options = With("mixed-pictures");
            options.Mixing = mixing;
            using var model = Scenes.Model(options);
            using var batch = Scenes.Batch(scenes);
            model.Module.eval();
            return model.LossTerms(model.Forward(batch, new()), batch).ShouldHaveSingleItem().Value.ToDouble();
        }
    }

    [Fact]
    public void Recognition_is_the_mean_cross_entropy_of_sound_and_picture()
    {
        using var scope = NewDisposeScope();
        using var model = Scenes.Model(With("recognition"));
        using var batch = new Scenes(1).Batch(3);
        double[] biases = [0.5, -1, 2, 0];
        using (no_grad())
        {
            model.Queries.zero_();
            model.Module.state_dict()["classifier.bias"].copy_(tensor(biases));
        }

        var expected = batch.Labels().Average(label => Math.Log(biases.Sum(Math.Exp)) - biases[label]);
        model.LossTerms(model.Forward(batch, new()), batch).ShouldHaveSingleItem().Value.ToDouble().ShouldBe(expected, 1e-6);
    }

    [Fact]
    public void Certain_rows_get_what_they_get_among_all_and_the_picture_says_what_to_listen_for()
    {
        using var scope = NewDisposeScope();
        using var model = Scenes.Model();
        using var batch = new Scenes(1).Batch(3);
        model.Module.eval();
        var all = model.Forward(batch, new() { Embeddings = true });
        var some = model.Forward(batch, new() { Rows = [2, 3, 3, 5], Classes = [0, 1, 2, 3], Embeddings = true });
        some.Tensors.Keys.ShouldBe([SeparationKeys.Masks, OutputKeys.AudioEmbedding, OutputKeys.ObjectEmbedding], ignoreOrder: true);
        foreach (var key in some.Tensors.Keys) Distance(some[key], all.Pick(key, [2, 3, 3, 5])).ShouldBeLessThan(1e-5f, key);
        batch[AudioVisualKeys.Pictures] = batch[AudioVisualKeys.Pictures].flip(0);
        Distance(model.Forward(batch, new())[SeparationKeys.Masks], all[SeparationKeys.Masks]).ShouldBeGreaterThan(1e-4f);
    }

    [Fact]
    public void Feature_maps_are_of_items_on_the_way_down_and_of_rows_on_the_way_up()
    {
        using var scope = NewDisposeScope();
        using var model = Scenes.Model();
        using var batch = new Scenes(1).Batch(3);
        model.Module.eval();
        model.FeatureMapNames.ShouldBe(["map.d1", "map.d2", "map.d3", "map.u3", "map.u2"]);
        var output = model.Forward(batch, new() { FeatureMaps = model.FeatureMapNames });
        output["map.d1"].shape.ShouldBe([3, 8, 16, 16]);
        output["map.d3"].shape.ShouldBe([3, 16, 4, 4]);
        output["map.u3"].shape.ShouldBe([6, 8, 8, 8]);
        output["map.u2"].lt(0).any().item<bool>().ShouldBeTrue("a map of the way up is taken before its activation");
        Distance(output[SeparationKeys.Masks], model.Forward(batch, new())[SeparationKeys.Masks]).ShouldBe(0);
    }

    [Fact]
    public void Growing_adds_rows_to_the_classifier_and_changes_nothing_else()
    {
        using var scope = NewDisposeScope();
        using var model = Scenes.Model(With("all"), classes: 2);
        using var clone = (OneAvmSeparator)model.Clone();
        var old = model.Module.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone(), StringComparer.Ordinal);
        model.Grow(5, 9);
        clone.Grow(5, 9);
        var (grown, again) = (model.Module.state_dict(), clone.Module.state_dict());
        grown.ShouldAllBe(entry => entry.Value.Equals(again[entry.Key]));
        grown.Where(entry => !entry.Value.shape.SequenceEqual(old[entry.Key].shape)).Select(entry => entry.Key)
            .ShouldBe(["classifier.weight", "classifier.bias"], ignoreOrder: true);
        foreach (var (name, value) in old) grown[name].FirstRows(value).Equals(value).ShouldBeTrue(name);
        model.Queries.shape.ShouldBe([5, 48]);
    }

    // Two ResNet-18 without class layer, the first with one channel (11,176,512 - 2 · 64 · 49 parameters), decoder, maps and classifier.
    [Fact]
    public void The_published_size_of_the_relatives_encoders_builds()
    {
        using var scope = NewDisposeScope();
        using var model = new OneAvmSeparator(new());
        model.Build(new()
        {
            Classes = 21,
            Seed = 1,
            Inputs = new Dictionary<string, long[]>(StringComparer.Ordinal)
            {
                [BatchKeys.Input] = [1, 256, 256],
                [SeparationKeys.Sounds] = [1, 256, 256],
                [AudioVisualKeys.Pictures] = [1, 3, 224, 224],
            },
        });
        long Count(string group) => model.ParameterGroups.Single(each => each.Name == group).Parameters.Sum(parameter => parameter.numel());
        Count("pictures").ShouldBe(11_176_512);
        Count("sound").ShouldBe(11_176_512 - (2 * 64 * 49));
        Count("alignment").ShouldBe(2 * ((512 * 512) + 512));
        Count("classifier").ShouldBe(21 * 1025);
    }

    [Fact]
    public void Options_and_inputs_that_do_not_fit_are_findings_with_a_way_out()
    {
        new OneAvmOptions().Check().ShouldBeEmpty();
        new OneAvmOptions
            {
                SoundChannels = [0], PictureChannels = [8, 8], PictureStride = 16, SeparationWeight = 0, LocalisationWeight = 0, MixedPictureWeight = 0,
            }.Check().Select(finding => finding.Where).ShouldBe(["soundChannels", "pictureStride", "separationWeight"]);
        new OneAvmOptions { PictureSize = 100 }.Check().ShouldHaveSingleItem().Expected.ShouldBe("a multiple of pictureStride, 32");

        using var model = new OneAvmSeparator(Scenes.Options);
        var error = Should.Throw<JobException>(() => model.Build(new()
        {
            Classes = 2, Seed = 1, Inputs = new Dictionary<string, long[]>(StringComparer.Ordinal) { [BatchKeys.Input] = [1, 36, 32] },
        }));
        error.Findings.Select(finding => finding.Code).ShouldBe(["OA0101", "OA0101", "OA0102"]);
        error.Message.ShouldContain("The task gives no 'pictures'.");
        error.Message.ShouldContain("multiples of 8");
    }

    private static OneAvmOptions With(string loss)
    {
        var options = Scenes.Options;
        options.SeparationWeight = loss is "separation" or "all" ? 1 : 0;
        options.LocalisationWeight = loss is "localisation" or "all" ? 1 : 0;
        options.MixedPictureWeight = loss is "mixed-pictures" or "all" ? 1 : 0;
        options.RecognitionWeight = loss is "recognition" or "all" ? 1 : 0;
        return options;
    }

    private static Tensor Separation(ModelOutput output, Batch batch) => new SeparationTask(new() { Frames = 32, Bins = 32, Hop = 64, NFft = 254 })
        .RowLoss(output, batch).mean();

    private static bool Taught(ParameterGroup group) =>
        group.Parameters.Any(parameter => parameter.grad is { } gradient && gradient.abs().max().item<float>() > 0);

    private static float Distance(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}

/// <summary>Compares tensors that may have got rows.</summary>
internal static class GrownTensors
{
    /// <summary>The rows that an older tensor had.</summary>
    public static Tensor FirstRows(this Tensor grown, Tensor old) => old.dim() == 0 ? grown : grown.narrow(0, 0, old.shape[0]);
}
