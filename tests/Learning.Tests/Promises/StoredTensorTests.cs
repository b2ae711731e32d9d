using PluginHost.Learning.Separation;
using PluginHost.Plugins.Memories;

namespace PluginHost.Learning.Tests.Promises;

public sealed class StoredTensorTests
{
    [Theory]
    [InlineData(0, 6)]
    [InlineData(1, 4)]
    [InlineData(2, 6)]
    public Task Tensors_that_a_strategy_stores_with_exemplars_come_back_in_a_resumed_run(int experience, int step) =>
        InterruptedJob.EndsAsIfNeverStopped(
            (run, events) => new(run, new DarkReplay(), InterruptedJob.Options())
            {
                Events = events,
                Memory = new ReservoirMemory(new() { Total = 5 }),
            },
            experience,
            step);

    [Fact]
    public async Task They_are_what_was_stored_and_count_as_the_memorys_bytes()
    {
        using var run = new ToyRun(seed: 5);
        var memory = new ReservoirMemory(new() { Total = 5 });
        var strategy = new DarkReplay();
        using var job = await new ToyJob(run, strategy, InterruptedJob.Options()) { Memory = memory }.Run();

        memory.Exemplars.Count.ShouldBe(5);
        // A mask of eight bins beside a sample of twelve numbers.
        memory.Bytes.ShouldBe(5 * 4 * (12 + 8));
        strategy.Replayed.ShouldBeGreaterThan(0);
        foreach (var exemplar in memory.Exemplars)
            strategy.Stored[exemplar.Sample.Id].ShouldContain(stored => stored.SequenceEqual(Values(exemplar.Tensors["mask"])));
    }

    private static float[] Values(Tensor tensor) => [.. tensor.data<float>()];

    /// <summary>Stores the mask that the model gave a sample, and draws later masks of random exemplars towards the stored ones.</summary>
    private sealed class DarkReplay : IStrategy
    {
        public bool UsesMemory => true;

        public bool FillsMemory => true;

        public int Replayed { get; private set; }

        public Dictionary<string, List<float[]>> Stored { get; } = new(StringComparer.Ordinal);

        public void AddLosses(LossContext loss)
        {
            var (context, step) = (loss.Learning, loss.Step);
            var drawn = context.Memory!.Sample(2, context.Random.Stream("dark", context.Experience.Index, step.Step));
            if (drawn.Count == 0) return;
            using var batch = context.MakeBatch(
                [.. drawn.Select(exemplar => new TrainingEntry(exemplar.Sample, FromMemory: true))], "dark", [context.Experience.Index, step.Step]);
            var masks = context.Model.Forward(batch, ForwardRequest.Predictions)[SeparationKeys.Masks];
            for (var i = 0; i < drawn.Count; i++)
                loss.Add("dark", 0.5, (masks[i] - drawn[i].Tensors["mask"]).square().mean());
            Replayed++;
        }

        public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
        {
            for (var item = 0; item < batch.Size; item++)
            {
                var mask = output[SeparationKeys.Masks][item];
                var sample = batch.Draws[item].Sources[0].Sample;
                if (!Stored.TryGetValue(sample.Id, out var stored)) Stored[sample.Id] = stored = [];
                stored.Add(Values(mask.contiguous()));
                ((IOnlineMemory)context.Memory!).Add(context, sample, new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["mask"] = mask });
            }
        }
    }
}
