using PluginHost.Plugins.ClassificationStrategies;
using PluginHost.Plugins.Replay;

namespace PluginHost.Classification.Tests;

public sealed class AdpMixTests
{
    [Theory]
    [InlineData(0.5, 10, 10, 0.5)]
    [InlineData(0.3, 4, 4, 0.3)]
    [InlineData(0.5, 5, 20, 0.8)]
    [InlineData(1, 5, 20, 1)]
    [InlineData(0, 5, 20, 0)]
    public void The_label_is_shifted_towards_the_smaller_class(double share, int old, int fresh, double expected) =>
        AdpMixStrategy.LabelShare(share, old, fresh).ShouldBe(expected, 1e-12);

    [Fact]
    public void Chosen_rows_are_mixed_with_their_partners_and_others_stay()
    {
        using var batch = new Batch([Item(0), Item(2), Item(1)], new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [BatchKeys.Input] = tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [3, 2]),
            [BatchKeys.Labels] = tensor(new long[] { 0, 2, 1 }),
        });

        AdpMixStrategy.Mix(batch, 3, [0, 2], [1, 1], 0.5, [0.75, 0.25]);

        batch[BatchKeys.Input].data<float>().ToArray().ShouldBe([2, 3, 3, 4, 4, 5]);
        batch[BatchKeys.SoftLabels].data<float>().ToArray().ShouldBe([0.75f, 0, 0.25f, 0, 0, 1, 0, 0.25f, 0.75f]);
    }

    [Fact]
    public async Task Behind_replay_old_samples_are_mixed_and_incoming_ones_are_not()
    {
        using var run = new ToyRun();
        float[] before = [];
        var mixed = 0;
        var first = new Probe { OnBatch = (_, _, batch) => before = batch[BatchKeys.Input].data<float>().ToArray() };
        var last = new Probe
        {
            OnBatch = (context, _, batch) =>
            {
                var after = batch[BatchKeys.Input].data<float>().ToArray();
                for (var row = 0; row < batch.Size; row++)
                {
                    var same = after.AsSpan(row * 784, 784).SequenceEqual(before.AsSpan(row * 784, 784));
                    var old = batch.RowSources[row].Sample.Label < context.FirstNewLabel;
                    if (!old) same.ShouldBeTrue();
                    if (same || !batch.Tensors.TryGetValue(BatchKeys.SoftLabels, out var soft)) continue;
                    var shares = OnlineStream.Row(soft, row);
                    shares.Sum().ShouldBe(1, 1e-6);
                    shares[batch.RowSources[row].Sample.Label].ShouldBeGreaterThan(0);
                    mixed++;
                }
            },
        };
        using var job = await new ClassificationJob(run, new ReplayStrategy(new()), first, new AdpMixStrategy(new()), last).Run();
        mixed.ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData(1, 3)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly(
            (run, events) => new(run, new ReplayStrategy(new()), new AdpMixStrategy(new())) { Events = events }, experience, step);

    private static Draw Item(int label) => new()
    {
        Training = true,
        Sources = [new() { Sample = new() { Id = $"{label}", Label = label, Split = Split.Train } }],
    };
}
