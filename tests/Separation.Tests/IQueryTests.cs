using PluginHost.Plugins.IQuery.Transformer;
using PluginHost.Plugins.IQuery;
using PluginHost.Tensors;
using static PluginHost.Separation.Tests.SmallScene;

namespace PluginHost.Separation.Tests;

[Collection("libtorch's own generator")]
public sealed class IQueryTests
{
    private static IQueryOptions SmallOptions => new()
    {
        Downs = 6,
        Channels = [16, 32, 64, 128, 128, 128],
        MaskDim = 16,
        Hidden = 64,
        Heads = 4,
        FeedForward = 256,
        DecoderLayers = 2,
        UnusedBlocks = false,
    };

    [Fact]
    public void The_small_network_has_the_parameters_of_the_calibration()
    {
        using var model = Small(8);
        Count(model, "sound").ShouldBe(1_338_530);
        Count(model, "transformer").ShouldBe(258_768);
        model.Module.parameters().Sum(parameter => parameter.numel()).ShouldBe(1_338_530 + 258_768);
    }

    [Fact]
    public void A_model_that_is_moved_to_another_type_takes_its_position_codes_along_and_answers_alike()
    {
        using var scope = NewDisposeScope();
        using var model = Small(4);
        using var batch = SmallScene.Batch();
        model.Module.eval();
        var before = model.Forward(batch, new() { Embeddings = true });
        model.Module.to(ScalarType.Float64);
        foreach (var (key, value) in batch.Tensors.Where(entry => entry.Value.is_floating_point()).ToArray())
            batch[key] = value.to(ScalarType.Float64);

        var after = model.Forward(batch, new() { Embeddings = true });

        after[OutputKeys.MotionEmbedding].dtype.ShouldBe(ScalarType.Float64);
        foreach (var key in before.Tensors.Keys) Distance(before[key], after[key].to(ScalarType.Float32)).ShouldBeLessThan(1e-5f, key);
    }

    [Fact]
    public void A_position_code_follows_a_parameter_to_its_type_and_device()
    {
        using var scope = NewDisposeScope();
        using var code = new FixedCode(ones(2, 3));
        code.For(zeros(1, dtype: ScalarType.Float64)).dtype.ShouldBe(ScalarType.Float64);
        code.For(zeros(1, device: META)).device.type.ShouldBe(DeviceType.META);
    }

    [Fact]
    public void A_model_that_is_built_and_grown_within_a_scope_outlives_it()
    {
        IQuerySeparator model;
        using (NewDisposeScope())
        {
            model = Small(2);
            model.Grow(4, 7);
        }

        using (model)
        using (NewDisposeScope())
        {
            using var batch = SmallScene.Batch();
            model.Forward(batch, new())[SeparationKeys.Masks].isfinite().all().ToBoolean().ShouldBeTrue();
            model.Module.state_dict().Keys.ShouldContain("maskformer.query_embed.weight");
        }
    }

    [Fact]
    public void A_copy_that_is_made_within_a_scope_outlives_it_and_answers_as_the_original_did()
    {
        using var model = Small(4);
        model.Module.eval();
        Each(model, parameter => parameter.mul_(1.5));
        using var batch = SmallScene.Batch();
        using var before = Masks(model);
        IModel copy;
        using (NewDisposeScope())
        {
            copy = model.Clone();
            Each(model, parameter => parameter.zero_());
        }

        using (copy)
        {
            ModuleTensors.Check(copy.Module, CPU).ShouldBeEmpty();
            copy.Module.training.ShouldBeFalse();
            using var after = Masks(copy);
            Distance(before, after).ShouldBe(0);
        }

        static void Each(IModel changed, Action<Tensor> change)
        {
            using var grad = no_grad();
            foreach (var parameter in changed.Module.parameters()) change(parameter);
        }

        Tensor Masks(IModel asked)
        {
            using var scope = NewDisposeScope();
            using var grad = no_grad();
            return asked.Forward(batch, new())[SeparationKeys.Masks].DetachFromDisposeScope();
        }
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
        var some = model.Forward(batch, request with { Rows = [2, 3, 5] });
        foreach (var key in all.Tensors.Keys)
            Distance(some[key], all.Pick(key, [2, 3, 5])).ShouldBeLessThan(1e-5f, key);
    }

