using System.Globalization;
using PluginHost.Networks.Tests;
using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Classification;
using PluginHost.Plugins.Classifiers;
using PluginHost.Training;

namespace PluginHost.ClosedForm.Tests;

public sealed class DiscriminantTests
{
    [Theory]
    [InlineData(26, SharedCovariance.WithinClass)]
    [InlineData(5, SharedCovariance.WithinClass)]
    [InlineData(1, SharedCovariance.WithinClass)]
    [InlineData(4, SharedCovariance.Total)]
    public async Task FSA_class_group_after_class_group_equals_batch_LDA_of_all_letters(int classes, SharedCovariance covariance)
    {
        using var run = new ToyRun(3);
        var strategy = new FsaStrategy(new() { Tuning = BodyTuning.None, Features = FeatureSource.Input, Covariance = covariance });
        var benchmark = new ClassIncremental(new() { ClassesPerExperience = classes, ShuffleClasses = true });
        using var job = await Letters(run, strategy, benchmark).Run();
        var learned = Learned.Of(job);

        var scores = Batch(learned, covariance, shrinkage: 0, ridge: 1);

        strategy.Head!.Scores(learned.Tested).ShouldBeNear(scores, 1e-9);
        job.Tested().ShouldBe(learned.Accuracy(scores), 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    public async Task Streaming_LDA_of_a_task_free_stream_equals_the_batch_formula(int batch)
    {
        using var run = new ToyRun(4);
        var strategy = new SldaStrategy(new() { Features = FeatureSource.Input });
        using var job = Letters(run, strategy, new Blurry(new()));
        job.Options.BatchSize = batch;
        await job.Run();
        var learned = Learned.Of(job);

        strategy.Head!.Scores(learned.Tested).ShouldBeNear(Batch(learned, SharedCovariance.WithinClass, shrinkage: 1e-4, ridge: 0), 1e-9);
    }

    [Fact]
    public async Task FSA_gives_the_tested_letters_the_classes_that_scikit_learn_gives_them()
    {
        using var run = new ToyRun(3);
        var strategy = new FsaStrategy(new() { Tuning = BodyTuning.None, Features = FeatureSource.Input, Ridge = 0 });
        using var job = await Letters(run, strategy, new ClassIncremental(new() { ClassesPerExperience = 6 })).Run();
        var learned = Learned.Of(job);
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "lda.csv")).Select(line => line.Split(',')).ToArray();
        var experiences = job.Benchmark.Build(job.Dataset, new(3)).Experiences;
        var samples = experiences.SelectMany(experience => experience.Test).Select(sample => sample.Id);
        var wanted = lines.ToDictionary(
            cells => cells[0], cells => long.Parse(cells[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

        strategy.Head!.Predict(learned.Tested).data<long>().ToArray().ShouldBe([.. samples.Select(id => wanted[id])]);
    }

    [Fact]
    public async Task The_first_session_alone_trains_and_FiLM_leaves_the_weights_of_the_body()
    {
        using var run = new ToyRun(3);
        var benchmark = new ClassIncremental(new() { ClassesPerExperience = 7 });
        using var film = await Letters(run, new FsaStrategy(new() { Tuning = BodyTuning.Film }), benchmark).Run();
        using var other = new ToyRun(3);
        using var none = await Letters(other, new FsaStrategy(new() { Tuning = BodyTuning.None }), benchmark).Run();

        film.Events.Of<StepCompleted>().Select(step => step.Experience).Distinct().ShouldBe([0]);
        none.Events.Of<StepCompleted>().ShouldBeEmpty();
        var (tuned, built) = (film.Model.Module.state_dict(), none.Model.Module.state_dict());
        foreach (var name in built.Keys.Where(name => name.StartsWith("backbone", StringComparison.Ordinal)))
            tuned[name].ShouldBeSame(built[name]);
        tuned.Single(pair => pair.Key.EndsWith("occupant.scale", StringComparison.Ordinal)).Value.ShouldDifferFrom(ones(12));
    }

    [Fact]
    public async Task The_body_is_trained_under_a_head_whose_features_drop_out()
    {
        using var run = new ToyRun(3);
        var strategy = new FsaStrategy(new() { Dropout = 0.25 });
        using var job = Letters(run, strategy, new ClassIncremental(new() { ClassesPerExperience = 7 }));
        await job.Dataset.PrepareAsync(CancellationToken.None);
        var stream = job.Benchmark.Build(job.Dataset, job.Random);
        using var samples = new SampleStore(job.Dataset, stream.ClassNames, null, 1 << 20);
        var task = new ClassificationTask(new());
        var model = (PerceptronClassifier)job.Model;
        model.Build(new() { Classes = 14, Inputs = task.Inputs(samples, stream.Experiences[0].Train[0]), Seed = 1 });
        using var context = new LearningContext(model, stream, [strategy])
        {
            Task = task, Samples = samples, Random = job.Random, Device = CPU, Events = job.Events, Options = job.Options,
        };

        context.Enter(0);
        var dropped = Base(context, strategy, out var student, out var labels);
        context.Enter(1);
        var later = Base(context, strategy, out _, out _);

        // The mask by itself: what dropout leaves of ones. The rest in double precision.
        manual_seed(9);
        var features = student[OutputKeys.Features] * nn.functional.dropout(ones_like(student[OutputKeys.Features]), 0.25, training: true);
        var scores = features.to(ScalarType.Float64).matmul(model.Weight.to(ScalarType.Float64).t()) + model.Bias!.to(ScalarType.Float64);
        var expected = (scores.logsumexp(1) - scores.gather(1, labels.unsqueeze(1)).squeeze(1)).mean().ToDouble();
        dropped.Value.ToDouble().ShouldBe(expected, 1e-5);
        later.Name.ShouldBe("base");
        later.Value.ToDouble().ShouldBe(later.Plain, 1e-12);
        Math.Abs(dropped.Value.ToDouble() - dropped.Plain).ShouldBeGreaterThan(1e-3);
    }

    private static (string Name, Tensor Value, double Plain) Base(
        LearningContext context, FsaStrategy strategy, out ModelOutput student, out Tensor labels)
    {
        TrainingEntry[] entries = [.. context.Experience.Train.Take(20).Select(sample => new TrainingEntry(sample, FromMemory: false))];
        var batch = context.MakeBatch(entries, "test", []);
        student = context.Model.Forward(batch, strategy.Request(context) with { Features = true });
        labels = tensor(batch.Labels().Select(label => (long)label).ToArray());
        var phase = new Phase { Name = Phase.MainName, Entries = entries, Steps = 1 };
        var rows = context.Task.RowLoss(student, batch);
        var loss = new LossContext(context, new(phase, 0, 0, 1), batch, student, rows);
        manual_seed(9);
        strategy.AddLosses(loss);
        var term = loss.Terms.Single();
        return (term.Name, term.Value, rows.mean().ToDouble());
    }

    private static Job Letters(ToyRun run, IStrategy strategy, IBenchmark benchmark) => new(run, _ => strategy) { Benchmark = benchmark };

    /// <summary>
    /// The scores of the tested rows by the formula on all learned rows at once, with an inverse in place of a factorisation.
    /// </summary>
    private static Tensor Batch(Learned learned, SharedCovariance kind, double shrinkage, double ridge)
    {
        var (x, y) = (learned.Features, learned.Labels);
        var means = stack([.. Enumerable.Range(0, 26).Select(label => x[y == label].mean([0]))]);
        var centred = x - (kind == SharedCovariance.Total ? x.mean([0]) : means.index_select(0, y));
        var sigma = centred.t().matmul(centred) / x.size(0);
        var identity = eye(16, dtype: ScalarType.Float64);
        var inverse = linalg.inv(((1 - shrinkage) * sigma) + ((shrinkage + ridge) * identity));
        return learned.Tested.matmul(inverse).matmul(means.t()) - (0.5 * means.matmul(inverse).mul(means).sum(1));
    }
}
