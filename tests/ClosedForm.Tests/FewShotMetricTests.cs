using PluginHost.Plugins.AccuracyMetric;

namespace PluginHost.ClosedForm.Tests;

public sealed class FewShotMetricTests
{
    private static readonly ScoreMatrix Worked = new()
    {
        Figure = new() { Name = "accuracy", Unit = "%" },
        Scores = [[80.0], [70.0, 40.0], [60.0, 30.0, 50.0]],
        Counts = [60, 10, 30],
    };

    [Fact]
    public void A_worked_example_gives_the_values_computed_by_hand()
    {
        var values = Values(Worked);

        values["seen"]!.Value.ShouldBe(60, 1e-12);
        values["unseen"]!.Value.ShouldBe(45, 1e-12);
        values["harmonic mean"]!.Value.ShouldBe(2.0 * 60 * 45 / 105, 1e-12);
        values["performance drop"]!.Value.ShouldBe(80 - 54, 1e-12);
    }

    [Fact]
    public void After_the_base_session_alone_only_its_own_classes_have_a_figure()
    {
        var values = Values(Worked with { Scores = [[80.0]], Counts = [60] });

        values["seen"].ShouldBe(80);
        values.Where(pair => pair.Key != "seen").ShouldAllBe(pair => pair.Value == null);
    }

    [Fact]
    public void What_was_not_measured_has_no_figure_and_two_zeros_have_the_harmonic_mean_zero()
    {
        Values(Worked with { Scores = [[80.0], [70.0, 40.0], [60.0, null, 50.0]] })["unseen"].ShouldBeNull();
        Values(Worked with { Counts = [] })["seen"].ShouldBeNull();
        Values(Worked with { Scores = [[80.0], [0.0, 0.0]], Counts = [60, 10] })["harmonic mean"].ShouldBe(0);
    }

    private static Dictionary<string, double?> Values(ScoreMatrix scores) =>
        new FewShotMetric().Summarise(scores).ToDictionary(pair => pair.Key.Name, pair => pair.Value);
}
