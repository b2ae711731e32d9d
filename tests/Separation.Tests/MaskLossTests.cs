using PluginHost.Plugins.Separation;

namespace PluginHost.Separation.Tests;

public sealed class MaskLossTests
{
    private static readonly SeparationTask s_task = new(new());

    [Fact]
    public void The_row_loss_is_the_weighted_mean_of_absolute_differences()
    {
        using var scope = NewDisposeScope();
        using var batch = TwoItems();
        var masks = Lcg.Tensor(5, 4, 1, 3, 2).abs().to_type(ScalarType.Float32);
        var loss = s_task.RowLoss(Output(null, masks), batch).data<float>().ToArray();
        for (var row = 0; row < 4; row++)
        {
            var distance = (masks[row] - batch[SeparationKeys.Targets][row]).abs();
            var expected = (batch[SeparationKeys.Weights][row % 2] * distance).mean().item<float>();
            loss[row].ShouldBe(expected, 1e-6f);
        }
    }

    [Fact]
    public void The_loss_of_certain_rows_is_that_of_the_same_rows_among_all()
    {
        using var scope = NewDisposeScope();
        using var batch = TwoItems();
        var masks = Lcg.Tensor(5, 4, 1, 3, 2).abs().to_type(ScalarType.Float32);
        var all = s_task.RowLoss(Output(null, masks), batch).data<float>().ToArray();
        var some = s_task.RowLoss(Output([1, 3], stack([masks[1], masks[3]], 0)), batch).data<float>().ToArray();
        some.ShouldBe([all[1], all[3]]);
    }

    [Fact]
    public void Distillation_compares_the_teachers_rows_and_reaches_the_student_only()
    {
        using var scope = NewDisposeScope();
        using var batch = TwoItems();
        var student = Lcg.Tensor(5, 4, 1, 3, 2).to_type(ScalarType.Float32).requires_grad_();
        var teacher = Lcg.Tensor(6, 2, 1, 3, 2).to_type(ScalarType.Float32).requires_grad_();
        var distances = s_task.RowDistillation(Output(null, student), Output([0, 3], teacher), batch);
        foreach (var (place, row) in new[] { (0, 0), (1, 3) })
        {
            var expected = (batch[SeparationKeys.Weights][row % 2] * (student[row] - teacher[place]).abs()).mean().item<float>();
            distances[place].item<float>().ShouldBe(expected, 1e-6f);
        }

        distances.mean().backward();
        student.grad!.abs().sum([1, 2, 3]).data<float>().ToArray().Select(value => value > 0).ShouldBe([true, false, false, true]);
        teacher.grad.ShouldBeNull();
    }

    [Fact]
    public void Competing_classes_and_temperature_are_for_class_scores_and_change_nothing_here()
    {
        using var scope = NewDisposeScope();
        using var batch = TwoItems();
        var (student, teacher) = (Output(null, Lcg.Tensor(5, 4, 1, 3, 2)), Output(null, Lcg.Tensor(6, 4, 1, 3, 2)));
        ITask task = s_task;
        Same(task.RowLoss(student, batch, [1]), task.RowLoss(student, batch));
        Same(task.RowDistillation(student, teacher, batch, 2), task.RowDistillation(student, teacher, batch));

        static void Same(Tensor a, Tensor b) => a.data<float>().ToArray().ShouldBe(b.data<float>().ToArray());
    }

    [Fact]
    public void Binary_masks_are_trained_by_cross_entropy()
    {
        using var scope = NewDisposeScope();
        using var batch = TwoItems();
        batch[SeparationKeys.Targets] = batch[SeparationKeys.Targets].gt(0.5).to_type(ScalarType.Float32);
        var masks = Lcg.Tensor(5, 4, 1, 3, 2).abs().clamp(0.01, 0.99).to_type(ScalarType.Float32);
        var loss = new SeparationTask(new() { Mask = MaskKind.Binary }).RowLoss(Output(null, masks), batch).data<float>().ToArray();
        for (var row = 0; row < 4; row++)
        {
            var (p, m) = (masks[row], batch[SeparationKeys.Targets][row]);
            var entropy = -((m * p.log()) + ((1 - m) * (1 - p).log()));
            loss[row].ShouldBe((batch[SeparationKeys.Weights][row % 2] * entropy).mean().item<float>(), 1e-5f);
        }
    }

    private static ModelOutput Output(int[]? rows, Tensor masks) =>
        new(rows, new Dictionary<string, Tensor>(StringComparer.Ordinal) { [SeparationKeys.Masks] = masks });

    private static Batch TwoItems()
    {
        Draw[] draws = [Clips.Mix(Clips.Info("a", 0), Clips.Info("b", 1)), Clips.Mix(Clips.Info("c", 2), Clips.Info("d", 3))];
        return new(draws, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SeparationKeys.Targets] = Lcg.Tensor(1, 4, 1, 3, 2).abs().to_type(ScalarType.Float32),
            [SeparationKeys.Weights] = Lcg.Tensor(2, 2, 1, 3, 2).abs().to_type(ScalarType.Float32),
        });
    }
}
