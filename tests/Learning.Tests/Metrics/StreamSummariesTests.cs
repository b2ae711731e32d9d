using PluginHost.Plugins.ContinualMetric;

namespace PluginHost.Learning.Tests.Metrics;

public sealed class StreamSummariesTests
{
    private static readonly ScoreMatrix s_worked = new()
    {
        Figure = new() { Name = "SDR", Unit = "dB" },
        Scores = [[10.0, 2.0], [6.0, 8.0, 1.0], [7.0, 5.0, 9.0]],
        Untrained = [0.5, 1.0, 0.25],
    };

    [Fact]
    public void A_worked_example_gives_the_values_computed_by_hand()
    {
        var values = Values(s_worked);
        values["final average"]!.Value.ShouldBe((7 + 5 + 9) / 3.0, 1e-12);
        values["incremental average"]!.Value.ShouldBe((10 + 7 + 7) / 3.0, 1e-12);
        values["forgetting"]!.Value.ShouldBe((10 - 7 + (8 - 5)) / 2.0, 1e-12);
        values["backward transfer"]!.Value.ShouldBe((7 - 10 + (5 - 8)) / 2.0, 1e-12);
        values["forward transfer"]!.Value.ShouldBe((2 - 1.0 + (1 - 0.25)) / 2.0, 1e-12);
    }

    [Fact]
    public void Forgetting_counts_from_the_best_earlier_score_not_from_the_first()
    {
        var scores = s_worked with { Scores = [[5.0], [9.0, 4.0], [6.0, 4.0, 3.0]] };
        Values(scores)["forgetting"]!.Value.ShouldBe((3 + 0) / 2.0, 1e-12);
        Values(scores)["backward transfer"]!.Value.ShouldBe((1 + 0) / 2.0, 1e-12);
    }

    [Fact]
    public void Forgetting_counts_scores_from_before_learning_only_where_the_option_says_so_and_then_has_another_name()
    {
        var scores = s_worked with { Scores = [[10.0, 9.0, 1.0], [6.0, 8.0, 1.0], [7.0, 5.0, 9.0]] };
        var learned = Values(scores);
        learned["forgetting"]!.Value.ShouldBe((10 - 7 + (8 - 5)) / 2.0, 1e-12);
        learned.ShouldNotContainKey("forgetting (whole stream)");
        var whole = Values(scores, new() { Forgetting = ForgettingSince.WholeStream });
        whole["forgetting (whole stream)"]!.Value.ShouldBe((10 - 7 + (9 - 5)) / 2.0, 1e-12);
        whole.ShouldNotContainKey("forgetting");
    }

    [Fact]
    public void What_is_not_defined_is_null()
    {
        var one = Values(s_worked with { Scores = [[10.0]], Untrained = [] });
        one["final average"].ShouldBe(10);
        one["forgetting"].ShouldBeNull();
        one["backward transfer"].ShouldBeNull();
        one["forward transfer"].ShouldBeNull();
        Values(s_worked with { Scores = [[10.0], [6.0, 8.0]] })["forward transfer"].ShouldBeNull();
    }

    [Fact]
    public void A_test_without_a_score_leaves_every_summary_over_it_undefined_and_the_others_as_they_are()
    {
        var scores = s_worked with { Scores = [[10.0, 2.0], [null, 8.0, 1.0], [7.0, 5.0, 9.0]] };
        var values = Values(scores);
        values["final average"]!.Value.ShouldBe((7 + 5 + 9) / 3.0, 1e-12);
        values["incremental average"].ShouldBeNull("the average after the second experience lacks a part");
        values["forgetting"].ShouldBeNull("the best earlier score of the first experience may be the one that is missing");
        values["backward transfer"]!.Value.ShouldBe((7 - 10 + (5 - 8)) / 2.0, 1e-12);
        Values(s_worked with { Scores = [[10.0], [6.0, 8.0], [7.0, null, 9.0]] })["final average"].ShouldBeNull();
    }

    [Fact]
    public void Forgetting_over_the_whole_stream_is_not_defined_without_tests_from_before_learning()
    {
        var scores = s_worked with { Scores = [[10.0], [6.0, 8.0], [7.0, 5.0, 9.0]] };
        Values(scores, new() { Forgetting = ForgettingSince.WholeStream })["forgetting (whole stream)"].ShouldBeNull();
    }

    [Fact]
    public void For_a_figure_of_which_less_is_better_forgetting_still_means_getting_worse()
    {
        var scores = s_worked with { Figure = new() { Name = "error", HigherIsBetter = false }, Scores = [[0.2], [0.5, 0.1]] };
        Values(scores)["forgetting"]!.Value.ShouldBe(0.3, 1e-12);
    }

    [Fact]
    public void Intransigence_is_what_joint_training_is_ahead_of_each_experience_just_learned()
    {
        Values(s_worked).ShouldNotContainKey("intransigence");
        var figures = new Dictionary<string, double[]>(StringComparer.Ordinal) { ["SDR"] = [11, 7, 9.5] };
        Values(s_worked, new() { ReferenceFigures = figures })["intransigence"]!.Value.ShouldBe((11 - 10 + (7 - 8) + (9.5 - 9)) / 3, 1e-12);
        var error = s_worked with { Figure = new() { Name = "SDR", HigherIsBetter = false } };
        Values(error, new() { ReferenceFigures = figures })["intransigence"]!.Value.ShouldBe(-0.5 / 3, 1e-12);
        figures["SDR"] = [11, 7];
        Values(s_worked, new() { ReferenceFigures = figures })["intransigence"].ShouldBeNull("the third experience has no reference");
    }

    [Fact]
    public void Scores_of_experiences_not_learned_yet_change_forward_transfer_and_nothing_else()
    {
        var learned = Values(s_worked with { Scores = [[10.0], [6.0, 8.0], [7.0, 5.0, 9.0]] });
        var all = Values(s_worked with { Scores = [[10.0, 90.0, 80.0], [6.0, 8.0, 70.0], [7.0, 5.0, 9.0]] });
        all["forward transfer"]!.Value.ShouldBe((90 - 1 + (70 - 0.25)) / 2, 1e-12);
        foreach (var (name, value) in learned.Where(pair => pair.Key != "forward transfer")) all[name].ShouldBe(value, name);
    }

    private static Dictionary<string, double?> Values(ScoreMatrix scores) =>
        Values(scores, new());

    private static Dictionary<string, double?> Values(ScoreMatrix scores, ContinualMetricOptions options) =>
        new StreamSummaries(options).Summarise(scores).ToDictionary(pair => pair.Key.Name, pair => pair.Value, StringComparer.Ordinal);
}
