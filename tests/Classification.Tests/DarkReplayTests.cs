using PluginHost.Plugins.ClassificationStrategies;
using PluginHost.Replay;

namespace PluginHost.Classification.Tests;

public sealed class DarkReplayTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_scores_in_memory_are_those_at_insertion_bit_by_bit(bool boundaries)
    {
        var passed = new Dictionary<string, float[]>(StringComparer.Ordinal);
        var held = 0;
        var probe = new Probe
        {
            OnStep = (_, batch, output) =>
            {
                for (var row = 0; row < batch.Rows; row++)
                    passed.Add(batch.RowSources[row].Sample.Id, output[OutputKeys.Logits][row].data<float>().ToArray());
            },
            OnEnd = context =>
            {
                foreach (var exemplar in context.Memory!.Exemplars)
                {
                    exemplar.Tensors.Keys.ShouldBe([OutputKeys.Logits]);
                    exemplar.Tensors[OutputKeys.Logits].data<float>().ToArray().ShouldBe(passed[exemplar.Sample.Id]);
                    held++;
                }
            },
        };
        using var run = new ToyRun();
        using var job = Job(run, boundaries, probe);
        await job.Run();
        held.ShouldBe(20);
        // Pictures of 784 numbers and scores of 2, 4 or 6 classes; all 6 where no growth tells of new classes.
        var bytes = job.OfExperiences("memoryBytes")[^1];
        if (boundaries) bytes.ShouldBeInRange(20 * 4 * (784 + 2), 20 * 4 * (784 + 6));
        else bytes.ShouldBe(20 * 4 * (784 + 6));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_loss_is_the_sum_written_out_by_hand(bool boundaries)
    {
        var (steps, replayed) = (0, 0);
        var probe = new Probe
        {
            OnLosses = loss =>
            {
                var context = loss.Learning;
                steps++;
                using var scores = ReplayBatch.Draw(context, loss.Step, 5, "der-plus-plus.scores");
                using var labels = ReplayBatch.Draw(context, loss.Step, 5, "der-plus-plus.labels");
                if (scores is null)
                {
                    loss.Terms.Select(term => term.Name).ShouldBe(["base"]);
                    return;
                }

                loss.Terms.Select(term => (term.Name, term.Weight)).ShouldBe([("base", 1), ("stored", 0.25), ("replay", 2)]);
                var now = context.Model.Forward(scores.Batch, ForwardRequest.Predictions)[OutputKeys.Logits];
                var squares = scores.Exemplars.SelectMany((exemplar, row) =>
                    exemplar.Tensors[OutputKeys.Logits].data<float>().ToArray().Zip(OnlineStream.Row(now, row), (old, score) => Math.Pow(score - old, 2)));
                loss.Terms[1].Value.ToDouble().ShouldBe(squares.Average(), 1e-5);
                var output = context.Model.Forward(labels!.Batch, ForwardRequest.Predictions)[OutputKeys.Logits];
                var losses = labels.Exemplars.Select((exemplar, row) => OnlineStream.CrossEntropy(
                    OnlineStream.Row(output, row), exemplar.Sample.Label, Enumerable.Range(0, context.Model.Classes)));
                loss.Terms[2].Value.ToDouble().ShouldBe(losses.Average(), 1e-5);
                labels.Exemplars.ShouldNotBe(scores.Exemplars);
                replayed++;
            },
        };
        using var run = new ToyRun();
        using var job = Job(run, boundaries, probe, new() { Alpha = 0.25, Beta = 2, BatchSize = 5 });
        await job.Run();
        replayed.ShouldBe(steps - 1);
    }

    [Fact]
    public void Scores_stored_before_the_model_grew_are_compared_for_the_classes_of_then()
    {
        using var scores = tensor(new float[] { 1, 2, 9, 4, 5, 6 }, [2, 3]);
        using var stored = tensor([0, 0, float.NaN, 1, 1, 1], [2, 3]);
        DarkReplayStrategy.Distance(scores, stored).ToDouble().ShouldBe((1 + 4 + 9 + 16 + 25) / 5.0, 1e-6);
    }

    [Fact]
    public async Task Through_whole_jobs_every_place_in_the_stream_is_held_equally_often()
    {
        const int Runs = 40, Bins = 10, Held = 20;
        var (counts, sizes) = (new int[Bins], new int[Bins]);
        for (var seed = 1000; seed < 1000 + Runs; seed++)
        {
            var order = new List<string>();
            var probe = new Probe
            {
                OnStep = (_, batch, _) => order.AddRange(batch.Draws.Select(draw => draw.Sources[0].Sample.Id)),
                OnEnd = context =>
                {
                    foreach (var exemplar in context.Memory!.Exemplars) counts[order.IndexOf(exemplar.Sample.Id) * Bins / order.Count]++;
                },
            };
            using var run = new ToyRun(seed);
            using var job = Job(run, boundaries: false, probe, new() { BatchSize = 1 });
            await job.Run();
            for (var i = 0; i < order.Count; i++) sizes[i * Bins / order.Count]++;
        }

        // Draws without replacement: Pearson's statistic times (N - 1) / (N - n) is chi-square with 9 degrees of freedom, which exceeds
        // 27.9 with probability 0.001.
        var arrivals = sizes.Sum() / (double)Runs;
        var pearson = counts.Zip(sizes, (count, size) => Math.Pow(count - (Held * size / arrivals), 2) / (Held * size / arrivals)).Sum();
        counts.Sum().ShouldBe(Runs * Held);
        (pearson * (arrivals - 1) / (arrivals - Held)).ShouldBeLessThan(27.9);
    }

    [Theory]
    [InlineData(true, 0, 3)]
    [InlineData(true, 1, 6)]
    [InlineData(false, 0, 1)]
    [InlineData(false, 0, 18)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(bool boundaries, int experience, int step) =>
        ClassificationJob.ShouldResumeExactly((run, events) => Job(run, boundaries, new(), events: events), experience, step);

    private static ClassificationJob Job(
        ToyRun run, bool boundaries, Probe probe, DarkReplayOptions? options = null, EventLog? events = null) =>
        new(run, new DarkReplayStrategy(options ?? new()), probe)
        {
            Events = events ?? new(), Benchmark = OnlineStream.Of(boundaries), Memory = OnlineStream.Reservoir(),
        };
}
