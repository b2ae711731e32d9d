using PluginHost.Plugins.SelfSupervised;

namespace PluginHost.Pretraining.Tests;

/// <summary>Views are settled by the draw's seed, and each step does what it says.</summary>
public sealed class ViewTests
{
    [Fact]
    public void The_same_draws_give_the_same_views_and_another_seed_gives_others()
    {
        using var scope = NewDisposeScope();
        var task = new SelfSupervisedTask(new() { Views = new() { Flip = true, Hidden = 0.3 }, Reconstruction = new() { Weight = 1 } });
        using var first = task.Collate([Draw(4), Draw(5)], new OnePicture());
        manual_seed(99);
        using var again = task.Collate([Draw(4), Draw(5)], new OnePicture());
        first.Tensors.Keys.ShouldBe([BatchKeys.Input, BatchKeys.SecondInput, BatchKeys.Original, BatchKeys.Hidden]);
        foreach (var (key, value) in first.Tensors) Values(again[key]).ShouldBe(Values(value));
        Values(first[BatchKeys.Input][0]).ShouldNotBe(Values(first[BatchKeys.Input][1]));
        Values(first[BatchKeys.Input]).ShouldNotBe(Values(first[BatchKeys.SecondInput]));
    }

    [Fact]
    public void Hidden_patches_are_the_share_asked_for_and_zero_in_the_view_alone()
    {
        using var scope = NewDisposeScope();
        var views = new ViewOptions { LeastArea = 1, Shift = 0, Intensity = 0, Noise = 0, Hidden = 0.5, Patch = 4 };
        var task = new SelfSupervisedTask(new() { Views = views, Reconstruction = new() { Weight = 1 } });
        using var batch = task.Collate([Draw(1)], new OnePicture());
        var hidden = batch[BatchKeys.Hidden];
        hidden.sum().ToDouble().ShouldBe(32);
        Values(batch[BatchKeys.Original][0]).ShouldBe(Values(OnePicture.Picture()));
        Values(batch[BatchKeys.Input]).ShouldBe(Values(batch[BatchKeys.Original] * (1 - hidden)));
    }

    [Fact]
    public void An_evaluation_batch_is_the_picture_itself()
    {
        using var scope = NewDisposeScope();
        var task = new SelfSupervisedTask(new());
        using var batch = task.Collate(task.DrawEvaluation([OnePicture.Info], [OnePicture.Info]), new OnePicture());
        batch.Tensors.Keys.ShouldBe([BatchKeys.Input]);
        Values(batch[BatchKeys.Input][0]).ShouldBe(Values(OnePicture.Picture()));
    }

    private static Draw Draw(long seed) => new() { Training = true, Seed = seed, Sources = [new() { Sample = OnePicture.Info }] };

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private sealed class OnePicture : ISampleSource
    {
        public static SampleInfo Info { get; } = new() { Id = "one", Split = Split.Train };

        public DatasetInfo Dataset { get; } = new() { Name = "one", Classes = [] };

        public static Tensor Picture() => (arange(64, ScalarType.Float32) + 1).reshape(1, 8, 8) / 64;

        public Sample Get(SampleInfo sample) =>
            new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal) { [SampleKeys.Image] = Picture() });
    }
}
