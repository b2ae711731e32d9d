using PluginHost.Classifiers;
using PluginHost.Plugins.ClassificationStrategies;

namespace PluginHost.Classification.Tests;

public sealed class ExpandableRepresentationTests
{
    private const int Width = 64;

    [Fact]
    public async Task Features_of_old_backbones_are_the_very_same_before_and_after_an_experience_and_new_ones_are_learned()
    {
        var (plain, before, after) = (new List<float[][]>(), new List<float[][]>(), new List<float[][]>());
        float[][] Features(ILearningContext context)
        {
            var width = ((IPenultimateFeatures)context.Model).FeatureSize;
            return [.. Spy.Outputs(context, context.Experience.Train, OutputKeys.Features).Chunk(width)];
        }

        var spy = new Spy
        {
            OnGrowth = context => plain.Add(Features(context)),
            OnExperience = context =>
            {
                if (context.Experience.Index > 0) before.Add(Features(context));
            },
            OnEnd = context =>
            {
                if (context.Experience.Index > 0) after.Add(Features(context));
            },
        };
        using var run = new ToyRun();
        using var job = await new ClassificationJob(run, Strategy(), spy) { Model = ClassificationJob.ResNet() }.Run();

        for (var i = 0; i < 2; i++)
        {
            var old = (i + 1) * Width;
            before[i][0].Length.ShouldBe(old + Width);
            Columns(before[i], 0, old).ShouldBe(Columns(plain[i], 0, old));
            Columns(after[i], 0, old).ShouldBe(Columns(plain[i], 0, old));
            // The new part begins as a copy of the newest one, and then learns.
            Columns(before[i], old, Width).ShouldBe(Columns(plain[i], old - Width, Width));
            Columns(after[i], old, Width).ShouldNotBe(Columns(before[i], old, Width));
        }
    }

    [Fact]
    public async Task The_auxiliary_loss_is_the_cross_entropy_over_new_classes_and_one_output_for_all_old_ones()
    {
        var seen = new List<(int Experience, double Value, double Expected)>();
        var spy = new Spy
        {
            OnLoss = loss =>
            {
                if (loss.Learning.Experience.Index == 0 || loss.Step.Phase.Name != Phase.MainName) return;
                var state = loss.Learning.Model.Module.state_dict();
                var newest = Formulas.Rows(loss.Student[OutputKeys.Features]).Select(row => row[^32..]).ToArray();
                var bias = Formulas.Rows(state["auxiliary.bias"].unsqueeze(0))[0];
                var scores = Formulas.Linear(newest, Formulas.Rows(state["auxiliary.weight"]), bias);
                var first = loss.Learning.FirstNewLabel;
                int[] labels = [.. loss.Batch.Labels().Select(label => label < first ? 0 : label - first + 1)];
                scores[0].Length.ShouldBe(3);
                var own = Formulas.CrossEntropy(scores, labels);
                seen.Add((loss.Learning.Experience.Index, loss.Terms.Single(term => term.Name == "auxiliary").Value.ToDouble(), own));
            },
        };
        using var run = new ToyRun();
        using var job = await new ClassificationJob(run, Strategy(), spy).Run();

        seen.Select(each => each.Experience).Distinct().ShouldBe([1, 2]);
        foreach (var (_, value, expected) in seen) value.ShouldBe(expected, 1e-5);
    }

    [Fact]
    public async Task The_classifier_alone_is_retrained_on_as_many_samples_of_each_class_by_softened_scores()
    {
        var (phases, before, after, trained) = (new List<string>(), new List<float[]>(), new List<float[]>(), 0);
        static float[] Newest(ILearningContext context) =>
            ((ExpandedClassifier)context.Model).Parts[^1].Module.parameters().First().detach().data<float>().ToArray();
        var spy = new Spy
        {
            OnPhase = (context, phase) =>
            {
                phases.Add($"{context.Experience.Index} {phase.Name} {phase.Steps}");
                if (phase.Name == Phase.MainName) return;
                before.Add(Newest(context));
                phase.Entries.GroupBy(entry => entry.Sample.Label).Select(own => own.Count()).Distinct().ShouldBe([4]);
            },
            OnLoss = loss =>
            {
                if (loss.Step.Phase.Name == Phase.MainName) return;
                loss.Learning.Model.Module.training.ShouldBeFalse();
                double[][] softened = [.. Formulas.Rows(loss.Student[OutputKeys.Logits]).Select(row => (double[])[.. row.Select(score => score / 5)])];
                loss.Terms.Single().Value.ToDouble().ShouldBe(Formulas.CrossEntropy(softened, [.. loss.Batch.Labels()]), 1e-5);
                trained++;
            },
            OnEnd = context =>
            {
                if (context.Experience.Index > 0) after.Add(Newest(context));
            },
        };
        using var run = new ToyRun();
        using var job = await new ClassificationJob(run, Strategy(), spy) { Options = ClassificationJob.Quick(8, 8) }.Run();

        phases.ShouldBe(["0 main 8", "1 main 8", "1 balanced 2", "2 main 8", "2 balanced 2"]);
        trained.ShouldBe(4);
        for (var i = 0; i < 2; i++) after[i].ShouldBe(before[i]);
    }

