using PluginHost.Plugins.Memories;
using PluginHost.Plugins.PairStrategies;

namespace PluginHost.AudioVisual.Pretraining.Tests;

/// <summary>STELLA in whole jobs over toy pairs.</summary>
public sealed class StellaTests
{
    [Fact]
    public async Task A_replayed_pair_is_held_to_its_stored_embeddings()
    {
        using var run = new ToyRun(seed: 4);
        var distances = new List<double>();
        var spy = new Spy { Losses = loss =>
        {
            if (loss.Step.Step != 1) return;
            // Each pair that came in first is stored once.
            for (var row = 8; row < loss.Batch.Size; row++)
            {
                var stored = loss.Learning.Memory!.Exemplars.Single(each => each.Sample.Id == loss.Batch.Draws[row].Sources[0].Sample.Id);
                distances.Add((loss.Student[OutputKeys.AudioEmbedding][row].detach() - stored.Tensors[OutputKeys.AudioEmbedding]).square().mean().ToDouble());
            }
        } };
        using var job = await new PairJob(run, Stella(), spy) { Steps = 1, Memory = Reservoir() }.Run();
        distances.Count.ShouldBe(8);
        var terms = job.Terms();
        terms[0].Keys.ShouldNotContain("latent-audio");
        terms[1]["latent-audio"].ShouldBe(distances.Average(), 1e-6);
        distances.Average().ShouldBeGreaterThan(0);
        job.Events.Of<StepCompleted>().Last().Loss.ShouldBe(
            terms[1]["base"] + terms[1]["matching"] + (0.5 * (terms[1]["latent-audio"] + terms[1]["latent-video"])), 1e-4);
    }

    [Fact]
    public async Task The_matching_loss_gives_the_backbone_no_gradient_at_all()
    {
        async Task<(float[] Backbone, float[] Matching)> Trained(double weight)
        {
            using var run = new ToyRun(seed: 6);
            var stella = Stella(new() { Chunk = 2, MatchingWeight = weight });
            using var job = await new PairJob(run, stella)
            {
                Steps = 1, Memory = Reservoir(), Benchmark = new Plugins.Benchmarks.Unlabelled(new() { Boundaries = false }),
            }.Run();
            return (job.Weights(), [.. stella.Matching.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())]);
        }

