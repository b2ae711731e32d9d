using PluginHost.Plugins.ClassificationStrategies;

namespace PluginHost.Classification.Tests;

public sealed class IcarlTests
{
    [Fact]
    public async Task The_prediction_is_the_class_whose_exemplars_have_the_nearest_mean_of_normalised_features()
    {
        using var run = new ToyRun();
        using var strategy = new IcarlStrategy(new());
        var compared = 0;
        var probe = new Probe
        {
            OnEnd = context =>
            {
                var exemplars = context.Memory!.Exemplars.Select(exemplar => exemplar.Sample).ToArray();
                var tested = ((LearningContext)context).Stream.Experiences.SelectMany(experience => experience.Test).ToArray();
                double[][] means =
                [
                    .. Enumerable.Range(0, 6).Select(label => UnitMean(Features(context, [.. exemplars.Where(sample => sample.Label == label)]))),
                ];
                double[][] distances = [.. Features(context, tested).Select(row =>
                    (double[])[.. means.Select(mean => row.Zip(mean, (a, b) => Math.Pow(a - b, 2)).Sum())])];
                int[] nearest = [.. distances.Select(row => Array.IndexOf(row, row.Min()))];

                using var batch = context.Task.Collate(context.Task.DrawEvaluation(tested, tested), context.Samples);
                using var noGrad = no_grad();
                var scores = strategy.Predict(context, batch)[OutputKeys.Logits];
                scores.argmax(1).data<long>().ToArray().ShouldBe([.. nearest.Select(label => (long)label)]);
                // Of vectors of length 1 the cosine is 1 less half the squared distance.
                foreach (var (row, distance) in Formulas.Rows(scores).Zip(distances))
                    for (var label = 0; label < 6; label++) row[label].ShouldBe(1 - (distance[label] / 2), 1e-5);
                compared = nearest.Distinct().Count();
            },
        };

        using var job = await new ClassificationJob(run, strategy, probe).Run();

        compared.ShouldBeGreaterThan(3, "many classes are predicted");
    }

    [Fact]
    public async Task A_class_without_exemplars_is_never_predicted()
    {
        using var run = new ToyRun();
        using var strategy = new IcarlStrategy(new());
        float[] scores = [];
        var probe = new Probe
        {
            OnEnd = context =>
            {
                var tested = ((LearningContext)context).Stream.Experiences[2].Test;
                using var batch = context.Task.Collate(context.Task.DrawEvaluation(tested, tested), context.Samples);
                using var noGrad = no_grad();
                scores = strategy.Predict(context, batch)[OutputKeys.Logits][0].data<float>().ToArray();
            },
        };

        using var job = await new ClassificationJob(run, strategy, probe) { Memory = new Without(ClassificationJob.Herding(1), 5) }.Run();

        scores.Length.ShouldBe(6);
        scores[5].ShouldBe(float.NegativeInfinity);
        scores.Take(5).ShouldAllBe(score => score >= -1 && score <= 1);
    }

    [Fact]
    public async Task Every_class_seen_has_exemplars_when_it_is_tested_and_the_bytes_are_those_of_exemplars_and_teacher()
    {
        using var run = new ToyRun();
        using var strategy = new IcarlStrategy(new());
        using var job = await new ClassificationJob(run, strategy).Run();

        long model(int classes) => 4 * ((784 * 32) + 32 + (33 * classes));
        job.OfExperiences("modelBytes").ShouldBe([model(2), model(4), model(6)]);
        // In the test what classes' means are made of stands beside the teacher: 32 sums and a count each in double precision.
        long means(int classes) => classes * (32 + 1) * 8;
        job.OfExperiences("strategyBytes").ShouldBe([means(2), model(2) + means(4), model(4) + means(6)]);
        job.OfExperiences("memoryBytes").ShouldBe([2 * 4 * 784 * 4, 4 * 4 * 784 * 4, 6 * 4 * 784 * 4]);
        strategy.KeptBytes.ShouldBe(means(6));
    }

    [Fact]
    public async Task The_network_predicts_otherwise_than_the_nearest_mean()
    {
        using var run = new ToyRun();
        using var mean = await new ClassificationJob(run, new IcarlStrategy(new())).Run();
        using var other = new ToyRun();
        using var network = await new ClassificationJob(other, new IcarlStrategy(new() { Prediction = IcarlPrediction.Network })).Run();

        network.FinalWeights().ShouldBe(mean.FinalWeights());
        network.Figures().ShouldNotBe(mean.Figures());
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly((run, events) => new(run, new IcarlStrategy(new())) { Events = events }, experience, step);

    /// <summary>The model's features of samples, in double precision, each at length 1.</summary>
    private static double[][] Features(ILearningContext context, SampleInfo[] samples)
    {
        using var noGrad = no_grad();
        using var batch = context.Task.Collate(context.Task.DrawEvaluation(samples, samples), context.Samples);
        var features = context.Model.Forward(batch, new() { Features = true })[OutputKeys.Features].to(ScalarType.Float64).contiguous();
        return [.. features.data<double>().ToArray().Chunk((int)features.size(1)).Select(Unit)];
    }

    private static double[] UnitMean(double[][] rows) => Unit([.. rows[0].Select((_, i) => rows.Average(row => row[i]))]);

    private static double[] Unit(double[] row)
    {
        var length = Math.Sqrt(row.Sum(value => value * value));
        return [.. row.Select(value => value / length)];
    }

    /// <summary>A memory that takes no sample of one class.</summary>
    private sealed class Without(IMemory inner, int label) : IMemory
    {
        public IReadOnlyList<Exemplar> Exemplars => inner.Exemplars;

        public long Bytes => inner.Bytes;

        public void Update(ILearningContext context, IReadOnlyList<SampleInfo> candidates) =>
            inner.Update(context, [.. candidates.Where(sample => sample.Label != label)]);

        public void SaveState(StateBag state) => inner.SaveState(state);

        public void LoadState(StateBag state, ILearningContext context) => inner.LoadState(state, context);
    }
}
