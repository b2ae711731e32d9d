using PluginHost.Plugins.ClassificationStrategies;

namespace PluginHost.Classification.Tests;

public sealed class OnlineReplayTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_batch_is_joined_with_as_many_exemplars_once_there_are_some(bool boundaries)
    {
        var batches = new List<(int Incoming, int Replayed, int Held)>();
        var passed = new HashSet<string>(StringComparer.Ordinal);
        var probe = new Probe
        {
            OnBatch = (context, _, batch) =>
            {
                batches.Add((
                    batch.RowsWhere(source => !source.FromMemory).Length, batch.RowsWhere(source => source.FromMemory).Length,
                    context.Memory!.Exemplars.Count));
                passed.UnionWith(batch.RowSources.Where(source => !source.FromMemory).Select(source => source.Sample.Id));
                var labels = batch[BatchKeys.Labels].data<long>().ToArray();
                labels.ShouldBe(batch.RowSources.Select(source => (long)source.Sample.Label));
                batch[BatchKeys.Input].shape.ShouldBe([batch.Size, 1, 28, 28]);
            },
        };
        using var run = new ToyRun();
        using var job = new ClassificationJob(run, new ExperienceReplayStrategy(new()), probe)
        {
            Benchmark = OnlineStream.Of(boundaries), Memory = OnlineStream.Reservoir(),
        };
        await job.Run();

        batches[0].ShouldBe((8, 0, 0));
        batches[1].ShouldBe((8, 8, 8));
        foreach (var (incoming, replayed, held) in batches) replayed.ShouldBe(Math.Min(incoming, held));
        batches[^1].Held.ShouldBe(20);
        // Each sample passes by once.
        batches.Sum(batch => batch.Incoming).ShouldBe(passed.Count);
        passed.Count.ShouldBeGreaterThan(150);
    }

    [Fact]
    public async Task ER_ACE_lets_incoming_samples_compete_among_their_own_classes_and_replayed_ones_among_all_seen()
    {
        var absent = 0;
        var probe = new Probe
        {
            OnLosses = loss =>
            {
                var (batch, seen) = (loss.Batch, loss.Learning.SeenLabels);
                var incoming = batch.RowsWhere(source => !source.FromMemory);
                int[] present = [.. incoming.Select(row => batch.RowSources[row].Sample.Label).Distinct()];
                double Mean(int[] rows, IEnumerable<int> among) => rows.Average(row => OnlineStream.CrossEntropy(
                    OnlineStream.Row(loss.Student[OutputKeys.Logits], row), batch.RowSources[row].Sample.Label, among));
                loss.Terms[0].Value.ToDouble().ShouldBe(Mean(incoming, present), 1e-5);
                var replayed = batch.RowsWhere(source => source.FromMemory);
                loss.Terms.Count.ShouldBe(replayed.Length > 0 ? 2 : 1);
                if (replayed.Length > 0) loss.Terms[1].Value.ToDouble().ShouldBe(Mean(replayed, Enumerable.Range(0, seen)), 1e-5);

                var rows = ((IClassifierHead)loss.Learning.Model).Weight;
                using var gradient = autograd.grad([loss.Terms[0].Value], [rows], retain_graph: true)[0];
                for (var label = 0; label < rows.shape[0]; label++)
                {
                    var largest = gradient[label].abs().max().ToDouble();
                    if (present.Contains(label)) continue;
                    largest.ShouldBe(0.0);
                    absent++;
                }
            },
        };
        using var run = new ToyRun();
        using var job = new ClassificationJob(run, new AsymmetricReplayStrategy(new()), probe)
        {
            Benchmark = OnlineStream.Of(boundaries: false), Memory = OnlineStream.Reservoir(),
        };
        await job.Run();
        absent.ShouldBeGreaterThan(20);
    }

    [Theory]
    [InlineData(false, true, 1, 2)]
    [InlineData(false, false, 0, 12)]
    [InlineData(true, true, 2, 5)]
    [InlineData(true, false, 0, 19)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(
        bool asymmetric, bool boundaries, int experience, int step) => ClassificationJob.ShouldResumeExactly(
        (run, events) => new(run, asymmetric ? new AsymmetricReplayStrategy(new()) : new ExperienceReplayStrategy(new()))
        {
            Events = events, Benchmark = OnlineStream.Of(boundaries), Memory = OnlineStream.Reservoir(),
        },
        experience,
        step);

    [Fact]
    public async Task A_memory_that_waits_for_the_end_of_an_experience_is_refused_before_training()
    {
        using var run = new ToyRun();
        using var job = new ClassificationJob(run, new ExperienceReplayStrategy(new()));
        (await Should.ThrowAsync<RunFailedException>(() => job.Run())).Message.ShouldContain("Choose a memory that works online");
    }
}
