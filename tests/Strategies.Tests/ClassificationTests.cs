using PluginHost.Consolidation;
using PluginHost.Distillation;
using PluginHost.Plugins.Ewc;
using PluginHost.Plugins.Lwf;
using PluginHost.Strategies.Tests.Line;

namespace PluginHost.Strategies.Tests;

/// <summary>The strategies that serve every family of tasks, on softmax regression, against formulas written out by hand.</summary>
public sealed class ClassificationTests
{
    private static readonly double[,] Before = { { 1, -0.5 }, { 0.25, 2 } };
    private static readonly double[,] After = { { 0.5, 0.5 }, { 1, 1 }, { -1, 0.75 } };
    private static readonly (int Label, double[] X, double T)[] Rows = [(0, [1, 0.5], 0), (1, [-1, 2], 0), (2, [0.5, 3], 0)];

    [Theory]
    [InlineData(UnseenClasses.Automatic, 2, false)]
    [InlineData(UnseenClasses.OldScores, 1, true)]
    public void LwF_distils_the_scores_of_old_classes_softened_and_lets_new_classes_compete_alone(
        UnseenClasses unseen, double temperature, bool localLoss)
    {
        using var model = new ClassModel(Before);
        var options = new LwfOptions { Weight = 3, Temperature = temperature, LocalLoss = localLoss, UnseenClasses = unseen };
        using var scene = Scene(model, new LwfStrategy(options));
        scene.Next();
        model.Set(After);
        using var batch = Batch(scene);

        var loss = scene.Loss(batch);

        var distances = Rows.Select(row =>
        {
            var (old, now) = (Softmax(Scores(Before, row.X), temperature), Softmax(Scores(After, row.X)[..2], temperature));
            return -((old[0] * Math.Log(now[0])) + (old[1] * Math.Log(now[1])));
        });
        loss.Terms.Select(term => (term.Name, term.Weight)).ShouldBe([("base", 1), ("distillation", 3)]);
        loss.Terms[1].Value.ToDouble().ShouldBe(distances.Average(), 1e-12);
        // Class 2 alone is new, so alone it has probability 1.
        var crossEntropy = Rows.Average(row => -Math.Log(Softmax(Scores(After, row.X), 1)[row.Label]));
        loss.Terms[0].Value.ToDouble().ShouldBe(localLoss ? 0 : crossEntropy, 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_a_word_about_it_LwF_lets_new_classes_compete_alone_where_no_old_one_is_trained_on(bool old)
    {
        using var model = new ClassModel(Before);
        using var scene = Scene(model, new LwfStrategy(new()));
        scene.Next();
        model.Set(After);
        using var batch = old
            ? Batch(scene)
            : scene.Context.MakeBatch([.. scene.Context.Experience.Train.Select(sample => new TrainingEntry(sample, false))], "test", []);

        // Class 2 alone is new, so alone it has probability 1 and no loss.
        var loss = scene.Loss(batch).Terms[0].Value.ToDouble();
        if (old) loss.ShouldBeGreaterThan(0.1);
        else loss.ShouldBe(0, 1e-12);
    }

    [Fact]
    public void The_Fisher_information_per_sample_is_that_of_softmax_regression()
    {
        using var model = new ClassModel(Before);
        using var scene = Scene(model, new EwcStrategy(new()));

        using var importance = FisherInformation.Estimate(
            scene.Context, scene.Context.Experience.Train, "test", new(FisherEstimate.PerSample));

        // The gradient of -log p(y | x) for the weight from x_j to class c is (p_c - [y = c]) x_j.
        double Expected(int c, int j) => Rows[..2].Average(row =>
            Math.Pow((Softmax(Scores(Before, row.X), 1)[c] - (row.Label == c ? 1 : 0)) * row.X[j], 2));
        double[] expected = [Expected(0, 0), Expected(0, 1), Expected(1, 0), Expected(1, 1)];
        importance["layer.weight"].Importance.data<double>().ToArray().ShouldBe(expected, 1e-14);
    }

    [Fact]
    public void EWC_holds_the_rows_of_old_classes_and_leaves_those_of_new_ones_free()
    {
        using var model = new ClassModel(Before);
        using var scene = Scene(model, new EwcStrategy(new() { Fisher = FisherEstimate.PerSample }));
        scene.Hooks.AfterExperience();
        scene.Next();
        model.Set(After);
        using var batch = Batch(scene);

        scene.Loss(batch).Terms[1].Value.backward();

        var gradient = model.Weight.grad!.data<double>().ToArray();
        gradient[..4].ShouldAllBe(value => value != 0);
        gradient[4..].ShouldBe([0, 0]);
    }

    private static Scene Scene(ClassModel model, IStrategy strategy)
    {
        var samples = new LineSamples(Rows);
        return new(model, new ClassTask(), samples, Tests.Scene.Stream(samples.Infos), [strategy]);
    }

    private static Batch Batch(Scene scene)
    {
        var experiences = scene.Context.Stream.Experiences;
        TrainingEntry[] entries = [.. experiences.SelectMany(experience => experience.Train).Select(sample => new TrainingEntry(sample, false))];
        return scene.Context.MakeBatch(entries, "test", []);
    }

    private static double[] Scores(double[,] weight, double[] x) =>
        [.. Enumerable.Range(0, weight.GetLength(0)).Select(c => (weight[c, 0] * x[0]) + (weight[c, 1] * x[1]))];

    private static double[] Softmax(double[] scores, double temperature)
    {
        double[] powers = [.. scores.Select(score => Math.Exp(score / temperature))];
        return [.. powers.Select(power => power / powers.Sum())];
    }
}
