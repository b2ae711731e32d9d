using PluginHost.Plugins.AudioVisual;
using PluginHost.Plugins.CavMae;

namespace PluginHost.AudioVisual.Pretraining.Tests;

/// <summary>The model against a reference written with loops in another language.</summary>
public sealed class CavMaeTests
{
    [Fact]
    public void Embeddings_and_recovered_patches_are_those_of_the_reference()
    {
        using var run = new ToyRun();
        using var model = References.Model(run);
        using var scope = NewDisposeScope();
        using var batch = References.Batch();
        var output = model.Forward(batch, new() { Features = true });
        output[OutputKeys.AudioEmbedding].ShouldBeClose(References.At("latentA"));
        output[AudioVisualKeys.VideoEmbedding].ShouldBeClose(References.At("latentV"));
        output[PatchKeys.AudioReconstruction].ShouldBeClose(References.At("madeA"));
        output[PatchKeys.VideoReconstruction].ShouldBeClose(References.At("madeV"));
        output[OutputKeys.Features].shape.ShouldBe([2, model.FeatureSize]);
        var losses = new PairTask(ReferenceOptions()).RowLosses(output, batch).ToDictionary(term => term.Name, term => term.Value);
        losses["recovered-audio"].ShouldBeClose(References.At("lossA"));
        losses["recovered-video"].ShouldBeClose(References.At("lossV"));
        losses["contrast"].ShouldBeClose(References.At("contrast"), 2e-3);
    }

