using PluginHost.Plugins.CoSeparation;
using static PluginHost.Separation.Tests.SmallScene;

namespace PluginHost.Separation.Tests;

[Collection("libtorch's own generator")]
public sealed class CoSeparationTests
{
    private static CoSeparationOptions SmallOptions => new()
    {
        Downs = 6,
        Channels = [8, 16, 32, 32, 32, 32],
        ClassifierChannels = [8, 16, 32],
        ClassifierBlocks = 1,
    };

    [Fact]
    public void Embeddings_have_one_size_and_masks_are_probabilities()
    {
        using var scope = NewDisposeScope();
        using var model = Small(4);
        using var batch = SmallScene.Batch();
        var output = model.Forward(batch, new() { Embeddings = true });
        model.EmbeddingKeys.ShouldBe([OutputKeys.AudioEmbedding, OutputKeys.ObjectEmbedding]);
        model.EmbeddingKeys.ShouldAllBe(key => output[key].shape.SequenceEqual(new long[] { 6, 32 }));
        output[SeparationKeys.Masks].shape.ShouldBe([6, 1, 64, 64]);
        output[SeparationKeys.Masks].gt(0).logical_and(output[SeparationKeys.Masks].lt(1)).all().item<bool>().ShouldBeTrue();
        output.Tensors.Count.ShouldBe(3);
    }

    [Fact]
    public void Certain_rows_get_what_they_get_among_all()
    {
        using var scope = NewDisposeScope();
        using var model = Small(4);
        using var batch = SmallScene.Batch();
        model.Module.eval();
        var request = new ForwardRequest { Embeddings = true };
        var all = model.Forward(batch, request);
        var some = model.Forward(batch, request with { Rows = [2, 3, 3, 5] });
        foreach (var key in all.Tensors.Keys) Distance(some[key], all.Pick(key, [2, 3, 3, 5])).ShouldBeLessThan(1e-5f, key);
    }

    [Fact]
    public void The_object_says_what_to_listen_for_and_the_class_does_not()
    {
        using var scope = NewDisposeScope();
        var options = SmallOptions;
        options.Initialisation = Initialisation.Default;
        using var model = Small(4, options);
        using var batch = SmallScene.Batch();
        model.Module.eval();
        var before = model.Forward(batch, new())[SeparationKeys.Masks];
        var other = model.Forward(batch, new() { Rows = [0, 1], Classes = [3, 3] })[SeparationKeys.Masks];
        Distance(other, before.narrow(0, 0, 2)).ShouldBeLessThan(1e-6f);
        batch[SeparationKeys.Object] = batch[SeparationKeys.Object].flip(0);
        Distance(model.Forward(batch, new())[SeparationKeys.Masks], before).ShouldBeGreaterThan(1e-4f);
    }

    [Fact]
    public void Maps_of_the_way_down_are_of_items_and_those_of_the_way_up_of_rows()
    {
        using var scope = NewDisposeScope();
        using var model = Small(4);
        using var batch = SmallScene.Batch();
        model.Module.eval();
        model.FeatureMapNames.ShouldBe(["map.d2", "map.d3", "map.d4", "map.d5", "map.u6", "map.u5", "map.u4", "map.u3", "map.u2"]);
        var output = model.Forward(batch, new() { FeatureMaps = model.FeatureMapNames });
        output["map.d2"].shape.ShouldBe([3, 16, 16, 16]);
        output["map.u4"].shape.ShouldBe([6, 32, 8, 8]);
        output["map.u2"].lt(0).any().item<bool>().ShouldBeTrue("a map is taken before its activation");
        Distance(output[SeparationKeys.Masks], model.Forward(batch, new())[SeparationKeys.Masks]).ShouldBeLessThan(1e-6f);
        Should.Throw<ArgumentException>(() => model.Forward(batch, new() { FeatureMaps = ["map.u9"] })).Message.ShouldContain("map.u2");
    }

