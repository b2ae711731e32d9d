using PluginHost.Plugins.AvCil;

namespace PluginHost.Strategies.Tests;

public sealed class AvCilTests
{
    [Fact]
    public void Contrasts_follow_their_formulas_on_a_worked_example()
    {
        // Unit vectors: sound e1, e2, e1; picture e1, e1, e2; temperature 1/2, so logits are 2 where they agree and 0 elsewhere.
        using var sound = tensor(new double[,] { { 3, 0 }, { 0, 1 }, { 2, 0 } });
        using var picture = tensor(new double[,] { { 1, 0 }, { 5, 0 }, { 0, 4 } });
        var log = AudioVisualContrast.LogProbabilities(sound, picture, 0.5);
        // Rows of logits: (2 2 0), (0 0 2), (2 2 0).
        var two = Math.Log((2 * Math.Exp(2)) + 1);
        var one = Math.Log(Math.Exp(2) + 2);
        AudioVisualContrast.Instances(log).ToDouble().ShouldBe(-((2 - two) + (0 - one) + (0 - two)) / 3, 1e-12);
        // Classes 0, 1, 0: pairs (0,0) (0,2) (1,1) (2,0) (2,2).
        var first = (2 - two) + (0 - two);
        var second = 0 - one;
        var third = (2 - two) + (0 - two);
        AudioVisualContrast.Classes(log, [0, 1, 0], dividePositives: false).ToDouble().ShouldBe(-(first + second + third) / 9, 1e-12);
        AudioVisualContrast.Classes(log, [0, 1, 0], dividePositives: true).ToDouble()
            .ShouldBe(-((first / 2) + second + (third / 2)) / 3, 1e-12);
    }

    [Fact]
    public void Old_rows_are_distilled_and_contrasts_act_from_the_second_experience_or_the_first()
    {
        using var early = new ToyScene(new AvCilStrategy(new() { ContrastiveFromStart = true }));
        early.FirstLoss().Terms.Select(term => term.Name).ShouldBe(["base", "instance", "class"]);
        using var scene = new ToyScene(new AvCilStrategy(new()));
        scene.FirstLoss().Terms.Select(term => term.Name).ShouldBe(["base"]);
        using var before = scene.Model.Clone();
        scene.Grow();
        scene.Disturb();
        var loss = scene.Loss();
        loss.Terms.Select(term => (term.Name, term.Weight)).ShouldBe([("base", 1), ("distillation", 0.3), ("instance", 0.1), ("class", 1)]);
        var rows = scene.Batch.RowsWhere(source => source.Sample.Label < 2);
        var expected = scene.Task.RowDistillation(loss.Student, before.Forward(scene.Batch, new() { Rows = rows }), scene.Batch).mean();
        loss.Terms[1].Value.ToDouble().ShouldBe(expected.ToDouble(), 1e-7);
        var log = Contrast.LogProbabilities(
            Contrast.Rows(loss.Student[OutputKeys.AudioEmbedding]), Contrast.Rows(loss.Student[OutputKeys.ObjectEmbedding]), 0.05);
        var labels = scene.Batch.Labels();
        loss.Terms[2].Value.ToDouble().ShouldBe(-log.Select((row, i) => row[i]).Average(), 1e-4);
        var positive = log.SelectMany((row, i) => row.Select((value, j) => labels[i] == labels[j] ? value : 0));
        loss.Terms[3].Value.ToDouble().ShouldBe(-positive.Average(), 1e-4);
    }
}
