using PluginHost.Plugins.Separation;

namespace PluginHost.Separation.Tests;

public sealed class DrawTests
{
    private static readonly SeparationTask s_task = new(new());

    [Fact]
    public void Partners_are_uniform_over_the_whole_list()
    {
        var list = Enumerable.Range(0, 10).Select(i => new TrainingEntry(Clips.Info($"s{i}", i % 3), i > 7)).ToArray();
        var counts = new int[10];
        const int Draws = 20000;
        for (var draw = 0; draw < Draws; draw++)
        {
            var partner = s_task.DrawTraining(list, draw % 10, new(7), [0, 0, draw]).Sources[1];
            var index = Array.FindIndex(list, entry => entry.Sample == partner.Sample);
            partner.FromMemory.ShouldBe(index > 7);
            counts[index]++;
        }

        // Chi-square with 9 degrees of freedom stays below 27.88 with probability 0.999.
        counts.Sum(count => Math.Pow(count - (Draws / 10.0), 2) / (Draws / 10.0)).ShouldBeLessThan(27.88);
    }

    [Fact]
    public void Gains_and_positions_fill_their_ranges()
    {
        var list = new[] { new TrainingEntry(Clips.Info("a", 0), false) };
        var sources = Enumerable.Range(0, 5000)
            .SelectMany(draw => s_task.DrawTraining(list, 0, new(1), [draw]).Sources).ToArray();
        sources.ShouldAllBe(source => source.Gain >= 0.5 && source.Gain < 1.5 && source.Position >= 0 && source.Position < 1);
        sources.Average(source => source.Gain).ShouldBe(1, 0.02);
        sources.Average(source => source.Position!.Value).ShouldBe(0.5, 0.02);
    }

    [Fact]
    public void Equal_keys_give_equal_draws_and_other_keys_other_ones()
    {
        var list = Enumerable.Range(0, 50).Select(i => new TrainingEntry(Clips.Info($"s{i}", 0), false)).ToArray();
        var (first, again, other) = (Next(3), Next(3), Next(4));
        again.Sources.ShouldBe(first.Sources);
        other.Sources.ShouldNotBe(first.Sources);

        Draw Next(long key) => s_task.DrawTraining(list, 5, new(11), [0, key]);
    }

    [Fact]
    public void Evaluation_pairs_each_sample_with_another_class_whatever_the_order_of_the_pool()
    {
        var pool = Enumerable.Range(0, 24).Select(i => Clips.Info($"clip-{i}", i / 6)).ToArray();
        var draws = s_task.DrawEvaluation(pool, pool);
        draws.Count.ShouldBe(24);
        for (var i = 0; i < 24; i++)
        {
            draws[i].Sources[0].Sample.ShouldBe(pool[i]);
            draws[i].Sources[1].Sample.Label.ShouldNotBe(pool[i].Label);
            draws[i].Sources.ShouldAllBe(source => source.Counted && source.Gain == 1 && source.Position == null);
            draws[i].Training.ShouldBeFalse();
        }

        s_task.DrawEvaluation(pool, [.. pool.Reverse()]).Select(Names).ShouldBe(draws.Select(Names));
    }

    [Fact]
    public void A_partner_from_outside_the_focus_does_not_count()
    {
        var pool = Enumerable.Range(0, 24).Select(i => Clips.Info($"clip-{i}", i / 6)).ToArray();
        var focus = pool[..6];
        var draws = s_task.DrawEvaluation(focus, pool);
        draws.Count.ShouldBe(6);
        draws.ShouldAllBe(draw => draw.Sources[0].Counted && !draw.Sources[1].Counted);
    }

    [Fact]
    public void Partners_spread_over_the_pool()
    {
        var pool = Enumerable.Range(0, 100).Select(i => Clips.Info($"clip-{i:D3}", i / 10)).ToArray();
        s_task.DrawEvaluation(pool, pool).Select(draw => draw.Sources[1].Sample.Id).Distinct(StringComparer.Ordinal).Count()
            .ShouldBeGreaterThan(50);
    }

    [Fact]
    public void When_there_is_one_class_a_sample_meets_another_of_it_and_a_single_sample_is_an_error()
    {
        SampleInfo[] two = [Clips.Info("a", 0), Clips.Info("b", 0)];
        s_task.DrawEvaluation(two, two).ShouldAllBe(draw => draw.Sources[0].Sample != draw.Sources[1].Sample);
        Should.Throw<JobException>(() => s_task.DrawEvaluation(two[..1], two[..1])).Message.ShouldContain("'a' cannot be mixed");
    }

    private static string Names(Draw draw) => string.Join('+', draw.Sources.Select(source => source.Sample.Id));
}