    [Theory]
    [InlineData(Initialisation.Original)]
    [InlineData(Initialisation.Default)]
    public void Growing_keeps_old_rows_and_biases_and_draws_new_ones_from_the_seed(Initialisation initialisation)
    {
        using var scope = NewDisposeScope();
        var options = SmallOptions;
        options.Initialisation = initialisation;
        using var first = Small(2, options);
        using var second = Small(2, options);
        using var batch = SmallScene.Batch();
        first.Module.eval();
        var masks = first.Forward(batch, new())[SeparationKeys.Masks];
        var old = first.Module.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone(), StringComparer.Ordinal);
        var state = get_rng_state().clone();
        first.Grow(5, 99);
        second.Grow(5, 99);
        get_rng_state().Equals(state).ShouldBeTrue();
        first.Classes.ShouldBe(5);
        var (grown, other) = (first.Module.state_dict(), second.Module.state_dict());
        grown.ShouldAllBe(entry => entry.Value.Equals(other[entry.Key]));
        foreach (var name in new[] { "classifier.fc.weight", "classifier.fc.bias" })
        {
            grown[name].shape[0].ShouldBe(5);
            grown[name].requires_grad.ShouldBeTrue();
            grown[name].narrow(0, 0, 2).Equals(old[name]).ShouldBeTrue();
            grown[name].narrow(0, 2, 3).abs().min().item<float>().ShouldBeGreaterThan(0);
        }

