using PluginHost.Distillation;
using PluginHost.Learning.Separation;
using PluginHost.Plugins.Lwf;

namespace PluginHost.Strategies.Tests;

public sealed class LwfTests
{
    [Theory]
    [InlineData(UnseenClasses.Automatic)]
    [InlineData(UnseenClasses.ExpandedCopy)]
    [InlineData(UnseenClasses.OldQueries)]
    [InlineData(UnseenClasses.OldRows)]
    public void The_term_is_the_mean_distance_between_the_answers_to_the_rows_asked(UnseenClasses unseen)
    {
        using var scene = new ToyScene(new LwfStrategy(new() { Weight = 0.7, UnseenClasses = unseen, UseMemory = true }));
        using var before = scene.Model.Clone();
        scene.Grow();
        using var after = scene.Model.Clone();
        scene.Disturb();

        var loss = scene.Loss();

        loss.Terms.Count.ShouldBe(2);
        loss.Terms[1].Weight.ShouldBe(0.7);
        // By hand, one row and one class at a time: an expanded copy answers all rows as labelled, the model before only for
        // classes 0 and 1.
        var teacher = unseen is UnseenClasses.ExpandedCopy or UnseenClasses.Automatic ? after : before;
        var asked = Enumerable.Range(0, scene.Batch.Rows).SelectMany(row => unseen switch
        {
            UnseenClasses.OldQueries => [(row, 0), (row, 1)],
            UnseenClasses.OldRows => scene.Batch.Labels()[row] < 2 ? [(row, scene.Batch.Labels()[row])] : Array.Empty<(int, int)>(),
            _ => [(row, scene.Batch.Labels()[row])],
        }).ToArray();
        asked.Length.ShouldBe(unseen switch { UnseenClasses.OldQueries => 24, UnseenClasses.OldRows => 7, _ => 12 });
        var distances = asked.Select(pair => Distance(scene.Model, teacher, scene.Batch, pair.Item1, pair.Item2));
        loss.Terms[1].Value.ToDouble().ShouldBe(distances.Average(), 1e-6);
    }

    [Fact]
    public void The_teacher_gets_no_gradient_and_the_student_does()
    {
        using var scene = new ToyScene(new LwfStrategy(new()));
        scene.Grow();
        scene.Disturb();
        var loss = scene.Loss();
        loss.Terms[1].Value.backward();
        scene.Model.Module.parameters().Count(parameter => parameter.grad is not null).ShouldBe(5);
    }

    private static double Distance(IModel student, IModel teacher, Batch batch, int row, int label)
    {
        using var noGrad = no_grad();
        teacher.Module.eval();
        var request = new ForwardRequest { Rows = [row], Classes = [label] };
        var a = student.Forward(batch, request)[SeparationKeys.Masks].data<float>().ToArray();
        var b = teacher.Forward(batch, request)[SeparationKeys.Masks].data<float>().ToArray();
        return a.Zip(b, (x, y) => Math.Abs((double)x - y)).Average();
    }
}
