using PluginHost.Consolidation;
using PluginHost.Plugins.ClassificationStrategies;
using PluginHost.Replay;

namespace PluginHost.Classification.Tests;

public sealed class AGemTests
{
    [Fact]
    public void A_gradient_against_the_reference_is_made_orthogonal_to_it_by_the_papers_formula()
    {
        // <g, r> = -6, <r, r> = 9: g + 2/3 r.
        using var gradient = tensor([1.0, 2, -3]);
        using var reference = tensor([2.0, -1, 2]);
        using var projected = AGemStrategy.Project(gradient, reference)!;
        projected.data<double>().ToArray().ShouldBe([1 + (4.0 / 3), 2 - (2.0 / 3), -3 + (4.0 / 3)], 1e-15);
        projected.dot(reference).ToDouble().ShouldBe(0, 1e-14);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(2, 3)]
    public void A_gradient_that_does_not_point_against_the_reference_stays(double x, double y)
    {
        using var gradient = tensor([x, y]);
        using var reference = tensor([0.0, 1]);
        AGemStrategy.Project(gradient, reference).ShouldBeNull();
    }

    [Fact]
    public void Gradients_written_as_one_vector_are_what_the_optimizer_steps_by()
    {
        using var first = new TorchSharp.Modules.Parameter(zeros(2, 2));
        using var second = new TorchSharp.Modules.Parameter(zeros(3));
        using var unused = new TorchSharp.Modules.Parameter(ones(1));
        using var optimizer = new FlatSgd([first, second, unused], 1, weightDecay: 0.5);
        TorchSharp.Modules.Parameter[] parameters = [first, second, unused];
        using (var sum = first.sum()) sum.backward();
        GradientVector.Read(parameters).data<float>().ToArray().ShouldBe([1, 1, 1, 1, 0, 0, 0, 0]);

        using var values = tensor(new float[] { 1, 2, 3, 4, 5, 6, 7, 0 });
        GradientVector.Write(parameters, values);
        optimizer.Step();

        GradientVector.Read(parameters).data<float>().ToArray().ShouldBe([1, 2, 3, 4, 5, 6, 7, 0]);
        first.flatten().data<float>().ToArray().ShouldBe([-1, -2, -3, -4]);
        second.data<float>().ToArray().ShouldBe([-5, -6, -7]);
        // What has no gradient does not decay either.
        unused.data<float>().ToArray().ShouldBe([1]);
        Should.Throw<ArgumentException>(() => GradientVector.Write(parameters, tensor(new float[] { 1 })));
    }

    [Fact]
    public async Task Every_step_of_a_job_follows_the_formula_with_the_gradient_of_the_memory_batch()
    {
        var (stayed, projected) = (0, 0);
        double[]? reference = null, before = null;
        var first = new Probe
        {
            OnBatch = (context, step, _) => reference = Reference(context, step),
            OnGradients = (context, _) => before = Gradient(context),
        };
        var last = new Probe
        {
            OnGradients = (context, _) =>
            {
                var after = Gradient(context);
                if (reference is null || Dot(before!, reference) >= 0)
                {
                    after.ShouldBe(before);
                    stayed++;
                    return;
                }

                var factor = Dot(before!, reference) / Dot(reference, reference);
                var largest = before!.Max(Math.Abs);
                for (var i = 0; i < after.Length; i++) after[i].ShouldBe(before![i] - (factor * reference[i]), 1e-5 * largest);
                (Dot(after, reference) / Math.Sqrt(Dot(after, after) * Dot(reference, reference))).ShouldBe(0, 1e-5);
                projected++;
            },
        };
        using var run = new ToyRun();
        using var job = await new ClassificationJob(run, first, new AGemStrategy(new() { BatchSize = 8 }), last).Run();
        stayed.ShouldBeGreaterThanOrEqualTo(6);
        projected.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    public Task A_run_interrupted_and_resumed_ends_with_the_very_same_weights_and_figures(int experience, int step) =>
        ClassificationJob.ShouldResumeExactly((run, events) => new(run, new AGemStrategy(new())) { Events = events }, experience, step);

    [Fact]
    public Task A_stream_without_boundaries_is_resumed_exactly_as_well() => ClassificationJob.ShouldResumeExactly(
        (run, events) => new(run, new AGemStrategy(new()))
        {
            Events = events, Benchmark = OnlineStream.Of(boundaries: false), Memory = OnlineStream.Reservoir(),
        },
        0,
        13);

    // The gradient of the same draw, by libtorch's autograd.grad.
    private static double[]? Reference(ILearningContext context, StepInfo step)
    {
        using var draw = ReplayBatch.Draw(context, step, 8, "a-gem");
        if (draw is null) return null;
        using var grad = enable_grad();
        var loss = context.Task.RowLoss(context.Model.Forward(draw.Batch, ForwardRequest.Predictions), draw.Batch).mean();
        var parameters = context.Optimizers.SelectMany(optimizer => optimizer.Group.Parameters).Select(parameter => (Tensor)parameter).ToArray();
        return [.. autograd.grad([loss], parameters).SelectMany(each => each.data<float>().ToArray()).Select(value => (double)value)];
    }

    private static double[] Gradient(ILearningContext context) =>
    [
        .. context.Optimizers.SelectMany(optimizer => optimizer.Group.Parameters)
            .SelectMany(parameter => parameter.grad!.data<float>().ToArray()).Select(value => (double)value),
    ];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