    [Fact]
    public void Another_class_can_be_asked_for_and_changes_the_answer()
    {
        using var scope = NewDisposeScope();
        using var model = Small(4);
        using var batch = SmallScene.Batch();
        model.Module.eval();
        var own = model.Forward(batch, new() { Rows = [0, 1], Classes = [0, 1] });
        Distance(own[SeparationKeys.Masks], model.Forward(batch, new() { Rows = [0, 1] })[SeparationKeys.Masks]).ShouldBe(0);
        var other = model.Forward(batch, new() { Rows = [0, 1], Classes = [3, 3] });
        Distance(own[SeparationKeys.Masks], other[SeparationKeys.Masks]).ShouldBeGreaterThan(1e-4f);
        Should.Throw<ArgumentException>(() => model.Forward(batch, new() { Rows = [0], Classes = [4] })).Message.ShouldContain("0 to 3");
    }

    [Fact]
    public void A_frozen_copy_in_train_mode_is_at_distance_0_of_old_rows_until_the_model_has_new_queries()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Small(2);
        using var batch = SmallScene.Batch();
        using var teacher = model.Clone();
        var labels = batch.Labels();
        int[] rows = [.. Enumerable.Range(0, labels.Length)], old = [.. rows.Where(row => labels[row] < 2)];
        var whole = new ForwardRequest { Rows = rows, Classes = [.. labels.Select(label => label < 2 ? label : 0)] };
        model.Module.train();
        teacher.Module.train();

        var taught = teacher.Forward(batch, whole).Pick(SeparationKeys.Masks, old);
        var unmoved = model.Forward(batch, new() { Classes = whole.Classes });
        Distance(unmoved.Pick(SeparationKeys.Masks, old), taught).ShouldBeLessThan(1e-6f);

