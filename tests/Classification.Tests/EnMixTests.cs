using PluginHost.Plugins.ClassificationStrategies;
using PluginHost.Plugins.Replay;
using PluginHost.Replay;

namespace PluginHost.Classification.Tests;

public sealed class EnMixTests
{
    [Fact]
    public void Inputs_and_labels_are_the_same_convex_combination()
    {
        using var batch = new Batch([Item(0), Item(2), Item(1)], new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [BatchKeys.Input] = tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [3, 2]),
            [BatchKeys.Labels] = tensor(new long[] { 0, 2, 1 }),
        });

        EnMixStrategy.Mix(batch, 4, [1, 1, 0], 0.75);

        batch[BatchKeys.Input].data<float>().ToArray().ShouldBe([1.5f, 2.5f, 3, 4, 4, 5]);
        batch[BatchKeys.SoftLabels].data<float>().ToArray().ShouldBe([0.75f, 0, 0.25f, 0, 0, 0, 1, 0, 0.25f, 0.75f, 0, 0]);
        batch[BatchKeys.Labels].data<long>().ToArray().ShouldBe([0, 2, 1]);
    }

    [Fact]
    public void Soft_labels_that_are_there_already_are_mixed_again()
    {
        using var batch = new Batch([Item(0), Item(1)], new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [BatchKeys.Input] = zeros(2, 1),
            [BatchKeys.Labels] = tensor(new long[] { 0, 1 }),
            [BatchKeys.SoftLabels] = tensor(new float[] { 0.5f, 0.5f, 0, 1 }, [2, 2]),
        });
        EnMixStrategy.Mix(batch, 2, [1, 0], 0.5);
        batch[BatchKeys.SoftLabels].data<float>().ToArray().ShouldBe([0.25f, 0.75f, 0.25f, 0.75f]);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(4)]
    public void Shares_have_the_moments_of_the_Beta_distribution(double a)
    {
        const int Count = 40_000;
        var random = new RandomSource(3).Stream("test");
        var draws = Enumerable.Range(0, Count).Select(_ => BetaDistribution.Draw(random, a, a)).ToArray();
        draws.ShouldAllBe(share => share >= 0 && share <= 1);
        // Mean 1/2, variance 1 / (4 (2a + 1)); the mean's error is 5 standard errors at most.
        var variance = 1 / (4 * ((2 * a) + 1));
        draws.Average().ShouldBe(0.5, 5 * Math.Sqrt(variance / Count));
        draws.Average(share => Math.Pow(share - 0.5, 2)).ShouldBe(variance, 5 * variance / Math.Sqrt(Count));
        if (a == 1)
        {
            // Beta(1, 1) is uniform: Kolmogorov-Smirnov, probability 0.001 at 1.95 / sqrt(n).
            Array.Sort(draws);
            draws.Select((share, i) => Math.Abs(share - ((i + 0.5) / Count))).Max().ShouldBeLessThan(1.95 / Math.Sqrt(Count));
        }
    }

    [Fact]
    public async Task With_replay_in_front_the_joint_batch_is_mixed_and_the_loss_is_that_of_soft_labels()
    {
        float[] before = [];
        var mixedPairs = 0;
        var first = new Probe { OnBatch = (_, _, batch) => before = batch[BatchKeys.Input].data<float>().ToArray() };
        var last = new Probe
        {
            OnBatch = (_, _, batch) =>
            {
                var after = batch[BatchKeys.Input].data<float>().ToArray();
                var soft = batch[BatchKeys.SoftLabels];
                soft.sum(1).data<float>().ToArray().ShouldAllBe(sum => Math.Abs(sum - 1) < 1e-6);
                for (var row = 0; row < batch.Size; row++)
                {
                    var own = OnlineStream.Row(soft, row)[batch.RowSources[row].Sample.Label];
                    var pixels = before.Skip(row * 784).Take(784).ToArray();
                    var mixed = after.Skip(row * 784).Take(784).ToArray();
                    // With a partner of another class the label says the share, and some item explains the rest.
                    if (own is > 0.999 or < 0.001) continue;
                    Enumerable.Range(0, batch.Size).Any(partner => Enumerable.Range(0, 784).All(pixel =>
                        Math.Abs((own * pixels[pixel]) + ((1 - own) * before[(partner * 784) + pixel]) - mixed[pixel]) < 1e-5)).ShouldBeTrue();
                    if (batch.RowSources[row].FromMemory) mixedPairs++;
                }
            },
            OnLosses = loss =>
            {
                var hand = Enumerable.Range(0, loss.Batch.Rows).Average(row =>
                {
                    var scores = OnlineStream.Row(loss.Student[OutputKeys.Logits], row);
                    return OnlineStream.Row(loss.Batch[BatchKeys.SoftLabels], row)
                        .Select((share, label) => share * OnlineStream.CrossEntropy(scores, label, Enumerable.Range(0, scores.Length))).Sum();
                });
                loss.Terms[0].Value.ToDouble().ShouldBe(hand, 1e-5);
            },
        };
        using var run = new ToyRun();
        using var job = await new ClassificationJob(run, new ReplayStrategy(new() { Share = 0.5 }), first, new EnMixStrategy(new()), last).Run();
        mixedPairs.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 5)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly(
            (run, events) => new(run, new ReplayStrategy(new()), new EnMixStrategy(new())) { Events = events }, experience, step);

    private static Draw Item(int label) => new()
    {
        Training = true,
        Sources = [new() { Sample = new() { Id = $"{label}", Label = label, Split = Split.Train } }],
    };
}
