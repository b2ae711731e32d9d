using PluginHost.Plugins.ContinualMetric;

namespace PluginHost.Learning.Tests.Metrics;

public sealed class StabilityTests
{
    // Three experiences. While the second is trained the first falls to 40 and comes back to 70; the third takes the first to 50 and the second to 45.
    private static readonly ScoreMatrix s_worked = new()
    {
        Figure = new() { Name = "accuracy", Unit = "%" },
        Scores = [[90.0], [70.0, 80.0], [65.0, 60.0, 85.0]],
        Between =
        [
            new(0, 0, 10), new(0, 0, 80),
            new(1, 0, 40), new(1, 1, 5), new(1, 0, 60), new(1, 1, 70),
            new(2, 0, 50), new(2, 1, 45), new(2, 2, 0), new(2, 0, 66), new(2, 1, 61), new(2, 2, 80),
        ],
    };

    [Fact]
    public void The_worst_accuracies_are_those_of_De_Langes_definitions_computed_by_hand()
    {
        var values = Values(s_worked);
        // The second counts from when it was learned: its 5 and 70 lie before that.
        values["min-ACC"]!.Value.ShouldBe((40 + 45) / 2.0, 1e-12);
        values["WC-ACC"]!.Value.ShouldBe((85 / 3.0) + ((2 / 3.0) * 42.5), 1e-12);
        values["worst dip"]!.Value.ShouldBe(90 - 40, 1e-12);
    }

    [Fact]
    public void A_test_at_the_end_of_an_experience_counts_too()
    {
        var scores = s_worked with { Scores = [[90.0], [30.0, 80.0], [65.0, 60.0, 85.0]] };
        Values(scores)["min-ACC"]!.Value.ShouldBe((30 + 45) / 2.0, 1e-12);
        Values(scores)["worst dip"]!.Value.ShouldBe(60, 1e-12);
    }

    [Fact]
    public void Where_less_is_better_the_worst_is_the_largest()
    {
        var errors = new ScoreMatrix
        {
            Figure = new() { Name = "error", HigherIsBetter = false }, Scores = [[0.1], [0.2, 0.3]], Between = [new(1, 0, 0.7), new(1, 1, 0.9)],
        };
        Values(errors)["min-ACC"]!.Value.ShouldBe(0.7, 1e-12);
        Values(errors)["worst dip"]!.Value.ShouldBe(0.6, 1e-12);
    }

    [Theory]
    [InlineData(false, "the run was not tested between steps (engine.options.evaluation.everySteps)")]
    [InlineData(true, "nothing was learned before the only experience")]
    public void Without_what_it_needs_it_gives_the_reason(bool single, string reason)
    {
        var metric = new StabilityMetric();
        var scores = single ? s_worked with { Scores = [[90.0]] } : s_worked with { Between = [] };
        foreach (var (figure, value) in metric.Summarise(scores))
        {
            value.ShouldBeNull();
            metric.WhyUndefined(figure).ShouldBe(reason);
        }
    }

    // Counts 10, 30 and 60: the pooled accuracy after t is that of all samples together.
    [Fact]
    public void Pooled_averages_weigh_experiences_by_their_samples()
    {
        var values = new StreamSummaries(new()).Summarise(s_worked with { Counts = [10, 30, 60] })
            .ToDictionary(pair => pair.Key.Name, pair => pair.Value, StringComparer.Ordinal);
        var last = ((10 * 65.0) + (30 * 60) + (60 * 85)) / 100;
        values["pooled final average"]!.Value.ShouldBe(last, 1e-12);
        values["pooled incremental average"]!.Value.ShouldBe((90 + (((10 * 70.0) + (30 * 80)) / 40) + last) / 3, 1e-12);
    }

    private static Dictionary<string, double?> Values(ScoreMatrix scores) =>
        new StabilityMetric().Summarise(scores).ToDictionary(pair => pair.Key.Name, pair => pair.Value, StringComparer.Ordinal);
}