        // The decoder's queries attend to each other, so rows of new classes reach the masks of old ones before anything is learned.
        model.Grow(4, 99);
        var grown = model.Forward(batch, new());
        (grown.Pick(SeparationKeys.Masks, old) - taught).abs().mean().item<float>().ShouldBeInRange(1e-6f, 0.02f);
        var few = teacher.Forward(batch, new() { Rows = [0, 5] })[SeparationKeys.Masks];
        (few.narrow(0, 0, 1) - taught.narrow(0, 0, 1)).abs().mean().item<float>().ShouldBeGreaterThan(1e-4f, "other batch statistics");
    }

    [Fact]
    public void Padding_the_motion_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using var model = Small(4);
        using var batch = SmallScene.Batch();
        model.Module.eval();
        var request = new ForwardRequest { Embeddings = true };
        var before = model.Forward(batch, request);
        var padding = zeros(6, 11, dtype: ScalarType.Bool);
        padding.narrow(1, 8, 3).fill_(true);
        batch[SeparationKeys.Motion] = cat([batch[SeparationKeys.Motion], zeros(6, 768, 3)], 2);
        batch[SeparationKeys.MotionPadding] = padding;
        var after = model.Forward(batch, request);
        foreach (var key in before.Tensors.Keys) Distance(after[key], before[key]).ShouldBeLessThan(1e-5f, key);
    }

    [Fact]
    public void Feature_maps_come_by_name_and_do_not_change_the_masks()
    {
        using var scope = NewDisposeScope();
        using var model = Small(4);
        using var batch = SmallScene.Batch();
        model.Module.eval();
        model.FeatureMapNames.ShouldBe(["map.d2", "map.d3", "map.d4", "map.d5", "map.u6", "map.u5", "map.u4", "map.u3", "map.u2"]);
        var output = model.Forward(batch, new() { FeatureMaps = model.FeatureMapNames });
        output["map.d2"].shape.ShouldBe([3, 32, 16, 16]);
        output["map.u4"].shape.ShouldBe([3, 64, 8, 8]);
        output["map.d3"].lt(0).any().item<bool>().ShouldBeTrue();
        Distance(output[SeparationKeys.Masks], model.Forward(batch, new())[SeparationKeys.Masks]).ShouldBeLessThan(1e-6f);
        Should.Throw<ArgumentException>(() => model.Forward(batch, new() { FeatureMaps = ["map.u9"] })).Message.ShouldContain("map.u2");
    }

    [Fact]
    public void Growing_keeps_old_queries_and_draws_new_ones_from_the_seed()
    {
        using var scope = NewDisposeScope();
        using var first = Small(2);
        using var second = Small(2);
        var old = first.Queries.detach().clone();
        var state = get_rng_state().clone();
        first.Grow(5, 99);
        second.Grow(5, 99);
        get_rng_state().Equals(state).ShouldBeTrue();
        first.Classes.ShouldBe(5);
        first.Queries.requires_grad.ShouldBeTrue();
        Distance(first.Queries.narrow(0, 0, 2), old).ShouldBe(0);
        Distance(first.Queries, second.Queries).ShouldBe(0);
        first.Queries.narrow(0, 2, 3).std().item<float>().ShouldBe(1, 0.2f);
        first.Module.state_dict()["maskformer.query_embed.weight"].shape.ShouldBe([5, 64]);
        Count(first, "transformer").ShouldBe(258_768 - (3 * 64));
    }

    [Fact]
    public void Equal_seeds_give_equal_weights_and_leave_the_generator_alone()
    {
        using var scope = NewDisposeScope();
        var state = get_rng_state().clone();
        using var first = Small(3);
        using var second = Small(3);
        using var other = Small(3, seed: 6);
        get_rng_state().Equals(state).ShouldBeTrue();
        var (a, b, c) = (first.Module.state_dict(), second.Module.state_dict(), other.Module.state_dict());
        a.ShouldAllBe(entry => b[entry.Key].Equals(entry.Value));
        a["sound.downconv3.weight"].Equals(c["sound.downconv3.weight"]).ShouldBeFalse();
    }

    [Fact]
    public void Initial_weights_follow_the_original()
    {
        using var scope = NewDisposeScope();
        using var model = Small(3);
        var state = model.Module.state_dict();
        Largest("maskformer.transformer.encoder.layers.0.self_attn.in_proj_weight").ShouldBe(Math.Sqrt(6 / 256.0), 0.002);
        Largest("maskformer.transformer.encoder.layers.0.linear1.weight").ShouldBe(Math.Sqrt(6 / 320.0), 0.002);
        Largest("maskformer.transformer.decoder.layers.1.multihead_attn.in_proj_bias").ShouldBe(0);
        Largest("sound.downconv3.weight").ShouldBe(1 / Math.Sqrt(32 * 16), 0.001);
        Largest("maskformer.objproj.weight").ShouldBe(1 / Math.Sqrt(512), 0.001);

        double Largest(string name) => state[name].abs().max().item<float>();
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
        clone.Module.training.ShouldBeFalse();
        clone.Classes.ShouldBe(4);
        var before = model.Forward(batch, new())[SeparationKeys.Masks];
        Distance(clone.Forward(batch, new())[SeparationKeys.Masks], before).ShouldBe(0);
        using (no_grad()) model.Queries.add_(1);
        Distance(clone.Forward(batch, new())[SeparationKeys.Masks], before).ShouldBe(0);
    }

    [Fact]
    public void Every_parameter_of_the_groups_learns_and_the_unused_blocks_do_not()
    {
        using var scope = NewDisposeScope();
        var options = SmallOptions;
        options.UnusedBlocks = true;
        using var model = Small(4, options);
        using var batch = SmallScene.Batch();
        var output = model.Forward(batch, new() { Embeddings = true });
        (output[SeparationKeys.Masks].square().mean() + output[OutputKeys.MotionEmbedding].mean()).backward();
        var grouped = model.ParameterGroups.SelectMany(group => group.Parameters).ToArray();
        grouped.ShouldAllBe(parameter => !ReferenceEquals(parameter.grad, null));
        var unused = model.Module.named_parameters()
            .Where(entry => !grouped.Contains(entry.parameter, ReferenceEqualityComparer.Instance)).ToArray();
        unused.ShouldAllBe(entry => ReferenceEquals(entry.parameter.grad, null));
        unused.Length.ShouldBe(12 + 6);
        unused.Sum(entry => entry.parameter.numel()).ShouldBe(50_304);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_findings()
    {
        new IQueryOptions { Downs = 7, Channels = [1, 2], LatentStage = 7, Heads = 7 }.Check().Select(finding => finding.Where)
            .ShouldBe(["channels", "latentStage", "heads"]);
        using var model = new IQuerySeparator(new());
        Should.Throw<JobException>(() => model.Build(Spec(2, 64, 3))).Message.ShouldContain("multiples of 128");
    }

    private static IQuerySeparator Small(int classes, IQueryOptions? options = null, long seed = 5)
    {
        var model = new IQuerySeparator(options ?? SmallOptions);
        model.Build(Spec(classes, 64, seed));
        return model;
    }

    private static long Count(IQuerySeparator model, string group) =>
        model.ParameterGroups.Single(entry => entry.Name == group).Parameters.Sum(parameter => parameter.numel());
}
