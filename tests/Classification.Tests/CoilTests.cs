using PluginHost.Plugins.ClassificationStrategies;

namespace PluginHost.Classification.Tests;

public sealed class CoilTests
{
    [Fact]
    public void Of_two_points_each_the_plan_is_the_closed_form()
    {
        // Equal masses and costs 0 on the diagonal, 1 beside it: T_11 = 1/2 / (1 + exp(-1 / r)).
        var plan = OptimalTransport.Sinkhorn(new double[,] { { 0, 1 }, { 1, 0 } }, 0.464);
        plan[0, 0].ShouldBe(0.5 / (1 + Math.Exp(-1 / 0.464)), 1e-12);
        plan[0, 1].ShouldBe(0.5 - plan[0, 0], 1e-12);
        plan[1, 1].ShouldBe(plan[0, 0], 1e-12);
    }

    [Fact]
    public void The_plan_is_that_of_numpy_and_without_entropy_that_of_the_linear_programme_of_scipy()
    {
        var cost = new double[4, 3];
        for (var i = 0; i < 4; i++)
            for (var j = 0; j < 3; j++) cost[i, j] = Math.Abs(Math.Sin((1.3 * i) + (2.1 * j) + (0.7 * i * j)));
        // 100,000 rounds of u = a / (K v), v = b / (K^T u) in numpy 1.24.
        double[,] known =
        {
            { 0.181512012068, 0.044147656053, 0.024340331879 },
            { 0.048545910557, 0.103772265057, 0.097681824386 },
            { 0.041416701673, 0.132776859226, 0.075806439101 },
            { 0.061858709035, 0.052636552997, 0.135504737968 },
        };
        var plan = OptimalTransport.Sinkhorn(cost, 0.464);
        for (var i = 0; i < 4; i++)
            for (var j = 0; j < 3; j++) plan[i, j].ShouldBe(known[i, j], 1e-11);

        // scipy 1.10 (linprog, highs): 0.30803816231529.
        var sharp = OptimalTransport.Sinkhorn(cost, 0.004);
        var total = 0.0;
        for (var i = 0; i < 4; i++)
            for (var j = 0; j < 3; j++) total += sharp[i, j] * cost[i, j];
        total.ShouldBe(0.30803816231529, 1e-4);
    }

    [Fact]
    public void Rows_travel_as_the_plan_says_and_keep_the_mean_length()
    {
        using var scope = NewDisposeScope();
        // All of old class 0 goes to new class 1, half of class 1 to each: columns are 1/2 each.
        var plan = tensor(new double[,] { { 0, 0.5 }, { 0.5, 0 } });
        var old = tensor(new double[,] { { 3, 0 }, { 0, 1 } });
        CoilStrategy.MovedForward(plan, old).data<double>().ToArray().ShouldBe([0, 2, 2, 0], 1e-12);
        CoilStrategy.MovedBack(plan, tensor(new double[,] { { 5, 0 }, { 0, 7 } })).data<double>().ToArray().ShouldBe([0, 1, 1, 0], 1e-12);
        var shared = tensor(new double[,] { { 0.25, 0.25 }, { 0.25, 0.25 } });
        CoilStrategy.MovedForward(shared, old).data<double>().ToArray().ShouldBe(Enumerable.Repeat(Math.Sqrt(2), 4), 1e-12);
    }

    [Fact]
    public async Task New_rows_begin_as_moved_ones_and_the_terms_follow_one_another()
    {
        using var run = new ToyRun();
        using var strategy = new CoilStrategy(new());
        var names = new List<string>();
        double[][] begin = [];
        IModel? teacher = null;
        var begun = 0;
        var spy = new Spy
        {
            OnGrowth = context =>
            {
                teacher?.Dispose();
                teacher = context.Model.Clone();
            },
            OnExperience = context =>
            {
                if (context.Experience.Index == 0) return;
                var rows = Formulas.Rows(((IClassifierHead)context.Model).Weight);
                var (old, fresh) = (rows[..context.FirstNewLabel], rows[context.FirstNewLabel..]);
                fresh.Average(Formulas.Length).ShouldBe(old.Average(Formulas.Length), 1e-5);
                begin = fresh;
                begun++;
            },
            OnLoss = loss =>
            {
                if (loss.Learning.Experience.Index == 0) return;
                names.Add($"{loss.Step.Epoch} {string.Join(' ', loss.Terms.Select(term => term.Name))}");
                var first = loss.Learning.FirstNewLabel;
                var features = Units(Formulas.Rows(loss.Student[OutputKeys.Features]));
                if (loss.Step.Epoch == 0)
                {
                    loss.Terms[^1].Weight.ShouldBe(0.001);
                    var fresh = Formulas.Rows(loss.Student[OutputKeys.Logits]).Select(row => row[first..]).ToArray();
                    loss.Terms[^1].Value.ToDouble().ShouldBe(CrossEntropy(Cosines(features, begin), fresh), 1e-5);
                    return;
                }

                var passed = loss.Step.Step / 20.0;
                loss.Terms[^1].Weight.ShouldBe(0.001 * passed * passed, 1e-12);
                var state = new StateBag();
                strategy.SaveState(state);
                var rows = Units(Formulas.Rows(((IClassifierHead)loss.Learning.Model).Weight)[first..]);
                double[][] back = [.. Formulas.Rows(state.Tensors["back"]).Select(plan =>
                    (double[])[.. rows[0].Select((_, j) => plan.Zip(rows, (mass, row) => first * mass * row[j]).Sum())])];
                var taught = teacher!.Forward(loss.Batch, ForwardRequest.Predictions)[OutputKeys.Logits];
                loss.Terms[^1].Value.ToDouble().ShouldBe(CrossEntropy(Formulas.Rows(taught), Cosines(features, back)), 1e-5);
            },
        };
        using var job = await new ClassificationJob(run, strategy, spy) { Options = ClassificationJob.Quick(4, 20) }.Run();
        teacher!.Dispose();
        begun.ShouldBe(2);
        names.Distinct().ShouldContain("0 base distillation prospective");
        names.Distinct().ShouldContain("1 base distillation retrospective");
        // Beside the teacher two moved rows in single precision and the plan in double.
        long model(int classes) => 4 * ((784 * 32) + 32 + (33 * classes));
        long moved(int old) => (2 * 32 * 4) + (old * 2 * 8);
        job.OfExperiences("strategyBytes").ShouldBe([0, model(2) + moved(2), model(4) + moved(4)]);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 14)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly(
            (run, events) => new(run, new CoilStrategy(new() { Prospective = 1, Retrospective = 1 }))
            {
                Events = events, Options = ClassificationJob.Quick(4, 20),
            },
            experience, step);

    private static double[][] Units(double[][] rows) =>
        [.. rows.Select(row => (double[])[.. row.Select(value => value / Formulas.Length(row))])];

    private static double[][] Cosines(double[][] units, double[][] rows) =>
        [.. units.Select(unit => (double[])[.. Units(rows).Select(row => row.Zip(unit, (a, b) => a * b).Sum())])];

    // At temperature 2, as the option has it.
    private static double CrossEntropy(double[][] wanted, double[][] scores) =>
        wanted.Zip(scores, (a, b) => -Soft(a).Zip(Soft(b), (p, q) => p * Math.Log(q)).Sum()).Average();

    private static double[] Soft(double[] scores) => Formulas.Softmax(scores.Select(score => score / 2));
}
