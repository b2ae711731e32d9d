using PluginHost.Plugins.AudioVisual;
using PluginHost.Plugins.Memories;
using PluginHost.Plugins.PairStrategies;

namespace PluginHost.AudioVisual.Pretraining.Tests;

/// <summary>STELLA+ keeps patches in the place of pairs.</summary>
public sealed class StellaPlusTests
{
    [Fact]
    public void It_keeps_about_half_of_the_bytes_of_a_pair()
    {
        // Ten seconds at 16 kHz and four pictures of 224 x 224, of which half of 512 and of 784 patches are chosen.
        using var scope = NewDisposeScope();
        using var batch = new Batch(
            [new Draw { Training = true, Sources = [new() { Sample = new() { Id = "a", Split = Split.Train } }] }],
            new Dictionary<string, Tensor>(StringComparer.Ordinal)
            {
                [PatchKeys.AudioValues] = zeros(1, 256, 256),
                [PatchKeys.VideoValues] = zeros(1, 392, 768),
                [PatchKeys.VisibleAudio] = zeros(1, 102, dtype: ScalarType.Int64),
                [PatchKeys.TargetAudio] = zeros(1, 154, dtype: ScalarType.Int64),
                [PatchKeys.VisibleVideo] = zeros(1, 156, dtype: ScalarType.Int64),
                [PatchKeys.TargetVideo] = zeros(1, 236, dtype: ScalarType.Int64),
            });
        var embeddings = (2 * 768 * 4) + (2 * 768 * 4);
        var plus = StellaPlusStrategy.Patches(batch, 0).Values.Sum(TensorBytes.Of) + embeddings;
        var whole = (160_000 * 4) + (4 * 3 * 224 * 224) + embeddings + (2 * (512 + 784) * 4) + 8;
        ((double)plus / whole).ShouldBeInRange(0.4, 0.5);
    }

    [Fact]
    public async Task A_replayed_pairs_patches_are_those_that_were_stored_at_their_places()
    {
        using var run = new ToyRun(seed: 4);
        var dataset = new PairSet();
        var (samples, task) = (new LoadedPairs(dataset), new PairTask(PairJob.Small()));
        var layout = PairJob.Small().Layout;
        var rows = 0;
        var spy = new Spy { Stepped = (_, step, batch) =>
        {
            batch.Tensors.ContainsKey(AudioVisualKeys.Spectrogram).ShouldBe(step.Step == 0);
            if (step.Step == 0) return;
            for (var row = 8; row < batch.Size; row++, rows++)
            {
                batch.Draws[row].Sources[0].FromMemory.ShouldBeTrue();
                using var scope = NewDisposeScope();
                using var whole = task.Collate(task.DrawEvaluation([batch.Draws[row].Sources[0].Sample], []), samples);
                var sound = layout.CutSound(whole[AudioVisualKeys.Spectrogram])[0];
                var pictures = layout.CutPictures(whole[AudioVisualKeys.Pictures])[0];
                var (audio, video) = (Places(batch, row, PatchKeys.VisibleAudio, PatchKeys.TargetAudio), Places(batch, row, PatchKeys.VisibleVideo, PatchKeys.TargetVideo));
                audio.data<long>().Distinct().Count().ShouldBe(16);
                (batch[PatchKeys.AudioValues][row] - sound.index_select(0, audio)).abs().max().ToDouble().ShouldBeLessThan(1e-6);
                var wanted = pictures.index_select(0, video);
                var half = (wanted.amax([1L], keepdim: true) - wanted.amin([1L], keepdim: true)) / 510;
                (((batch[PatchKeys.VideoValues][row] - wanted).abs() / (half + 1e-6)).max().ToDouble()).ShouldBeLessThan(1.01);
            }
        } };
        using var job = await new PairJob(run, new StellaPlusStrategy(new() { Chunk = 2 }), spy) { Memory = Reservoir(), Dataset = dataset }.Run();
        rows.ShouldBe(7 * 8);
    }

    [Fact]
    public async Task The_buffer_holds_patches_alone()
    {
        using var run = new ToyRun(seed: 8);
        var memory = Reservoir(5);
        using var job = await new PairJob(run, new StellaPlusStrategy(new() { Chunk = 2 })) { Memory = memory }.Run();
        memory.Exemplars.ShouldAllBe(each => !each.Whole);
        memory.Bytes.ShouldBe(5 * ((16 * 16 * 4) + (16 * 48) + (16 * 2 * 4) + (2 * 16 * 4) + (2 * 16 * 4) + (2 * 16 * 4)));
    }

    [Fact]
    public async Task A_memory_of_whole_samples_only_is_a_finding()
    {
        using var run = new ToyRun();
        using var job = new PairJob(run, new StellaPlusStrategy(new() { Chunk = 2 })) { Memory = new ClassBalancedMemory(new() { Total = 8 }) };
        (await Should.ThrowAsync<JobException>(() => job.Run())).Findings[0].Code.ShouldBe("PP0104");
    }

    [Fact]
    public void Levels_come_back_to_within_half_a_step()
    {
        using var scope = NewDisposeScope();
        var patches = tensor([0f, 1f, 2.55f, 0.013f, -4f, -4f, -4f, -4f], [2, 4]);
        var (levels, range) = PatchLevels.Encode(patches);
        levels.dtype.ShouldBe(ScalarType.Byte);
        levels[0].data<byte>().ToArray().ShouldBe([0, 100, 255, 1]);
        var back = PatchLevels.Decode(levels, range);
        (back[0] - patches[0]).abs().max().ToDouble().ShouldBeLessThan(0.00501);
        back[1].data<float>().ToArray().ShouldBe([-4f, -4f, -4f, -4f]);
    }

    private static Tensor Places(Batch batch, int row, string visible, string target) => cat([batch[visible][row], batch[target][row]], 0);

    private static ReservoirMemory Reservoir(int total = 100) => new(new() { Total = total });
}