    [Fact]
    public void Values_in_the_batch_take_the_place_of_spectrogram_and_pictures()
    {
        using var run = new ToyRun();
        using var model = References.Model(run);
        using var scope = NewDisposeScope();
        using var whole = References.Batch();
        var layout = model.Layout;
        Tensor Chosen(string visible, string target) => cat([whole[visible], whole[target]], 1);
        using var values = new Batch(whole.Draws, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [PatchKeys.AudioValues] = PatchLayout.Pick(
                layout.CutSound(whole[AudioVisualKeys.Spectrogram]), Chosen(PatchKeys.VisibleAudio, PatchKeys.TargetAudio)),
            [PatchKeys.VideoValues] = PatchLayout.Pick(
                layout.CutPictures(whole[AudioVisualKeys.Pictures]), Chosen(PatchKeys.VisibleVideo, PatchKeys.TargetVideo)),
            [PatchKeys.VisibleAudio] = whole[PatchKeys.VisibleAudio].clone(),
            [PatchKeys.TargetAudio] = whole[PatchKeys.TargetAudio].clone(),
            [PatchKeys.VisibleVideo] = whole[PatchKeys.VisibleVideo].clone(),
            [PatchKeys.TargetVideo] = whole[PatchKeys.TargetVideo].clone(),
        });
        var output = model.Forward(values, ForwardRequest.Predictions);
        output[PatchKeys.VideoReconstruction].ShouldBeClose(References.At("madeV"));
        var losses = new PairTask(ReferenceOptions()).RowLosses(output, values).ToDictionary(term => term.Name, term => term.Value);
        losses["recovered-audio"].ShouldBeClose(References.At("lossA"));
        losses["recovered-video"].ShouldBeClose(References.At("lossV"));
    }

    [Fact]
    public void What_the_encoder_does_not_see_changes_no_embedding()
    {
        using var run = new ToyRun();
        using var model = References.Model(run);
        using var scope = NewDisposeScope();
        using var batch = References.Batch();
        var before = Audio(model, batch);
        // Patch 1 of the first pair's sound, which is to be recovered: frames 0 and 1, mels 2 and 3.
        batch[AudioVisualKeys.Spectrogram][0, 0, 0, 2] = 9f;
        Audio(model, batch).ShouldBe(before);
        // Patch 0 is seen.
        batch[AudioVisualKeys.Spectrogram][0, 0, 0, 1] = 9f;
        Audio(model, batch).ShouldNotBe(before);

        static float[] Audio(CavMae model, Batch batch) =>
            model.Forward(batch, ForwardRequest.Predictions)[OutputKeys.AudioEmbedding].detach().data<float>().ToArray();
    }

    [Fact]
    public void Separate_and_joint_ways_give_what_the_whole_forward_pass_gives()
    {
        using var run = new ToyRun();
        using var model = References.Model(run);
        using var scope = NewDisposeScope();
        using var batch = References.Batch(masked: false);
        var tokens = model.Separate(batch);
        tokens.Audio.shape.ShouldBe([2, 4, 8]);
        var turned = new PairTokens(tokens.Audio, tokens.Video.flip([0]));
        var (own, other) = (model.Join(tokens), model.Join(turned));
        (own.Audio - other.Audio).abs().max().ToDouble().ShouldBeGreaterThan(1e-4);
        model.Forward(batch, ForwardRequest.Predictions).Tensors.Keys.ShouldBe([OutputKeys.AudioEmbedding, AudioVisualKeys.VideoEmbedding]);
    }

    [Fact]
    public void A_copy_gives_the_same_and_changes_by_itself()
    {
        using var run = new ToyRun();
        using var model = References.Model(run);
        using var scope = NewDisposeScope();
        using var batch = References.Batch();
        var copy = model.Clone();
        var before = model.Forward(batch, ForwardRequest.Predictions)[OutputKeys.AudioEmbedding];
        copy.Forward(batch, ForwardRequest.Predictions)[OutputKeys.AudioEmbedding].data<float>().ToArray().ShouldBe(before.data<float>().ToArray());
        using (no_grad()) foreach (var parameter in copy.Module.parameters()) parameter.add_(0.5);
        model.Forward(batch, ForwardRequest.Predictions)[OutputKeys.AudioEmbedding].data<float>().ToArray().ShouldBe(before.data<float>().ToArray());
        copy.Dispose();
    }

    [Fact]
    public void Sizes_that_do_not_divide_and_another_task_are_findings()
    {
        using var run = new ToyRun();
        using var narrow = new CavMae(new() { Width = 10, Heads = 4 }, run);
        Should.Throw<JobException>(() => narrow.Build(new() { Classes = 0, Inputs = References.Inputs(), Seed = 0 })).Findings[0].Code.ShouldBe("CV0102");
        using var other = new CavMae(new(), run);
        var inputs = new Dictionary<string, long[]> { [BatchKeys.Input] = [1, 8, 8] };
        Should.Throw<JobException>(() => other.Build(new() { Classes = 0, Inputs = inputs, Seed = 0 })).Findings[0].Code.ShouldBe("CV0101");
    }

    // Parameters written out layer by layer: D channels, S blocks a side, U shared ones, W channels and B blocks of the decoder.
    private static long Count(long d, long s, long u, long w, long b)
    {
        static long Block(long width) => (12 * width * width) + (13 * width);
        const long pixels = 256, patches = 512 + 784;
        var blocks = (2 * s * Block(d)) + (u * (Block(d) + (8 * d)));
        var embeddings = (4 * pixels * d) + (2 * d) + (2 * patches * d) + (2 * d) + (6 * d);
        var decoder = (d * w) + w + (2 * w) + (patches * w) + (2 * w) + (b * Block(w)) + (2 * w) + (4 * pixels * (w + 1));
        return blocks + embeddings + decoder;
    }

    [Fact]
    public void The_published_widths_have_the_parameters_of_their_layers_at_every_depth()
    {
        using var run = new ToyRun();
        var options = new PairOptions();
        Dictionary<string, long[]> inputs = new(StringComparer.Ordinal)
        {
            [AudioVisualKeys.Spectrogram] = [1, 1024, 128],
            [AudioVisualKeys.Pictures] = [4, 3, 224, 224],
            [PatchKeys.AudioValues] = [512, 256],
            [PatchKeys.VideoValues] = [784, 768],
        };
        // Counted at the least depth, where it is cheap; the whole is made in tests/soak/published.sh.
        using var model = new CavMae(new() { Size = CavMaeSize.Published, SeparateBlocks = 1, SharedBlocks = 1, DecoderBlocks = 1 }, run);
        model.Build(new() { Classes = 0, Inputs = inputs, Seed = 0 });
        model.Layout.ShouldBe(options.Layout);
        model.Module.parameters().Sum(parameter => parameter.numel()).ShouldBe(Count(768, 1, 1, 512, 1));
        Count(768, 10, 2, 512, 8).ShouldBe(185_534_976);
        var names = model.Module.state_dict().Keys.ToArray();
        names.Where(name => name.StartsWith("blocks_u.0.", StringComparison.Ordinal)).Select(name => name["blocks_u.0.".Length..]).Order(StringComparer.Ordinal).ShouldBe(
        [
            "attn.proj.bias", "attn.proj.weight", "attn.qkv.bias", "attn.qkv.weight", "mlp.fc1.bias", "mlp.fc1.weight", "mlp.fc2.bias", "mlp.fc2.weight",
            "norm1.bias", "norm1.weight", "norm1_a.bias", "norm1_a.weight", "norm1_v.bias", "norm1_v.weight",
            "norm2.bias", "norm2.weight", "norm2_a.bias", "norm2_a.weight", "norm2_v.bias", "norm2_v.weight",
        ]);
        names.Where(name => !name.Contains(".0.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ShouldBe(
        [
            "decoder_embed.bias", "decoder_embed.weight", "decoder_modality_a", "decoder_modality_v", "decoder_norm.bias", "decoder_norm.weight",
            "decoder_pos_embed_a", "decoder_pos_embed_v", "inter_pos_embed_a", "inter_pos_embed_v", "mae_score_audio.decoder.bias",
            "mae_score_audio.decoder.weight", "mae_score_video.decoder.bias", "mae_score_video.decoder.weight", "mask_token_a", "mask_token_v",
            "modality_a", "modality_v", "norm.bias", "norm.weight", "norm_a.bias", "norm_a.weight", "norm_v.bias", "norm_v.weight",
            "patch_embed_a.proj.bias", "patch_embed_a.proj.weight", "patch_embed_v.proj.bias", "patch_embed_v.proj.weight", "pos_embed_a", "pos_embed_v",
        ]);
    }

    [Fact]
    public void Weights_under_the_names_of_the_released_code_load_whatever_stands_before_them()
    {
        using var run = new ToyRun();
        using var model = References.Model(run);
        var file = Path.Combine(run.Directory, "stella.safetensors");
        var saved = model.Module.state_dict().ToDictionary(pair => "module.backbone.transformer." + pair.Key, pair => pair.Value.detach().clone(), StringComparer.Ordinal);
        saved["module.avmatching_module.norm_v.weight"] = zeros(8);
        Safetensors.Write(file, saved);
        Loaded(run, "stella.safetensors", 1).ShouldBe(Values(model));
        // A network of another depth is named.
        var fault = Should.Throw<JobException>(() => Loaded(run, "stella.safetensors", 2)).Findings[0];
        fault.Code.ShouldBe("CV0103");
        fault.What.ShouldContain("blocks_a.1.");
        Should.Throw<JobException>(() => Loaded(run, "nowhere.pth", 1)).Findings[0].Code.ShouldBe("CV0103");
    }

    [Fact]
    public void Weights_of_cav_mae_load_with_their_sound_turned_over()
    {
        using var run = new ToyRun();
        using var model = References.Model(run);
        // What its code would have saved: patches of sound counted by frequency first and turned over, one mask token, no second positions.
        using (no_grad())
        {
            var state = model.Module.state_dict();
            state["mask_token_v"].copy_(state["mask_token_a"]);
            state["inter_pos_embed_a"].zero_();
            state["inter_pos_embed_v"].zero_();
        }

        var saved = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, value) in model.Module.state_dict().Where(pair => !pair.Key.StartsWith("inter_", StringComparison.Ordinal)))
        {
            var theirs = name.Replace("mae_score_audio.decoder", "decoder_pred_a", StringComparison.Ordinal)
                .Replace("mae_score_video.decoder", "decoder_pred_v", StringComparison.Ordinal).Replace("mask_token_a", "mask_token", StringComparison.Ordinal);
            if (name == "mask_token_v") continue;
            saved["module." + theirs] = name switch
            {
                // Patch f * 2 + t there is patch t * 2 + f here.
                "pos_embed_a" or "decoder_pos_embed_a" => value.index_select(1, tensor([0L, 2L, 1L, 3L])).detach().clone(),
                "patch_embed_a.proj.weight" => value.permute(0, 1, 3, 2).contiguous().detach().clone(),
                // Value f * 2 + t of a patch there is value t * 2 + f here.
                "mae_score_audio.decoder.weight" or "mae_score_audio.decoder.bias" => value.index_select(0, tensor([0L, 2L, 1L, 3L])).detach().clone(),
                _ => value.detach().clone(),
            };
        }

        Safetensors.Write(Path.Combine(run.Directory, "cav-mae.safetensors"), saved);
        Loaded(run, "cav-mae.safetensors", 1).ShouldBe(Values(model));
    }

    private static float[] Loaded(ToyRun run, string file, int blocks)
    {
        using var model = new CavMae(
            new() { Width = 8, Heads = 2, SeparateBlocks = blocks, SharedBlocks = 1, DecoderWidth = 8, DecoderHeads = 2, DecoderBlocks = 1, Weights = file }, run);
        model.Build(new() { Classes = 0, Inputs = References.Inputs(), Seed = 9 });
        return Values(model);
    }

    private static float[] Values(CavMae model) => [.. model.Module.state_dict()
        .OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.detach().contiguous().data<float>().ToArray())];

    private static PairOptions ReferenceOptions() => new()
    {
        Patch = 2,
        Sound = new() { Frames = 4, Mels = 4 },
        Pictures = new() { Count = 1, Size = 4 },
    };
}