        var (with, without) = (await Trained(1), await Trained(0));
        with.Backbone.ShouldBe(without.Backbone);
        with.Matching.ShouldNotBe(without.Matching);
    }

    [Fact]
    public async Task With_an_empty_buffer_the_most_important_patches_are_chosen_and_later_as_many()
    {
        using var run = new ToyRun(seed: 7);
        var checkedRows = 0;
        var spy = new Spy { Stepped = (context, step, batch) =>
        {
            foreach (var (visible, target) in ((string, string)[])[(PatchKeys.VisibleAudio, PatchKeys.TargetAudio), (PatchKeys.VisibleVideo, PatchKeys.TargetVideo)])
            {
                batch[visible].shape.ShouldBe([step.Step == 0 ? 8 : 16, 6]);
                batch[target].shape.ShouldBe([step.Step == 0 ? 8 : 16, 10]);
            }

            if (step.Step > 0) return;
            for (var row = 0; row < 8; row++, checkedRows++)
            {
                var stored = context.Memory!.Exemplars[row];
                stored.Sample.Id.ShouldBe(batch.Draws[row].Sources[0].Sample.Id);
                var importance = stored.Tensors["importance.video"].data<float>().ToArray();
                importance.Sum().ShouldBe(1, 1e-5f);
                stored.Tensors["correlation.video"].sum().ToDouble().ShouldBe(0);
                batch[PatchKeys.VisibleVideo][row].data<long>().Concat(batch[PatchKeys.TargetVideo][row].data<long>()).Order()
                    .ShouldBe(Enumerable.Range(0, 32).OrderByDescending(p => importance[p]).Take(16).Order().Select(p => (long)p));
            }
        } };
        using var job = await new PairJob(run, Stella(), spy) { Memory = Reservoir() }.Run();
        checkedRows.ShouldBe(8);
    }

    [Fact]
    public async Task Later_pairs_are_tied_to_the_past_in_their_candidates_alone()
    {
        using var run = new ToyRun(seed: 8);
        var memory = Reservoir();
        using var job = await new PairJob(run, Stella()) { Memory = memory }.Run();
        var ties = memory.Exemplars.Select(each => each.Tensors["correlation.audio"].data<float>().Count(tie => tie > 0)).ToArray();
        ties[..8].ShouldAllBe(count => count == 0);
        ties[8..].ShouldAllBe(count => count == 16);
    }

    [Fact]
    public async Task The_buffer_holds_the_bytes_of_pairs_embeddings_queries_importances_and_correlations()
    {
        using var run = new ToyRun(seed: 8);
        var memory = Reservoir(5);
        using var job = await new PairJob(run, Stella()) { Memory = memory }.Run();
        var sample = (2000 * 4) + (4 * 3 * 16 * 16);
        memory.Bytes.ShouldBe(5 * (sample + (2 * 16 * 4) + (2 * 16 * 4) + (2 * 32 * 4) + (2 * 32 * 4) + 8));
        // The matching module: six projections, two norms, a layer of twice the width, and one to a number.
        ((long)job.Metrics()["experiences"]![1]!["strategyBytes"]!).ShouldBe(4 * ((6 * 256) + 64 + (32 * 32) + 32 + 32 + 1));
    }

    [Fact]
    public async Task Where_the_stream_is_cut_changes_nothing()
    {
        async Task<float[]> Trained(params int[] cuts)
        {
            using var run = new ToyRun(seed: 9);
            using var job = await new PairJob(run, Stella()) { Memory = Reservoir(10), Benchmark = new CutStream(cuts) }.Run();
            job.Events.Of<StepCompleted>().Count().ShouldBe(4);
            return job.Weights();
        }

        var early = await Trained(8);
        (await Trained(24)).ShouldBe(early);
        (await Trained(8, 16, 24)).ShouldBe(early);
    }

    [Theory]
    [InlineData(false, 0, 1)]
    [InlineData(false, 0, 6)]
    [InlineData(true, 0, 6)]
    public async Task A_run_stopped_and_resumed_ends_with_the_very_same_weights_and_figures(bool plus, int experience, int step) =>
        await Resumed.EndsTheSame(
            (run, events) => new(run, plus ? new StellaPlusStrategy(new() { Chunk = 2 }) : Stella()) { Events = events, Memory = Reservoir(12) },
            experience, step);

    [Fact]
    public async Task Heads_that_do_not_divide_a_token_are_a_finding()
    {
        using var run = new ToyRun();
        using var job = new PairJob(run, Stella(new() { Heads = 5, Chunk = 2 })) { Memory = Reservoir() };
        (await Should.ThrowAsync<JobException>(() => job.Run())).Findings[0].Code.ShouldBe("PP0103");
    }

    private static StellaStrategy Stella(StellaOptions? options = null) => new(options ?? new() { Chunk = 2 });

    private static ReservoirMemory Reservoir(int total = 100) => new(new() { Total = total });
}

/// <summary>Looks on from beside a strategy.</summary>
internal sealed class Spy : IStrategy
{
    public Action<LossContext> Losses { get; init; } = _ => { };

    public Action<ILearningContext, StepInfo, Batch> Stepped { get; init; } = (_, _, _) => { };

    public Action<ILearningContext, StepInfo, Batch> Batches { get; init; } = (_, _, _) => { };

    public Action<ILearningContext> Begun { get; init; } = _ => { };

    public void BeforeStream(ILearningContext context) => Begun(context);

    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        Batches(context, step, batch);
        return batch;
    }

    public void AddLosses(LossContext loss)
    {
        using (no_grad()) Losses(loss);
    }

    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) => Stepped(context, step, batch);
}