    [Fact]
    public async Task Rows_that_are_too_long_are_aligned_and_the_bytes_of_the_model_are_those_of_all_parts_and_classifiers()
    {
        var lengths = new List<(double Old, double New)>();
        var spy = new Spy
        {
            OnEnd = context =>
            {
                double[] all = [.. Formulas.Rows(((IClassifierHead)context.Model).Weight).Select(Formulas.Length)];
                var old = context.FirstNewLabel;
                if (old > 0) lengths.Add((all[..old].Average(), all[old..].Average()));
            },
        };
        using var run = new ToyRun();
        using var job = await new ClassificationJob(run, new ExpandableRepresentationStrategy(new() { Correction = RowCorrection.Alignment }), spy).Run();

        lengths.Count.ShouldBe(2);
        foreach (var (old, fresh) in lengths) fresh.ShouldBeLessThan(old + 1e-5);
        // A part has 784 x 32 weights, 32 biases and its first head of two rows of 33. The auxiliary head has three.
        const long part = (784 * 32) + 32 + (2 * 33);
        job.OfExperiences("modelBytes").ShouldBe(
            [4 * part, 4 * ((2 * part) + (4 * 65) + (3 * 33)), 4 * ((3 * part) + (6 * 97) + (3 * 33))]);
        job.OfExperiences("strategyBytes").ShouldBe([0, 0, 0]);
    }

    [Fact]
    public void Old_rows_keep_their_values_for_old_features_and_a_copy_computes_the_same()
    {
        using var scope = NewDisposeScope();
        using var first = Part(1);
        using var joined = new ExpandedClassifier([first.Clone(), first.Clone()], 4, 3, seed: 7);
        joined.TakeRows(((IClassifierHead)first).Weight, ((IClassifierHead)first).Bias);
        Formulas.Rows(joined.Weight).Take(2).Select(row => row[..32]).ToArray().ShouldBe(Formulas.Rows(((IClassifierHead)first).Weight));
        var before = Formulas.Rows(joined.Weight);
        joined.Expand(joined.Parts[^1].Clone(), 6, 3, seed: 8);

        joined.FeatureSize.ShouldBe(96);
        Formulas.Rows(joined.Weight).Take(4).Select(row => row[..64]).ToArray().ShouldBe(before);
        joined.ParameterGroups.Select(group => group.Name).ShouldBe(["backbone", "head"]);
        joined.ParameterGroups.Sum(group => group.Parameters.Sum(parameter => parameter.numel()))
            .ShouldBe((784 * 32) + 32 + (6 * 97) + (3 * 33));
        using var copy = joined.Clone();
        copy.Module.state_dict().ToDictionary(pair => pair.Key, pair => Values(pair.Value))
            .ShouldBe(joined.Module.state_dict().ToDictionary(pair => pair.Key, pair => Values(pair.Value)));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 2)]
    [InlineData(2, 5)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly(
            (run, events) => new(run, Strategy()) { Events = events, Model = ClassificationJob.ResNet() }, experience, step);

    private static ExpandableRepresentationStrategy Strategy() => new(new());

    private static IModel Part(long seed)
    {
        var model = ClassificationJob.Perceptron();
        var inputs = new Dictionary<string, long[]>(StringComparer.Ordinal) { [BatchKeys.Input] = [1, 28, 28] };
        model.Build(new() { Classes = 2, Seed = seed, Inputs = inputs });
        return model;
    }

    private static string Values(Tensor tensor) => string.Join(' ', tensor.detach().reshape(-1).data<float>().ToArray());

    private static float[] Columns(float[][] rows, int first, int count) => [.. rows.SelectMany(row => row.Skip(first).Take(count))];
}
