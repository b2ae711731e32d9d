using PluginHost.Plugins.ContavSep;
using PluginHost.Strategies.Tests.Line;

namespace PluginHost.Strategies.Tests;

public sealed class ContavSepTests
{
    [Fact]
    public async Task Terms_follow_their_switches_and_the_experience()
    {
        (await Terms(new())).ShouldBe(["base instance class", "base distillation instance class"]);
        (await Terms(new() { ContrastiveFromStart = false })).ShouldBe(["base", "base distillation instance class"]);
        (await Terms(new() { DistillationWeight = 0 })).ShouldBe(["base instance class", "base instance class"]);
        (await Terms(new() { InstanceWeight = 0, ClassWeight = 0 })).ShouldBe(["base", "base distillation"]);
        (await Terms(new() { UseMemory = false })).ShouldBe(["base instance class", "base instance class"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Contrasts_are_those_of_new_and_old_rows_and_of_old_rows_as_the_teacher_sees_them(bool teacher)
    {
        using var scene = new ToyScene(new ContavSepStrategy(new() { Temperature = 0.5, TeacherEmbeddings = teacher }));
        using var before = scene.Model.Clone();
        scene.Grow();
        scene.Disturb();

        var loss = scene.Loss();

        var labels = scene.Batch.Labels();
        int[] fresh = [.. Enumerable.Range(0, 12).Where(row => labels[row] >= 2)];
        int[] old = [.. Enumerable.Range(0, 12).Where(row => labels[row] < 2)];
        var taught = before.Forward(scene.Batch, new() { Rows = old, Embeddings = true });
        double[][] Embeddings(string key)
        {
            var own = Contrast.Rows(loss.Student[key]);
            return [.. fresh.Concat(old).Select(row => own[row]), .. teacher ? Contrast.Rows(taught[key]) : []];
        }

        double[][] sound = Embeddings(OutputKeys.AudioEmbedding), picture = Embeddings(OutputKeys.ObjectEmbedding);
        int[] rows = [.. fresh, .. old, .. teacher ? old : []];
        double Expected<TKey>(Func<int, TKey> key)
        {
            TKey[] keys = [.. rows.Select(key)];
            return (Contrast.Mean(Contrast.LogProbabilities(sound, picture, 0.5), keys)
                + Contrast.Mean(Contrast.LogProbabilities(picture, sound, 0.5), keys)) / 2;
        }

        loss.Terms.Select(term => (term.Name, term.Weight)).ShouldBe([("base", 1), ("distillation", 0.3), ("instance", 0.1), ("class", 0.3)]);
        var distances = scene.Task.RowDistillation(loss.Student, before.Forward(scene.Batch, new() { Rows = old }), scene.Batch);
        loss.Terms[1].Value.ToDouble().ShouldBe(distances.mean().ToDouble(), 1e-7);
        loss.Terms[2].Value.ToDouble().ShouldBe(Expected(row => scene.Batch.RowSources[row].Sample.Id), 1e-5);
        loss.Terms[3].Value.ToDouble().ShouldBe(Expected(row => labels[row]), 1e-5);
    }

    [Fact]
    public async Task The_teacher_is_the_model_of_the_experience_before()
    {
        using var run = new ToyRun();
        var events = new EventLog();
        var options = ToyJob.Options(first: 20, later: 1);
        options.LogEverySteps = 1;
        using var job = new ToyJob(run, new ContavSepStrategy(new()), options) { Events = events };
        await job.Run();
        // Student and teacher differ by dropout alone in the first step of an experience: the distance is small but not zero.
        var first = events.Of<StepCompleted>().First(step => step.Experience == 1);
        first.Terms.Single(term => term.Key == "distillation").Value.ShouldBeInRange(1e-6, 0.2);
    }

    [Fact]
    public async Task All_weights_at_zero_give_exactly_what_replay_gives()
    {
        using var run = new ToyRun();
        var options = new ContavSepOptions { DistillationWeight = 0, InstanceWeight = 0, ClassWeight = 0 };
        using var contav = await new ToyJob(run, new ContavSepStrategy(options)).Run();
        using var other = new ToyRun();
        using var replay = await new ToyJob(other, new PluginHost.Plugins.FineTuning.FineTuningStrategy(new() { UseMemory = true })).Run();
        contav.Weights().ShouldBe(replay.Weights());
    }

    [Theory]
    [InlineData(TeacherMode.Eval, TeacherRows.Automatic, false)]
    [InlineData(TeacherMode.Train, TeacherRows.Automatic, true)]
    [InlineData(TeacherMode.Train, TeacherRows.All, true)]
    [InlineData(TeacherMode.Train, TeacherRows.Old, false)]
    public void A_teacher_that_normalises_the_whole_batch_agrees_with_a_student_that_has_not_moved(TeacherMode mode, TeacherRows rows, bool agrees)
    {
        using var model = new LineModel(new double[,] { { 1, 2 }, { 3, -1 } }, normalises: true);
        var samples = new LineSamples((0, [1, 0], 0), (1, [0, 2], 1), (2, [9, 4], 1), (2, [7, 8], 0));
        var options = new ContavSepOptions { InstanceWeight = 0, ClassWeight = 0, TeacherMode = mode, TeacherRows = rows };
        using var scene = new Scene(model, new LineTask(), samples, Scene.Stream(samples.Infos), [new ContavSepStrategy(options)]);
        scene.Next();
        model.Module.train();
        using var batch = scene.Context.MakeBatch([.. samples.Infos.Select(info => new TrainingEntry(info, FromMemory: false))], "test", []);

        var distance = scene.Loss(batch).Terms.Single(term => term.Name == "distillation").Value.ToDouble();

        if (agrees) distance.ShouldBe(0, 1e-14);
        else distance.ShouldBeGreaterThan(0.1);
    }

    private static async Task<string[]> Terms(ContavSepOptions options)
    {
        using var run = new ToyRun();
        var events = new EventLog();
        var settings = ToyJob.Options(first: 4, later: 4);
        settings.LogEverySteps = 2;
        using var job = new ToyJob(run, new ContavSepStrategy(options), settings) { Events = events, Dataset = new(classes: 4) };
        await job.Run();
        var experiences = events.Of<StepCompleted>().GroupBy(step => step.Experience);
        return [.. experiences.Select(group =>
        {
            var names = group.SelectMany(step => step.Terms).Select(term => term.Key).Distinct(StringComparer.Ordinal);
            return string.Join(' ', names.OrderBy(Order));
        })];
    }

    private static int Order(string term) => Array.IndexOf(["base", "distillation", "instance", "class"], term);
}
