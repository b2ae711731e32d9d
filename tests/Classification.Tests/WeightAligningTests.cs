using PluginHost.Networks;
using PluginHost.Plugins.ClassificationStrategies;

namespace PluginHost.Classification.Tests;

public sealed class WeightAligningTests
{
    [Fact]
    public void New_rows_are_scaled_by_the_mean_length_of_old_rows_over_that_of_new_ones()
    {
        using var weight = tensor(new float[] { 3, 4, 0, 1, 6, 8, 0, 2 }, [4, 2]);

        // Lengths 5, 1 and 10, 2.
        WeightAlignment.Align(weight, 2).ShouldBe(0.5, 1e-7);

        weight.data<float>().ToArray().ShouldBe([3, 4, 0, 1, 3, 4, 0, 1]);
    }

    [Fact]
    public void Rows_that_are_shorter_than_old_ones_are_left_as_they_are()
    {
        using var weight = tensor(new float[] { 6, 8, 3, 4 }, [2, 2]);

        WeightAlignment.Align(weight, 1).ShouldBe(1);

        weight.data<float>().ToArray().ShouldBe([6, 8, 3, 4]);
    }

    [Fact]
    public void Rows_of_zeros_stay_zeros()
    {
        using var weight = tensor(new float[] { 3, 4, 0, 0 }, [2, 2]);

        WeightAlignment.Align(weight, 1).ShouldBe(1);

        weight.data<float>().ToArray().ShouldBe([3, 4, 0, 0]);
    }

    [Fact]
    public async Task WA_balances_the_losses_by_the_share_of_old_classes_and_ends_an_experience_with_new_rows_no_longer_than_old_ones()
    {
        var seen = new HashSet<(int Experience, double Base, double Distillation)>();
        var lengths = new List<(double Old, double New)>();
        var lowest = -1.0;
        var spy = new Spy
        {
            OnLoss = loss =>
            {
                if (loss.Terms.Count == 2) seen.Add((loss.Learning.Experience.Index, loss.Terms[0].Weight, loss.Terms[1].Weight));
            },
            OnEnd = context =>
            {
                lowest = Formulas.Rows(((IClassifierHead)context.Model).Weight).Min(row => row.Min());
                double[] all = [.. Formulas.Rows(((IClassifierHead)context.Model).Weight).Select(Formulas.Length)];
                var old = context.FirstNewLabel;
                if (old > 0) lengths.Add((all[..old].Average(), all[old..].Average()));
            },
        };
        using var run = new ToyRun();
        using var job = await new ClassificationJob(run, new WeightAligningStrategy(new() { Balanced = true }), spy).Run();

        seen.ShouldBe([(1, 0.5, 0.5), (2, 1 - (4 / 6.0), 4 / 6.0)]);
        lowest.ShouldBe(0);
        lengths.Count.ShouldBe(2);
        foreach (var (old, fresh) in lengths) fresh.ShouldBeLessThan(old + 1e-5);
    }

    [Fact]
    public async Task Unless_it_is_balanced_distillation_stands_beside_the_whole_base_loss()
    {
        var seen = new HashSet<(double Base, double Distillation)>();
        var spy = new Spy
        {
            OnLoss = loss =>
            {
                if (loss.Terms.Count == 2) seen.Add((loss.Terms[0].Weight, loss.Terms[1].Weight));
            },
        };
        using var run = new ToyRun();
        using var job = await new ClassificationJob(run, new WeightAligningStrategy(new()), spy).Run();

        seen.ShouldBe([(1, 2)]);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 6)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly(
            (run, events) => new(run, new WeightAligningStrategy(new())) { Events = events }, experience, step);
}