        var spread = initialisation == Initialisation.Original ? 0.02f : (float)(1 / Math.Sqrt(3 * 32));
        grown["classifier.fc.weight"].narrow(0, 2, 3).std().item<float>().ShouldBe(spread, 0.25f * spread);
        Distance(first.Forward(batch, new())[SeparationKeys.Masks], masks).ShouldBe(0);
        first.ParameterGroups.Single(group => group.Name == "classifier").Parameters.ShouldContain(first.Queries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Losses_on_the_separated_sound_train_the_masks_unless_they_are_told_not_to(bool maskGradient)
    {
        using var scope = NewDisposeScope();
        var options = SmallOptions;
        options.MaskGradient = maskGradient;
        using var model = Small(4, options);
        using var batch = SmallScene.Batch();
        var output = model.Forward(batch, new() { Embeddings = true });
        (model.LossTerms(output, batch)[0].Value + output[OutputKeys.AudioEmbedding].sum()).backward();
        Trained("sound").ShouldBe(maskGradient);
        Trained("classifier").ShouldBeTrue();

        bool Trained(string group) => model.ParameterGroups.Single(each => each.Name == group).Parameters
            .Any(parameter => parameter.grad is { } gradient && gradient.abs().max().item<float>() > 0);
    }

    [Fact]
    public void Weights_begin_as_in_the_original()
    {
        using var scope = NewDisposeScope();
        using var model = Small(3);
        using var same = Small(3);
        var (state, again) = (model.Module.state_dict(), same.Module.state_dict());
        state.ShouldAllBe(entry => entry.Value.Equals(again[entry.Key]));
        Spread("sound.audionet_convlayer4.0.weight").ShouldBe(0.02, 0.001);
        Spread("sound.audionet_upconvlayer2.0.weight").ShouldBe(0.02, 0.001);
        Spread("sound.audionet_convlayer4.1.weight").ShouldBe(0.02, 0.01);
        state["sound.audionet_convlayer4.1.weight"].mean().item<float>().ShouldBe(1, 0.02f);
        state["sound.audionet_convlayer4.1.bias"].abs().max().item<float>().ShouldBe(0);
        Spread("object.weight").ShouldBe(0.02, 0.001);
        // He's rule by what goes out: 3·3·32 numbers for each of them.
        Spread("classifier.feature_extraction.6.0.conv2.weight").ShouldBe(Math.Sqrt(2.0 / (9 * 32)), 0.003);

        double Spread(string name) => state[name].std().item<float>();
    }

    [Fact]
    public void A_clone_answers_alike_and_learns_apart()
    {
        using var scope = NewDisposeScope();
        using var model = Small(2);
        model.Grow(4, 1);
        using var batch = SmallScene.Batch();
        model.Module.train();
        model.Forward(batch, new())[SeparationKeys.Masks].Dispose();
        model.Module.eval();
        using var clone = model.Clone();
        (clone.Classes, clone.Module.training).ShouldBe((4, false));
        var request = new ForwardRequest { Embeddings = true };
        var before = model.Forward(batch, request);
        Distance(clone.Forward(batch, request)[SeparationKeys.Masks], before[SeparationKeys.Masks]).ShouldBe(0);
        Distance(clone.Forward(batch, request)[OutputKeys.AudioEmbedding], before[OutputKeys.AudioEmbedding]).ShouldBe(0);
        using (no_grad()) model.ParameterGroups[0].Parameters[0].add_(1);
        Distance(clone.Forward(batch, request)[SeparationKeys.Masks], before[SeparationKeys.Masks]).ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_classifiers_loss_is_the_mean_cross_entropy_of_the_separated_sounds(bool embeddings)
    {
        using var scope = NewDisposeScope();
        using var model = Small(4);
        using var batch = SmallScene.Batch();
        model.Module.eval();
        // Every score is its class's bias, so a row's loss is ln(sum e^b) - b of its class, in closed form.
        double[] biases = [0.5, -1, 2, 0];
        var state = model.Module.state_dict();
        using (no_grad())
        {
            state["classifier.fc.weight"].zero_();
            state["classifier.fc.bias"].copy_(tensor(biases));
        }

        var term = model.LossTerms(model.Forward(batch, new() { Embeddings = embeddings }), batch).ShouldHaveSingleItem();
        // Labels of the six rows: 0, 1, 2, then 3, 2, 1.
        var mean = new[] { 0, 1, 2, 3, 2, 1 }.Average(label => Math.Log(biases.Sum(Math.Exp)) - biases[label]);
        (term.Name, term.Weight).ShouldBe(("classifier", 0.05));
        term.Value.ToDouble().ShouldBe(mean, 1e-6);
    }

    [Fact]
    public void The_classifiers_loss_teaches_every_network_and_weight_0_leaves_it_out()
    {
        using var scope = NewDisposeScope();
        using var model = Small(4);
        using var batch = SmallScene.Batch();
        model.LossTerms(model.Forward(batch, new()), batch)[0].Value.backward();
        model.ParameterGroups.SelectMany(group => group.Parameters).ShouldAllBe(parameter => !ReferenceEquals(parameter.grad, null));
        model.ParameterGroups.SelectMany(group => group.Parameters).Distinct().Count().ShouldBe(model.Module.parameters().Count());
        var options = SmallOptions;
        options.ClassifierWeight = 0;
        using var without = Small(4, options);
        without.LossTerms(without.Forward(batch, new()), batch).ShouldBeEmpty();
    }

    [Fact]
    public void The_original_hears_the_logarithm_of_the_magnitude_itself()
    {
        using var scope = NewDisposeScope();
        var options = SmallOptions;
        options.Input = InputScale.Log;
        using var original = Small(4, options);
        using var model = Small(4);
        using var batch = SmallScene.Batch();
        original.Module.eval();
        model.Module.eval();
        var masks = original.Forward(batch, new())[SeparationKeys.Masks];
        Distance(model.Forward(batch, new())[SeparationKeys.Masks], masks).ShouldBeGreaterThan(1e-5f);
        var magnitudes = batch[BatchKeys.Input].to_type(ScalarType.Float64).exp() - 1;
        batch[BatchKeys.Input] = (magnitudes + 1e-10).log().to_type(ScalarType.Float32);
        Distance(model.Forward(batch, new())[SeparationKeys.Masks], masks).ShouldBeLessThan(1e-5f);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_findings()
    {
        new CoSeparationOptions { Channels = [1, 0], ClassifierChannels = [0] }.Check().Select(finding => finding.Where)
            .ShouldBe(["channels", "channels", "classifierChannels"]);
        using var model = new CoSeparationSeparator(new());
        Should.Throw<JobException>(() => model.Build(Spec(2))).Message.ShouldContain("multiples of 128");
    }

    private static CoSeparationSeparator Small(int classes, CoSeparationOptions? options = null)
    {
        var model = new CoSeparationSeparator(options ?? SmallOptions);
        model.Build(Spec(classes));
        return model;
    }
}
