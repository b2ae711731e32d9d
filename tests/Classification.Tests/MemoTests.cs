using PluginHost.Classifiers;
using PluginHost.Plugins.ClassificationStrategies;

namespace PluginHost.Classification.Tests;

public sealed class MemoTests
{
    [Fact]
    public async Task Old_branches_and_the_trunk_give_what_they_gave_and_the_new_branch_begins_as_the_newest_and_learns()
    {
        var (plain, before, after) = (new List<float[][]>(), new List<float[][]>(), new List<float[][]>());
        float[][] Features(ILearningContext context) =>
            [.. Spy.Outputs(context, context.Experience.Train, OutputKeys.Features).Chunk(((IPenultimateFeatures)context.Model).FeatureSize)];
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
        using var job = await new ClassificationJob(run, new MemoStrategy(new() { TrainShared = false }), spy) { Model = ClassificationJob.ResNet() }.Run();

        for (var i = 0; i < 2; i++)
        {
            var old = (i + 1) * 64;
            before[i][0].Length.ShouldBe(old + 64);
            Columns(before[i], 0, old).ShouldBe(Columns(plain[i], 0, old));
            Columns(after[i], 0, old).ShouldBe(Columns(plain[i], 0, old));
            Columns(before[i], old, 64).ShouldBe(Columns(plain[i], old - 64, 64));
            Columns(after[i], old, 64).ShouldNotBe(Columns(before[i], old, 64));
        }
    }

    [Fact]
    public async Task The_auxiliary_loss_is_the_cross_entropy_over_new_classes_and_one_output_for_all_old_ones_and_long_rows_are_aligned()
    {
        var seen = 0;
        var spy = new Spy
        {
            OnLoss = loss =>
            {
                if (loss.Learning.Experience.Index == 0) return;
                var state = loss.Learning.Model.Module.state_dict();
                var newest = Formulas.Rows(loss.Student[OutputKeys.Features]).Select(row => row[^16..]).ToArray();
                var scores = Formulas.Linear(newest, Formulas.Rows(state["auxiliary.weight"]), Formulas.Rows(state["auxiliary.bias"].unsqueeze(0))[0]);
                var first = loss.Learning.FirstNewLabel;
                int[] labels = [.. loss.Batch.Labels().Select(label => label < first ? 0 : label - first + 1)];
                loss.Terms.Single(term => term.Name == "auxiliary").Value.ToDouble().ShouldBe(Formulas.CrossEntropy(scores, labels), 1e-5);
                seen++;
            },
            OnEnd = context =>
            {
                double[] all = [.. Formulas.Rows(((IClassifierHead)context.Model).Weight).Select(Formulas.Length)];
                var old = context.FirstNewLabel;
                if (old > 0) all[old..].Average().ShouldBeLessThan(all[..old].Average() + 1e-5);
            },
        };
        using var run = new ToyRun();
        var strategy = new MemoStrategy(new() { Specialised = 1, Correction = RowCorrection.Alignment });
        using var job = await new ClassificationJob(run, strategy, spy) { Model = ClassificationJob.Perceptron(32, 16) }.Run();

        seen.ShouldBe(12);
        // Shared once: 784 x 32 weights and 32 biases. Each branch 32 x 16 and 16; no head of the beginning is left.
        const long trunk = (784 * 32) + 32;
        const long branch = (32 * 16) + 16;
        job.OfExperiences("modelBytes").ShouldBe(
            [4 * (trunk + branch + (2 * 17)), 4 * (trunk + (2 * branch) + (4 * 33) + (3 * 17)), 4 * (trunk + (3 * branch) + (6 * 49) + (3 * 17))]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Shared_stages_learn_only_if_they_are_to(bool trained)
    {
        var weights = new List<float[]>();
        var spy = new Spy
        {
            OnExperience = context => Keep(context),
            OnEnd = context => Keep(context),
        };
        void Keep(ILearningContext context)
        {
            var state = context.Model.Module.state_dict();
            if (context.Experience.Index == 1) weights.Add(state.Single(pair => pair.Key.StartsWith("trunk.", StringComparison.Ordinal)
                && pair.Key.EndsWith("layer1.linear.weight", StringComparison.Ordinal)).Value.detach().data<float>().ToArray());
        }

        using var run = new ToyRun();
        var strategy = new MemoStrategy(new() { Specialised = 1, TrainShared = trained });
        using var job = await new ClassificationJob(run, strategy, spy) { Model = ClassificationJob.Perceptron(32, 16) }.Run();
        weights[1].SequenceEqual(weights[0]).ShouldBe(!trained);
    }

    [Fact]
    public async Task A_model_without_stages_to_share_is_refused()
    {
        using var run = new ToyRun();
        using var job = new ClassificationJob(run, new MemoStrategy(new()));
        (await Should.ThrowAsync<JobException>(() => job.Run())).Findings.ShouldHaveSingleItem().What.ShouldContain("the model has 1 in all: layer1");
    }

    [Fact]
    public void A_copy_computes_the_same()
    {
        using var scope = NewDisposeScope();
        using var model = ClassificationJob.Perceptron(32, 16);
        var inputs = new Dictionary<string, long[]>(StringComparer.Ordinal) { [BatchKeys.Input] = [1, 28, 28] };
        model.Build(new() { Classes = 2, Seed = 1, Inputs = inputs });
        var staged = (IStagedFeatures)model;
        using var branched = new BranchedClassifier(staged.CopyStages(0, 1), [staged.CopyStages(1, 2)], 16, 2, 0, trainsTrunk: false, seed: 3);
        branched.TakeRows(((IClassifierHead)model).Weight, ((IClassifierHead)model).Bias);
        branched.Expand(4, 3, seed: 4);
        using var copy = branched.Clone();
        copy.Module.state_dict().ToDictionary(pair => pair.Key, pair => Values(pair.Value))
            .ShouldBe(branched.Module.state_dict().ToDictionary(pair => pair.Key, pair => Values(pair.Value)));
        branched.ParameterGroups.Select(group => group.Name).ShouldBe(["backbone", "head"]);
    }

    [Theory]
    [InlineData(0, 5, false)]
    [InlineData(1, 2, true)]
    [InlineData(2, 5, false)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step, bool trained) =>
        ClassificationJob.ShouldResumeExactly(
            (run, events) => new(run, new MemoStrategy(new() { TrainShared = trained })) { Events = events, Model = ClassificationJob.ResNet() },
            experience, step);

    private static string Values(Tensor tensor) => string.Join(' ', tensor.detach().reshape(-1).data<float>().ToArray());

    private static float[] Columns(float[][] rows, int first, int count) => [.. rows.SelectMany(row => row.Skip(first).Take(count))];
}
